#!/usr/bin/env bash
# Fails where a generated file is not what `make generate` makes of its sources.
set -euo pipefail
cd "$(dirname "$0")/.."

sums() { find views static/dist -type f \( -name '*_templ.go' -o -path 'static/dist/*' \) -print0 | sort -z | xargs -0 sha256sum; }

before=$(sums)
scripts/generate.sh
if ! difference=$(diff <(printf '%s\n' "$before") <(sums)); then
	printf 'Generated files are not up to date; commit what make generate made:\n%s\n' "$difference" >&2
	exit 1
fi
echo "check-generated: all generated files are up to date"
