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

# The virus scanner's program alone: the services that Debian starts with it are stopped again, and no signatures are fetched, of which the
# tests have their own.
install_scanner() {
	install clamav-daemon
	! has systemctl || systemctl disable --now --quiet clamav-daemon.service clamav-daemon.socket clamav-freshclam.service 2>/dev/null || true
}

# The mail server's programs alone: the service that Debian starts with it is stopped again. The tests start one in a folder of their own.
install_mail() {
	install postfix
	! has systemctl || systemctl disable --now --quiet postfix.service 2>/dev/null || true
}

# The same of the server that shows mailboxes.
install_mailboxes() {
	install dovecot-imapd
	! has systemctl || systemctl disable --now --quiet dovecot.service dovecot.socket 2>/dev/null || true
}

missing=()
[ -n "${CHROMIUM-}" ] || has chromium || has chromium-browser || has google-chrome || missing+=(chromium fonts-liberation)
has strace || missing+=(strace)
has clamd || [ -x /usr/sbin/clamd ] || missing+=(clamav-daemon)
has postfix || [ -x /usr/sbin/postfix ] || missing+=(postfix)
has dovecot || [ -x /usr/sbin/dovecot ] || missing+=(dovecot-imapd)
server || missing+=(postgresql)
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" != 0 ] || ! has apt-get; then
	cat >&2 <<-END
		The tests need a browser, strace, PostgreSQL, ClamAV, Postfix and Dovecot. Install what is missing and run make test again:
		  sudo apt-get install ${missing[*]}
		or name a Chromium that is there: CHROMIUM=/path/to/chromium make test
		or put the folder with PostgreSQL's initdb and postgres on the PATH. The tests start servers of their own; no other need run.
	END
	exit 1
fi
apt-get update -qq
for package in "${missing[@]}"; do
	case "$package" in
	postgresql) install_server ;;
	clamav-daemon) install_scanner ;;
	postfix) install_mail ;;
	dovecot-imapd) install_mailboxes ;;
	*) install "$package" ;;
	esac
done
