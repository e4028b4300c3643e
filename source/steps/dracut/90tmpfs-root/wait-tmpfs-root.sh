#!/bin/sh
# initqueue/settled hook: looks again whether the network or the volume is there, and gives up in time.

if [ -e /run/tmpfs-root/source ] && [ ! -e /run/tmpfs-root/ready ]; then
	/sbin/tmpfs-root-ready
	[ $? != 2 ] || emergency_shell "no root file system: $(cat /run/tmpfs-root/failed)"
fi
