# Tells the boot server how far this node has come. Sourced by /init and by what runs after it.
# The server is named on the kernel's command line: ramstrap.server=http://192.168.24.1
# shellcheck shell=dash

# Of the card that the machine booted from, if the loader said which (BOOTIF=01-52-54-00-12-34-56; 01 is Ethernet), else of
# the one that the server is reached by. Any other one would be another machine to the server.
boot_mac() {
	said=$(sed -n 's/.*BOOTIF=01-\([0-9A-Fa-f-]*\).*/\1/p' /proc/cmdline | tr 'A-F-' 'a-f:')
	for path in /sys/class/net/*; do
		[ -z "$said" ] || [ "$(cat "$path/address" 2>/dev/null)" != "$said" ] || {
			echo "$said"
			return
		}
	done
	host=${server#*://}
	host=${host%%[:/]*}
	card=$(ip -4 route get "$host" 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p')
	[ -n "$card" ] || card=$(ip -o -4 addr show scope global | awk '{print $2; exit}')
	cat "/sys/class/net/$card/address" 2>/dev/null
}

report() {
	server=$(sed -n 's/.*ramstrap\.server=\([^ ]*\).*/\1/p' /proc/cmdline)
	[ -n "$server" ] || return 0
	mac=$(boot_mac)
	# Not wget -T: Debian's BusyBox 1.35 crashes on it.
	timeout 5 wget -q -O /dev/null --post-data "$2" "$server/report/$1?mac=$mac" 2>/dev/null
}
