#!/bin/sh
# The init of the machine in nfs-trees.test.ts: mounts by root-nfs.sh, with its surroundings in /init made here, and says what came of it.
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
mount -t devtmpfs devtmpfs /dev
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /run
mkdir /newroot
modprobe -a virtio_pci virtio_net
card=eth0
ip link set lo up
ip address add 192.168.24.10/24 dev $card
ip link set $card up
# shellcheck source=../../source/steps/rambox/fetch.sh
. /etc/ramstrap/fetch
# shellcheck source=../../source/steps/rambox/root-nfs.sh
. /root-nfs.sh

word() {
	case $1 in
		ramstrap.nfs) echo "$source" ;;
		ramstrap.nfsopts) echo "$options" ;;
		ramstrap.overlay) echo "$overlay" ;;
	esac
}

fail() {
	echo "failed: $1"
	exit 1
}

say() {
	echo "ramstrap: $1"
}

phase() {
	# The server side starts what belongs to it, and answers.
	echo "phase $1"
	read -r _
}

try() {
	# <name> <source> <options> <overlay> <commands to run in the mounted root>
	source=$2 options=$3 overlay=$4
	echo "trial $1"
	(mount_root && cd /newroot && eval "$5" 2>&1)
	umount /newroot 2>/dev/null
	umount /run/ramstrap/overlay 2>/dev/null
	umount /run/ramstrap/lower 2>/dev/null
}

mounted() {
	# Its type, whether it is writable, and the version.
	sed -n "s|^[^ ]* $1 \([^ ]*\) \(r[ow]\),.*,vers=\([0-9.]*\),.*|\1 \2 \3|p" /proc/mounts
}

here=192.168.24.1:/ramstrap/nfs-root
# shellcheck disable=SC2016 # for eval
write='mounted /newroot; cat etc/shadow; new="by-$options"; echo "by $options" >"$new"; chown 1234:56 "$new"; chmod 4750 "$new"; stat -c "%u:%g %a" "$new"'
refused='mounted /newroot; cat etc/shadow; touch file'
layer='mounted /run/ramstrap/lower; echo changed >>file; echo new >new; rm etc/shadow; cat file; ls etc; cat /run/ramstrap/lower/file; ls /run/ramstrap/lower/etc'

phase all
for version in 3 4.0 4.1 4.2; do
	try "write $version" $here vers=$version '' "$write"
done
try 'default' $here '' '' 'mounted /newroot; cat /sys/module/nfs/parameters/nfs4_unique_id'
for version in 3 4.2; do
	try "layer $version" $here vers=$version tmpfs "$layer"
	try "missing $version" 192.168.24.1:/ramstrap/nothing vers=$version '' "$refused"
done
try 'bad option' $here vers=4.2,bogus=1 '' "$refused"
try 'bad source' nowhere vers=4.2 '' "$refused"
rmmod nfsv3
mv "$(find /lib/modules -name nfsv3.ko.xz)" /nfsv3.ko.xz
try 'no module' $here vers=3 '' "$refused"
insmod /nfsv3.ko.xz

phase readonly
for version in 3 4.0; do
	try "read-only $version" $here vers=$version '' "$refused"
done
try 'wrong minor version' $here vers=4.2 '' "$refused"

phase three
try 'no version 4' $here vers=4.2 '' "$refused"

phase four
try 'no version 3' $here vers=3 '' "$refused"

phase others
for version in 3 4.2; do
	try "others $version" $here vers=$version '' "$refused"
done

phase squashed
for version in 3 4.2; do
	try "squashed $version" $here vers=$version '' 'cat file; cat etc/shadow'
done

nfs_patience=6
phase none
try 'nobody listens' $here vers=4.2 '' "$refused"
try 'silent machine' 192.168.24.77:/ramstrap/nfs-root vers=4.2 '' "$refused"
phase mute
try 'silent server' $here vers=4.2 '' "$refused"
poweroff -f
