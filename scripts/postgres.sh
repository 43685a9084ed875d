# A throw-away PostgreSQL for the tests: a port of its own on 127.0.0.1, a temporary folder, a random password. Sourced by
# scripts/test.sh; sets FACETOME_TEST_POSTGRES.

postgres_dir=

start_postgres() {
	local initdb bin port password
	initdb=$(find_initdb)
	[ -n "$initdb" ] || return 0 # the tests say what they lack
	bin=$(dirname "$initdb")
	postgres_dir=$(mktemp -d "${TMPDIR:-/tmp}/facetome-postgres.XXXXXX")
	password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
	printf '%s\n' "$password" >"$postgres_dir/password"
	[ "$(id -u)" != 0 ] || chown -R "$(as_owner id -un)" "$postgres_dir"

	# Run from the server's own folder: its user may not be able to read the one we are in.
	if ! (cd "$postgres_dir" && as_owner "$bin/initdb" -D "$postgres_dir/data" -U facetome -A scram-sha-256 \
		--pwfile="$postgres_dir/password" -E UTF8 --locale=C --no-sync) >"$postgres_dir.log" 2>&1; then
		cat "$postgres_dir.log" >&2
		say "==> PostgreSQL could not be set up."
		return 0
	fi
	for _ in 1 2 3; do # somebody may have taken the port meanwhile
		port=$(free_port)
		# What is lost in a crash does not matter here, so nothing waits for the disk.
		echo "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$postgres_dir" \
			"-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200" >"$postgres_dir/options"
		if (cd "$postgres_dir" && as_owner "$bin/pg_ctl" -D "$postgres_dir/data" -l "$postgres_dir/log" -w \
			-o "$(cat "$postgres_dir/options")" start) >>"$postgres_dir.log" 2>&1; then
			export FACETOME_TEST_POSTGRES="postgres://facetome:$password@127.0.0.1:$port/postgres?sslmode=disable"
			say "==> PostgreSQL listens on 127.0.0.1:$port"
			return 0
		fi
	done
	cat "$postgres_dir.log" "$postgres_dir/log" >&2
	say "==> PostgreSQL could not be started."
}

# control_postgres kills the server at once, as a crash would; starts it again; or freezes and thaws it with all its processes.
control_postgres() {
	local ctl postmaster
	ctl=$(dirname "$(find_initdb)")/pg_ctl
	case $1 in
	kill) (cd "$postgres_dir" && as_owner "$ctl" -D "$postgres_dir/data" -m immediate stop) >/dev/null ;;
	start) (cd "$postgres_dir" && as_owner "$ctl" -D "$postgres_dir/data" -l "$postgres_dir/log" -w -o "$(cat "$postgres_dir/options")" start) >/dev/null ;;
	freeze | thaw)
		postmaster=$(head -n 1 "$postgres_dir/data/postmaster.pid")
		local signal=STOP
		[ "$1" = freeze ] || signal=CONT
		kill -"$signal" "$postmaster"
		pgrep -P "$postmaster" | xargs -r kill -"$signal" 2>/dev/null || true # one may have ended by itself meanwhile
		;;
	esac
}

stop_postgres() {
	[ -n "$postgres_dir" ] || return 0
	if [ -f "$postgres_dir/data/postmaster.pid" ]; then
		control_postgres thaw
		(cd "$postgres_dir" && as_owner "$(dirname "$(find_initdb)")/pg_ctl" -D "$postgres_dir/data" -m immediate stop) >/dev/null || true
	fi
	rm -rf "$postgres_dir" "$postgres_dir.log"
	postgres_dir=
}
