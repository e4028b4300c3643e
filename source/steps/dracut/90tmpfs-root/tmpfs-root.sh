#!/bin/sh
# mount hook: makes the root. After a failure there is dracut's shell; whoever leaves it tries again.

if [ -e /run/tmpfs-root/source ] && ! ismounted "$NEWROOT"; then
	NEWROOT=$NEWROOT DRACUT_SYSTEMD=$DRACUT_SYSTEMD /sbin/tmpfs-root || emergency_shell "no root file system: $(cat /run/tmpfs-root/failed)"
fi
