#!/usr/bin/env bash
# Checks the code without running it. The tools are built once into .tools/, at the versions named here.
set -euo pipefail
cd "$(dirname "$0")/.."

golangci=v2.15.0
govulncheck=v1.9.0

# tool builds a Go program of a version into .tools/ and prints its path.
tool() {
	local package=$1 version=$2
	local binary
	binary="$PWD/.tools/$version/$(basename "$package")"
	[ -x "$binary" ] || GOBIN=$(dirname "$binary") go install "$package@$version" >&2
	printf '%s' "$binary"
}

unformatted=$(find . \( -name node_modules -o -name .tools -o -name .git \) -prune -o -name '*.go' -print0 | xargs -0 gofmt -l)
if [ -n "$unformatted" ]; then
	printf 'Not formatted; run gofmt -w on:\n%s\n' "$unformatted" >&2
	exit 1
fi
go vet ./...
"$(tool github.com/golangci/golangci-lint/v2/cmd/golangci-lint "$golangci")" run ./...

# Known vulnerabilities are looked up in a database on the Internet.
if curl -fsS --max-time 10 -o /dev/null https://vuln.go.dev/index/db.json 2>/dev/null; then
	"$(tool golang.org/x/vuln/cmd/govulncheck "$govulncheck")" ./...
else
	echo "govulncheck did not run: its database, https://vuln.go.dev, cannot be reached from here." >&2
fi
for script in scripts/*.sh .ci/run; do bash -n "$script"; done
echo "lint: nothing to complain about"
