#!/bin/sh
# reboot, poweroff or halt where no package brought these: the kernel itself does it.

sync
case ${0##*/} in
	reboot) echo b >/proc/sysrq-trigger ;;
	*) echo o >/proc/sysrq-trigger ;;
esac
sleep 5
exit 1
