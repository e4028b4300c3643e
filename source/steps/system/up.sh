#!/usr/lib/ramstrap/busybox sh
# Run once when the system has started: tells the boot server how it is. Uses BusyBox for every tool, whatever the tree has.
/usr/lib/ramstrap/busybox mkdir -p /run/ramstrap/bin
/usr/lib/ramstrap/busybox --install -s /run/ramstrap/bin
export PATH=/run/ramstrap/bin:/usr/bin:/bin:/usr/sbin:/sbin LC_ALL=C
. /usr/lib/ramstrap/report

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

state() {
	echo "init $init"
	[ "$init" != systemd ] || {
		echo "system $system"
		systemctl list-units --failed --no-legend --plain 2>/dev/null | awk '{print "failed " $1}'
	}
	echo "hostname $(hostname)"
	echo "kernel $(uname -r)"
	awk '$1 == "MemTotal:" {total = $2} $1 == "MemAvailable:" {free = $2} END {
		print "memory.totalKiB " total
		print "memory.usedKiB " total - free
	}' /proc/meminfo
	echo "root.type $(stat -f -c %T /)"
	awk '{print "mount " $1, $2, $3}' /proc/mounts
	for path in /sys/class/net/*; do
		name=${path##*/}
		echo "interface $name $(cat "$path/address") $(ip -o -4 addr show dev "$name" | awk '{print $4; exit}')"
	done
	echo "devices $(find /dev | wc -l)"
	echo "sends hardware"
}

hardware() {
	# The drivers first: the server takes 64 KiB, and a very large machine may have more to say.
	drivers
	find /sys/devices -name modalias -exec cat {} + | sort -u
}

drivers() {
	# In use by network cards, whatever bus they hang on, and by what is a network card or a disk controller on PCI.
	for path in /sys/class/net/*/device $(grep -l '^0x0[12]' /sys/bus/pci/devices/*/class | sed 's,/class$,,'); do
		[ -e "$path/driver" ] || continue
		# What is built in has no module, but a driver.
		used=$(readlink -f "$path/driver/module") || used=$(readlink -f "$path/driver")
		echo "driver ${used##*/} $(cat "$path/modalias")"
	done | sort -u
}

# The address may come after everything else has started.
tell_server() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		report up "$(state)" && return
		sleep 3
	done
	say 'up, but the boot server did not hear of it'
}

init=$(kind_of_init)
[ "$init" != systemd ] || wait_for_system
tell_server
say up
report hardware "$(hardware 2>/dev/null | head -c 60000)"
