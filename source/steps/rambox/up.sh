#!/bin/sh
# Run once by init: the node is up. Says what one would look at after a boot (free, mount, ifconfig, devices).
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
. /etc/ramstrap/report

state() {
	echo "hostname $(hostname)"
	echo "kernel $(uname -r)"
	awk '$1 == "MemTotal:" {total = $2} $1 == "MemAvailable:" {free = $2} END {
		print "memory.totalKiB " total
		print "memory.usedKiB " total - free
	}' /proc/meminfo
	# /proc/mounts says rootfs whatever is behind it: ramfs or tmpfs.
	echo "root.type $(stat -f -c %T /)"
	awk '{print "mount " $1, $2, $3}' /proc/mounts
	for path in /sys/class/net/*; do
		name=${path##*/}
		echo "interface $name $(cat "$path/address") $(ip -o -4 addr show dev "$name" | awk '{print $4; exit}')"
	done
	echo "devices $(find /dev | wc -l)"
}

report up "$(state)"
echo "ramstrap: up"
