#!/bin/sh
# Asks DHCP again: renew-ip [card]

card=${1:-$(ip -o -4 addr show scope global | awk '{print $2; exit}')}
exec udhcpc -i "${card:-eth0}" -s /etc/ramstrap/udhcpc -t 5 -n -q
