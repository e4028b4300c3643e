# Tells the boot server how far this node has come. Sourced by /init and by what runs after it.
# The server is named on the kernel's command line: ramstrap.server=http://192.168.24.1
# shellcheck shell=dash

report() {
	server=$(sed -n 's/.*ramstrap\.server=\([^ ]*\).*/\1/p' /proc/cmdline)
	[ -n "$server" ] || return 0
	card=$(ip -o -4 addr show scope global | awk '{print $2; exit}')
	mac=$(cat "/sys/class/net/$card/address" 2>/dev/null)
	# Not wget -T: Debian's BusyBox 1.35 crashes on it.
	timeout 5 wget -q -O /dev/null --post-data "$2" "$server/report/$1?mac=$mac" 2>/dev/null
}
