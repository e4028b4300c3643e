#!/bin/bash
# Asks DHCP for an address by BusyBox, on the card the machine booted from. 1: it is not clear which, or none came.
# dracut's own way, by udev's rules for each device there is, its queue and dhclient's script, takes ten times as long.
# shellcheck disable=SC1090,SC2154

for part in say words network; do
	. "/lib/tmpfs-root/$part.sh"
done
tools=$state/bin

# What a network card may hang on, and the card itself; all else has time until the system runs.
wanted='^(pci:.*bc0[2C]|virtio:d00000001|usb:|acpi:VMBUS|vmbus:|xen:vif|mdio:|auxiliary:|ssb:|bcma:)'

load_drivers() {
	local found known=
	# A bus that gets its driver shows new devices.
	for _ in 1 2 3 4; do
		found=$(cat /sys/bus/*/devices/*/modalias 2>/dev/null | grep -E "$wanted" | sort -u)
		[[ $found != "$known" ]] || return
		known=$found
		xargs -n 50 modprobe -a -q -b <<<"$found" 2>/dev/null
	done
}

# The card the machine booted from; where nobody says which that is, the only one with a cable. Of several, any might have a
# DHCP server that leads elsewhere: dracut's own way brings up all of them.
the_card() {
	local card boot linked=()
	boot=$(getarg BOOTIF= >/dev/null && boot_mac)
	for card in $(cards); do
		ip link set "$card" up
		[[ $(<"/sys/class/net/$card/address") != "$boot" ]] || { echo "$card"; return; }
	done
	[[ -z $boot ]] || return 1
	for card in $(cards); do
		! wait_for_link "$card" || linked+=("$card")
	done
	((${#linked[@]} == 1)) && echo "${linked[0]}"
}

wait_for_link() {
	for _ in {1..50}; do
		[[ $(cat "/sys/class/net/$1/carrier" 2>/dev/null) != 1 ]] || return 0
		sleep 0.1
	done
	return 1
}

mkdir -p "$tools"
/lib/tmpfs-root/busybox --install -s "$tools"
PATH=$PATH:$tools
load_drivers
ip link set lo up
card=$(the_card) && wait_for_link "$card" || exit 1
udhcpc -i "$card" -s /lib/tmpfs-root/udhcpc -O 26 -O 119 -O 121 -O 249 -t 5 -T 2 -n -q >/dev/null 2>&1 || exit 1
echo "<6>tmpfs-root: $card has an address, before udev" >/dev/kmsg
