# Keeps one PostgreSQL for the tests of one program, and takes it away when that program is gone.
#
# Arguments: the folder to make, the folder of PostgreSQL's programs, and what postgres is started with. It does what it
# reads, an order on each line, and answers with a line. When the other end of its input closes, however that came about,
# it stops the server at once and removes the folder. So it needs no word from a test that panicked or was killed.

trap '' PIPE # whoever gave the last order may be gone when it is done
umask 077
folder=$1 programs=$2
shift 2
server=

down() { # by which signal
	[ -n "$server" ] || return 0
	kill "-$1" "$server"
	wait "$server"
	server=
}

# What a machine that loses its power does to all processes of the server: none of them gets to say a last word.
cut() {
	[ -n "$server" ] || return 0
	kill -STOP "$server" # it makes no new ones meanwhile
	children=$(cat "/proc/$server/task/$server/children")
	kill -KILL $children
	down KILL
	for child in $children; do
		while alive "$child"; do sleep 0.01; done
	done
}

alive() {
	read -r status <"/proc/$1/stat" || return 1
	case $status in *") Z "*) return 1 ;; esac # dead, and nobody has asked
}

mkdir "$folder" &&
	"$programs/initdb" --no-sync --auth=trust --locale=C --encoding=UTF8 --username=postgres --pgdata="$folder/data" \
		</dev/null >"$folder/log" 2>&1 &&
	echo made || echo failed

while read -r order; do
	case $order in
	start)
		"$programs/postgres" -D "$folder/data" "$@" </dev/null >>"$folder/log" 2>&1 &
		server=$!
		echo "$server"
		;;
	stop) down INT && echo stopped ;;
	cut) cut && echo cut ;;
	esac
done
down QUIT
rm -rf "$folder"
