#!/usr/bin/env bash
# Servers of one test, which may break them: "servers.sh postgres" or "servers.sh elastic NODES". Prints a line with their addresses when they
# are ready, then answers each line of standard input, "kill", "start", "freeze" or "thaw" and a node's number, with a line "done". All end
# with standard input.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/services.sh
. scripts/postgres.sh
. scripts/elastic.sh

trap 'stop_postgres; stop_elastic' EXIT
trap 'exit 130' INT TERM
case $1 in
postgres)
	start_postgres
	echo "$FACETOME_TEST_POSTGRES"
	control() { control_postgres "$1"; }
	;;
elastic)
	fetch_elastic
	start_nodes test "$2"
	addresses=$(wait_for_nodes test "$2")
	echo "$addresses"
	control() { control_node test "$2" "$1"; }
	;;
esac
while read -r action node; do
	control "$action" "$node"
	echo done
done
