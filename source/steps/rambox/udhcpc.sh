#!/bin/sh
# What udhcpc calls with the news: $1 is deconfig, bound, renew, nak or leasefail; the lease is in the environment.
# shellcheck disable=SC2154 # the lease

case $1 in
	deconfig)
		ip addr flush dev "$interface"
		ip link set "$interface" up
		;;
	bound | renew)
		ifconfig "$interface" "$ip" netmask "${subnet:-255.255.255.0}" ${broadcast:+broadcast "$broadcast"}
		ip route del default dev "$interface" 2>/dev/null
		for gateway in $router; do
			ip route add default via "$gateway" dev "$interface" && break
		done
		{
			[ -z "$domain" ] || echo "search $domain"
			for address in $dns; do
				echo "nameserver $address"
			done
		} >/etc/resolv.conf
		[ -z "$hostname" ] || [ -e /etc/ramstrap/own-name ] || hostname "$hostname"
		;;
esac
exit 0
