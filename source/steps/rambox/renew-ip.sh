#!/bin/sh
# Asks DHCP again, for the same as /init: renew-ip [card]

card=${1:-$(ip -o -4 addr show scope global | awk '{print $2; exit}')}
exec udhcpc -i "${card:-eth0}" -s /etc/ramstrap/udhcpc -O 26 -O 119 -O 121 -O 249 -t 5 -n -q
