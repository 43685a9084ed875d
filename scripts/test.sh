#!/usr/bin/env bash
# Runs all tests, with all that they need: installs PostgreSQL, a JDK, Chromium and axe-core where they are missing, starts a
# throw-away PostgreSQL and Elasticsearch and stops them again whatever happens. Further arguments go to go test. What is missing is skipped and listed at the
# end; with FACETOME_TEST_REQUIRE=1 it fails instead.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/services.sh
. scripts/postgres.sh
. scripts/elastic.sh

install_missing
install_axe
trap 'stop_postgres; stop_elastic' EXIT
trap 'exit 130' INT TERM
[ -n "${FACETOME_TEST_POSTGRES:-}" ] || start_postgres
[ -n "${FACETOME_TEST_ELASTICSEARCH:-}" ] || start_elastic
FACETOME_TEST_CHROMIUM=$(find_chromium)
export FACETOME_TEST_CHROMIUM

go build -o .tools/testreport ./scripts/testreport
# The report reads the events of go test and prints its lines for people; its exit code is that of the tests.
packages=("$@")
# Those that take longest begin first: else one of them runs at the end, alone on one core.
longest=(./search/judged ./ingest ./cmd/facetome ./search/elastic)
[ $# -gt 0 ] || packages=("${longest[@]}" ./...)
go test -timeout 20m -json "${packages[@]}" | .tools/testreport

# Once more with the race detector, which makes SQLite some fifty times slower: with -short the tests that ask the database thousands of
# questions ask fewer. What they leave out ran before, and so may be skipped. The browser's tests drive the same program as before and
# are not run again; nor are those that ask Elasticsearch, which take longest of all.
if ! command -v "${CC:-gcc}" >/dev/null; then
	say "==> No C compiler: the tests do not run with the race detector."
	[ "${FACETOME_TEST_REQUIRE:-}" != 1 ] || exit 1
	exit 0
fi
[ $# -gt 0 ] || mapfile -t packages < <(go list "${longest[@]}" ./... | grep -v '/e2e$')
env -u FACETOME_TEST_ELASTICSEARCH -u FACETOME_TEST_ELASTICSEARCH_CLUSTER -u FACETOME_TEST_REQUIRE \
	go test -race -short -timeout 20m -json "${packages[@]}" | FACETOME_TEST_REQUIRE=0 .tools/testreport
