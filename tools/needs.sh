#!/usr/bin/env bash
# What the tests need besides Go: there already, or installed as root where apt is, or asked for.
set -euo pipefail

has() { command -v "$1" >/dev/null; }

# server finds PostgreSQL's programs as the tests do.
server() {
	local folder
	for folder in "$(dirname "$(command -v postgres)")" "$(pg_config --bindir 2>/dev/null)" /usr/lib/postgresql/*/bin; do
		[ ! -x "$folder/postgres" ] || [ ! -x "$folder/initdb" ] || return 0
	done
	return 1
}

install() { DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "$@"; }

# PostgreSQL's programs alone: without the server that Debian makes and starts with them, and with the setting that forbids it as it was.
install_server() {
	settings=/etc/postgresql-common/createcluster.conf
	install postgresql-common
	cp -p "$settings" "$settings.before"
	trap 'mv -f "$settings.before" "$settings"' EXIT
	echo "create_main_cluster = false" >>"$settings"
	install postgresql
}

missing=()
[ -n "${CHROMIUM-}" ] || has chromium || has chromium-browser || has google-chrome || missing+=(chromium fonts-liberation)
has strace || missing+=(strace)
server || missing+=(postgresql)
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] || ! has apt-get; then
	cat >&2 <<-END
		The tests need a browser, strace and PostgreSQL. Install what is missing and run make test again:
		  sudo apt-get install ${missing[*]}
		or name a Chromium that is there: CHROMIUM=/path/to/chromium make test
		or put the folder with PostgreSQL's initdb and postgres on the PATH. The tests start a server of their own; no other need run.
	END
	exit 1
fi
apt-get update -qq
for package in "${missing[@]}"; do
	if [ "$package" = postgresql ]; then install_server; else install "$package"; fi
done
