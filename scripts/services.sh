# What the tests need besides Go: found, and on Debian and Ubuntu installed when missing. Sourced by scripts/test.sh.

say() { printf '%s\n' "$*" >&2; }

# as_owner runs a command as the user who owns the servers: PostgreSQL and Elasticsearch refuse to run as root.
as_owner() {
	if [ "$(id -u)" != 0 ]; then
		"$@"
	elif id postgres >/dev/null 2>&1; then
		runuser -u postgres -- "$@"
	else
		runuser -u nobody -- "$@"
	fi
}

# free_port prints a port on which nobody listens.
free_port() {
	local port
	while :; do
		port=$((20000 + RANDOM % 12000)) # below the ports that systems hand out to clients
		if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
			printf '%s' "$port"
			return
		fi
	done
}

# find_initdb prints the path of PostgreSQL's newest initdb; Debian keeps it out of PATH.
find_initdb() {
	local found
	found=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)
	[ -n "$found" ] || found=$(command -v initdb || true)
	printf '%s' "$found"
}

# find_chromium prints the path of a Chromium or Chrome; FACETOME_TEST_CHROMIUM, where set, is taken as it is.
find_chromium() {
	local name
	if [ -n "${FACETOME_TEST_CHROMIUM:-}" ]; then
		printf '%s' "$FACETOME_TEST_CHROMIUM"
		return
	fi
	for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
		if command -v "$name"; then return; fi
	done
}

# find_jdk prints the folder of a JDK that Elasticsearch runs on: 17 or later. ES_JAVA_HOME, where set, is taken as it is.
find_jdk() {
	local javac version
	if [ -n "${ES_JAVA_HOME:-}" ]; then
		printf '%s' "$ES_JAVA_HOME"
		return
	fi
	for javac in "${JAVA_HOME:-/nowhere}/bin/javac" "$(command -v javac)" /usr/lib/jvm/*/bin/javac; do
		[ -x "$javac" ] || continue
		version=$("$javac" -version 2>&1 | sed -E 's/^javac ([0-9]+).*/\1/')
		if [ "$version" -ge 17 ] 2>/dev/null; then
			dirname "$(dirname "$(readlink -f "$javac")")"
			return
		fi
	done
}

# jdk_package prints what apt-get calls such a JDK: which there are differs between systems.
jdk_package() {
	local version
	for version in 21 17 25; do
		if apt-cache show "openjdk-$version-jdk-headless" >/dev/null 2>&1; then break; fi
	done
	printf 'openjdk-%s-jdk-headless' "$version"
}

# chromium_package prints what apt-get calls Chromium: Ubuntu has it under another name than Debian.
chromium_package() {
	if grep -qi '^ID=ubuntu' /etc/os-release 2>/dev/null; then printf chromium-browser; else printf chromium; fi
}

# as_root runs a command as root: with sudo where one is not root. Without a terminal nobody could type a password.
as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif [ -t 0 ]; then
		sudo "$@"
	else
		sudo -n "$@"
	fi
}

# install_missing installs what is missing, where that can be done with apt-get. What cannot be installed is said; the tests
# that need it then skip, or fail where FACETOME_TEST_REQUIRE=1.
install_missing() {
	local package packages=() elasticsearch=
	[ -n "${FACETOME_TEST_ELASTICSEARCH:-}" ] || elasticsearch=wanted
	[ -n "${FACETOME_TEST_POSTGRES:-}" ] || [ -n "$(find_initdb)" ] || packages+=(postgresql)
	[ -n "$(find_chromium)" ] || packages+=("$(chromium_package)")
	command -v "${CC:-gcc}" >/dev/null || packages+=(gcc libc6-dev) # for go test -race
	[ -z "$elasticsearch" ] || command -v mvn >/dev/null || packages+=(maven) # which fetches Elasticsearch
	if [ -z "$elasticsearch" ] || [ -n "$(find_jdk)" ]; then
		elasticsearch=
		[ ${#packages[@]} -gt 0 ] || return 0
	fi

	if ! command -v apt-get >/dev/null; then
		say "==> Missing: ${packages[*]} ${elasticsearch:+a JDK}. Please install PostgreSQL, Chromium, a C compiler, Maven and a JDK with your system's package manager."
		return 0
	fi
	as_root apt-get update -q >&2 || true
	[ -z "$elasticsearch" ] || packages+=("$(jdk_package)") # known only after the update
	say "==> Installing what the tests need: ${packages[*]}"
	for package in "${packages[@]}"; do # each by itself: what one system does not have is no reason to go without the others
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$package" >&2 ||
			say "==> apt-get could not install $package. Please install it by hand."
	done
}

# install_axe installs the accessibility rules that browser tests inject into pages.
install_axe() {
	[ ! -f node_modules/axe-core/axe.min.js ] || return 0
	if ! command -v npm >/dev/null; then
		say "==> Missing: npm, which brings axe-core. Please install Node.js to run the accessibility tests."
		return 0
	fi
	say "==> Installing axe-core with npm"
	npm ci --no-audit --no-fund >&2 || say "==> npm ci failed: the accessibility tests will not run."
}
