#!/bin/sh
# What udhcpc calls with the news: $1 is deconfig, bound, renew, nak or leasefail; the lease is in the environment.
# shellcheck disable=SC2154 # the lease

add_route() {
	# To $1 by the router $2; 0.0.0.0 is none, what lies behind the cable itself.
	[ "$2" = 0.0.0.0 ] && set -- "$1"
	[ -z "${2-}" ] || reach "$2"
	ip route add "$1" ${2:+via "$2"} dev "$interface" 2>/dev/null
}

reach() {
	# With a single address (/32), as providers of machines give them, the router is on no network of ours, but behind the cable.
	case "$(ip route get "$1" 2>/dev/null) " in
		*" via "*) ;;
		*" dev $interface "*) return ;;
	esac
	ip route add "$1" dev "$interface"
}

set_routes() {
	ip route del default dev "$interface" 2>/dev/null
	# Who is given option 121 (249 is Microsoft's older one) takes no notice of the routers of option 3 (RFC 3442).
	# shellcheck disable=SC2086 # pairs of destination and router
	set -- ${staticroutes:-$msstaticroutes}
	if [ $# -gt 0 ]; then
		while [ $# -gt 1 ]; do
			add_route "$1" "$2"
			shift 2
		done
		return
	fi
	for gateway in $router; do
		add_route default "$gateway" && break
	done
}

set_mtu() {
	# Less than every host must take (RFC 791) is a mistake of the server, and would be slow at best.
	[ "${mtu:-0}" -lt 576 ] || [ "$mtu" = "$(cat "/sys/class/net/$interface/mtu")" ] || ip link set "$interface" mtu "$mtu"
} 2>/dev/null

case $1 in
	deconfig)
		# Not what the kernel has given itself: an IPv6 address of the link comes once, and networkd waits for it.
		ip -4 addr flush dev "$interface"
		ip link set "$interface" up
		;;
	bound | renew)
		# Some cards lose their link and their routes over it.
		set_mtu
		ifconfig "$interface" "$ip" netmask "${subnet:-255.255.255.0}" ${broadcast:+broadcast "$broadcast"}
		set_routes
		{
			[ -z "${search:-$domain}" ] || echo "search ${search:-$domain}"
			for address in $dns; do
				echo "nameserver $address"
			done
		} >/etc/resolv.conf
		[ -z "$hostname" ] || [ -e /etc/ramstrap/own-name ] || hostname "$hostname"
		;;
esac
exit 0
