#!/bin/sh
# Runs a command in a tree that is a machine for it, as root there; what it starts ends with it.
#   sh test/hosts/in-tree.sh <tree> <command> [<words>...]
set -eu
# Where this was started is not there.
cd /
# shellcheck disable=SC2016 # the inner shell fills these in
exec unshare --mount --pid --fork --kill-child sh -euc '
	mount -t proc none "$1/proc"; mount -t sysfs none "$1/sys"; mount -t tmpfs none "$1/tmp"; mount --rbind /dev "$1/dev"
	# A chroot that is a mount point: rehearsals make namespaces in it.
	mount --rbind "$1" "$1"; cd "$1"; pivot_root . mnt; umount -l /mnt
	cd /root
	export HOME=/root
	shift
	exec "$@"
' in-tree "$@"
