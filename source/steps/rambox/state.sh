# What one would look at after a boot (free, mount, ifconfig, devices), and the hardware as the kernel names it. Sourced by up.
# shellcheck shell=dash

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
	echo "sends hardware"
}

hardware() {
	# The drivers first: the server takes 64 KiB, and a very large machine may have more to say.
	drivers
	cat /sys/bus/*/devices/*/modalias /sys/class/*/*/modalias /sys/devices/system/cpu/modalias | sort -u
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
