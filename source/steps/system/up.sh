#!/usr/lib/ramstrap/busybox sh
# Run once when the system has started: tells the boot server how it is. Uses BusyBox for every tool, whatever the tree has.
# shellcheck shell=dash
/usr/lib/ramstrap/busybox mkdir -p /run/ramstrap/bin
/usr/lib/ramstrap/busybox --install -s /run/ramstrap/bin
export PATH=/run/ramstrap/bin:/usr/bin:/bin:/usr/sbin:/sbin LC_ALL=C
# shellcheck source=../rambox/report.sh
. /usr/lib/ramstrap/report
# shellcheck source=../rambox/state.sh
. /usr/lib/ramstrap/state

say() {
	echo "ramstrap: $1" >/dev/console
}

kind_of_init() {
	if [ -d /run/systemd/system ]; then
		echo systemd
	elif [ -d /run/openrc ]; then
		echo openrc
	else
		case $(readlink /proc/1/exe) in
			*busybox*) echo busybox ;;
			*) cat /proc/1/comm ;;
		esac
	fi
}

# Until nothing is left to start; what failed to does not count here, but is told.
wait_for_system() {
	system=starting
	# A machine without virtualization of its own may take minutes.
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		system=$(timeout 60 systemctl is-system-running --wait 2>/dev/null)
		case $system in
			running | degraded | maintenance | stopping) return ;;
			# systemd before 240 does not know --wait and answers at once.
			*) sleep 3 ;;
		esac
	done
	say "the system is still $system after ten minutes; systemctl list-jobs says what it waits for"
}

# What only a distribution can tell, and then what every node can.
system_state() {
	echo "init $init"
	[ "$init" != systemd ] || {
		echo "system $system"
		systemctl list-units --failed --no-legend --plain 2>/dev/null | awk '{print "failed " $1}'
	}
	for part in memory cpu disks network; do
		sed -n "s/^passed: /test $part /p" "/run/ramstrap/tests/$part" 2>/dev/null
	done
	state
}

# The address may come after everything else has started.
tell_server() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		report up "$(system_state)" && return
		sleep 3
	done
	say 'up, but the boot server did not hear of it'
}

init=$(kind_of_init)
[ "$init" != systemd ] || wait_for_system
[ ! -x /usr/lib/ramstrap/tests ] || /usr/lib/ramstrap/tests || {
	status=$?
	# Who fails has told the server.
	[ "$status" = 1 ] || report failed "hardware test failed: the program that tests ended with status $status"
	exit 0
}
tell_server
say up
report hardware "$(hardware 2>/dev/null | head -c 60000)"
