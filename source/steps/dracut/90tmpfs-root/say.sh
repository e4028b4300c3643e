# What a person at the console reads, and what the boot server hears. Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash

state=/run/tmpfs-root

say() {
	echo "ramstrap: $*" >/dev/console
	echo "<6>ramstrap: $*" >/dev/kmsg
} 2>/dev/null

# milestone <name> [<one word>]
milestone() {
	say "$@"
	report "$1" "${2:-}"
}

report() {
	local server mac
	server=$(getarg ramstrap.server=) || return 0
	mac=$(boot_mac)
	[[ -n $mac && -n $(address) ]] || return 0
	curl -q -s -o /dev/null --max-time 5 --data-binary "$2" "$server/report/$1?mac=$mac" 2>/dev/null || :
}

say_failed() {
	say "failed: $*"
	report failed "$*"
	echo "$*" >"$state/failed"
	if getarg rd.emergency= >/dev/null && ! getargbool 1 rd.shell; then
		# Time to read it, and for a server to come back.
		say 'restarting in a minute'
		sleep 60
	fi
}

# Only outside of pipes: it ends the program it stands in.
fail() {
	clear_away
	say_failed "$@"
	exit 1
}

mebibytes() {
	awk -v bytes="$1" 'BEGIN {printf "%.1f", bytes / 1048576}'
}
