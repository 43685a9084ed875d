#!/usr/bin/env bash
# Makes the generated files again, all of which are committed so that building needs nothing but Go.
set -euo pipefail
cd "$(dirname "$0")/.."

go tool templ generate
npm ci --no-audit --no-fund
npm run build
