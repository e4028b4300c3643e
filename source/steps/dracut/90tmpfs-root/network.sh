# What is known about this machine's network. Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash

# The first address that is good for more than this machine, with its prefix.
address() {
	{ ip -o -4 addr show scope global; ip -o -6 addr show scope global; } 2>/dev/null | awk '{print $4; exit}'
}

# The card the machine booted from, if the loader said so, else the one that the server is reached by, else the first with an address, else the first.
boot_mac() {
	local said card
	if said=$(getarg BOOTIF=); then
		said=${said,,}
		said=${said//-/:}
		echo "${said#01:}"
		return
	fi
	said=$(getarg ramstrap.server=) && said=${said#*://} && card=$(ip route get "${said%%[:/]*}" 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p')
	[[ -n $card ]] || card=$({ ip -o -4 addr show scope global; ip -o -6 addr show scope global; } 2>/dev/null | awk '{print $2; exit}')
	[[ -n $card ]] || card=$(cards | head -n 1)
	[[ -z $card ]] || cat "/sys/class/net/$card/address"
}

cards() {
	local path
	for path in /sys/class/net/*; do
		[[ ! -e $path/device ]] || echo "${path##*/}"
	done
}

why_no_address() {
	local card found linked=
	found=$(cards)
	if [[ -z $found ]]; then
		echo 'there is no network card, or no driver for it in this initramfs'
		return
	fi
	for card in $found; do
		[[ $(cat "/sys/class/net/$card/carrier" 2>/dev/null) != 1 ]] || linked+=" $card"
	done
	if [[ -z $linked ]]; then
		echo "no cable in ${found//$'\n'/, }"
	elif [[ $(getarg ip=) == *[0-9].[0-9]* ]]; then
		echo "ip=$(getarg ip=) set none on$linked"
	else
		echo "no DHCP server answered on$linked"
	fi
}

# systemd-networkd keeps the name servers to itself where nothing else of systemd's asks for them.
know_name_servers() {
	[[ -s /etc/resolv.conf ]] || sed -n 's/^DNS=//p' /run/systemd/netif/leases/* 2>/dev/null | tr ' ' '\n' | sed -n 's/^..*/nameserver &/p' >/etc/resolv.conf
}
