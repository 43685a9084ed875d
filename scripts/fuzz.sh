#!/usr/bin/env bash
# Runs every fuzz test for FUZZTIME (30 seconds unless said otherwise), one after another.
set -euo pipefail
cd "$(dirname "$0")/.."

found=0
while read -r package; do
	while read -r name; do
		found=$((found + 1))
		echo "==> $package $name"
		go test "$package" -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZTIME:-30s}" -fuzzminimizetime 1x
	done < <(go test "$package" -list '^Fuzz' | grep '^Fuzz' || true)
done < <(go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./...)
echo "fuzz: $found tests ran"
[ "$found" -gt 0 ]
