#!/bin/bash
# Asks DHCP for an address by BusyBox, on the card the machine booted from, else on the first that gets one. 1: none came.
# dracut's own way, by udev's rules for each device there is, its queue and dhclient's script, takes ten times as long.
# shellcheck disable=SC1090,SC2154

for part in say words network; do
	. "/lib/tmpfs-root/$part.sh"
done
tools=$state/bin

# What a network card may hang on, and the card itself; all else has time until the system runs.
wanted='^(pci:.*bc0[2C]|virtio:d00000001|usb:|vmbus:|xen:vif|mdio:|auxiliary:|ssb:|bcma:)'

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

boot_card_first() {
	local card boot=
	getarg BOOTIF= >/dev/null && boot=$(boot_mac)
	for card in $(cards); do
		echo "$([[ $(<"/sys/class/net/$card/address") == "$boot" ]] && echo 0 || echo 1) $card"
	done | sort | cut -d ' ' -f 2
}

# As udev would call it: once it is up it keeps the name it has.
name_card() {
	local card=$1 known kind name
	if getargbool 1 net.ifnames && known=$(udevadm test-builtin net_id "/sys/class/net/$card" 2>/dev/null); then
		for kind in ONBOARD SLOT PATH; do
			name=$(sed -n "s/^ID_NET_NAME_$kind=//p" <<<"$known")
			[[ -z $name ]] || { ip link set "$card" name "$name" && card=$name; break; }
		done
	fi
	echo "$card"
}

wait_for_link() {
	for _ in {1..50}; do
		[[ $(cat "/sys/class/net/$1/carrier" 2>/dev/null) != 1 ]] || return 0
		sleep 0.1
	done
	return 1
}

ask() {
	wait_for_link "$1" && udhcpc -i "$1" -s /lib/tmpfs-root/udhcpc -O 26 -O 119 -O 121 -O 249 -t 5 -T 2 -n -q >/dev/null 2>&1
}

mkdir -p "$tools"
/lib/tmpfs-root/busybox --install -s "$tools"
PATH=$PATH:$tools
load_drivers
ip link set lo up
for card in $(boot_card_first); do
	card=$(name_card "$card")
	ip link set "$card" up
	up+=" $card"
done
for card in ${up:-}; do
	ask "$card" && exit 0
done
exit 1
