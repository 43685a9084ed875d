# What the tests need besides Go: found, and on Debian and Ubuntu installed when missing. Sourced by scripts/test.sh.

say() { printf '%s\n' "$*" >&2; }

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
	local package packages=()
	[ -n "${FACETOME_TEST_POSTGRES:-}" ] || [ -n "$(find_initdb)" ] || packages+=(postgresql)
	[ -n "$(find_chromium)" ] || packages+=("$(chromium_package)")
	command -v "${CC:-gcc}" >/dev/null || packages+=(gcc libc6-dev) # for go test -race
	[ ${#packages[@]} -gt 0 ] || return 0

	if ! command -v apt-get >/dev/null; then
		say "==> Missing: ${packages[*]}. Please install PostgreSQL, Chromium and a C compiler with your system's package manager."
		return 0
	fi
	say "==> Installing what the tests need: ${packages[*]}"
	as_root apt-get update -q >&2 || true
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
