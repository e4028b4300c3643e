#!/bin/busybox sh
# The only program of a virtual machine that looks for a Linux on its first disk and packs it onto its second.
# Without a console yet: the kernel finds none in this archive.
# shellcheck shell=dash
/bin/busybox mount -t devtmpfs devtmpfs /dev
exec </dev/console >/dev/console 2>&1
/bin/busybox --install -s /bin
export PATH=/bin LD_LIBRARY_PATH=/tools DM_DISABLE_UDEV=1
mount -t proc proc /proc
mount -t sysfs sysfs /sys

finish() {
	echo "ramstrap: $1"
	sync
	poweroff -f
	sleep 60
}

disk_named() {
	for path in /sys/class/block/*; do
		[ "$(cat "$path/serial" 2>/dev/null)" = "$1" ] && echo "${path##*/}"
	done
}

wait_for_disks() {
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		image=$(disk_named image) archive=$(disk_named archive)
		[ -z "$image" ] || [ -z "$archive" ] || return 0
		sleep 1
	done
	finish 'failed the kernel of the virtual machine has no driver for its disks (virtio_blk)'
}

partitions() {
	for path in "/sys/class/block/$image"/"$image"*; do
		[ -e "$path" ] && echo "${path##*/}" | sed "s/^$image//"
	done | sort -n
}

start_volumes() {
	if [ -x /tools/lvm ]; then
		/tools/lvm vgchange -a y --sysinit >/dev/null 2>&1
		/tools/lvm vgmknodes >/dev/null 2>&1
	fi
}

volumes() {
	[ ! -x /tools/lvm ] || /tools/lvm lvs --noheadings -o vg_name,lv_name 2>/dev/null | awk '{print $1 "/" $2}'
}

has_physical_volume() {
	for device in "/dev/$image" "/dev/$image"*; do
		# The label of LVM stands in the second sector.
		[ "$(dd if="$device" bs=1 skip=512 count=8 2>/dev/null)" = LABELONE ] && return
	done
	return 1
}

size_of() {
	blockdev --getsize64 "$1"
}

# Where in a mounted file system a Linux begins: itself, or the subvolume that installers of btrfs make.
linux_in() {
	for folder in /mnt /mnt/root /mnt/@ /mnt/@rootfs; do
		for mark in etc/os-release usr/lib/os-release sbin/init usr/sbin/init; do
			if [ -e "$folder/$mark" ] || [ -L "$folder/$mark" ]; then
				echo "$folder"
				return
			fi
		done
	done
	return 1
}

choose() {
	largest=0 chosen=
	for device in "/dev/$image" $(partitions | sed "s,^,/dev/$image,") $(volumes | sed 's,^,/dev/,'); do
		mount -o ro "$device" /mnt 2>/dev/null || continue
		if linux_in >/dev/null; then
			size=$(size_of "$device")
			[ "$size" -le "$largest" ] || largest=$size chosen=$device
		fi
		umount /mnt
	done
	[ -z "$chosen" ] || return 0
	if has_physical_volume && [ ! -x /tools/lvm ]; then
		finish 'failed there is LVM inside, and this machine has no lvm to read it; install lvm2'
	fi
	for device in "/dev/$image" "/dev/$image"*; do
		[ "$(dd if="$device" bs=1 count=4 2>/dev/null)" != LUKS ] || finish 'failed it is encrypted; unlock it and write tree.from: directory'
	done
	found=$(partitions | xargs)
	[ -n "$found" ] || finish 'failed there is no Linux on it: no partitions, and no file system with /sbin/init or /etc/os-release'
	finish "failed there is no Linux on it: neither /sbin/init nor /etc/os-release on any of the partitions $found"
}

choose_named() {
	case $1 in
		*/*)
			chosen=/dev/$1
			[ -x /tools/lvm ] || finish "failed tree.partition is $1, a logical volume, and this machine has no lvm to read it; install lvm2"
			[ -b "$chosen" ] || finish "failed there is no logical volume $1 on it; it has: $(volumes | xargs)"
			;;
		*)
			chosen=/dev/$image$1
			[ -b "$chosen" ] || finish "failed there is no partition $1 on it; it has: $(partitions | xargs)"
			;;
	esac
}

pack() {
	mount -o ro "$chosen" /mnt || finish "failed ${chosen#/dev/} could not be mounted: it has no file system that the kernel knows"
	folder=$(linux_in) || finish "failed there is no Linux on ${chosen#/dev/}: neither /sbin/init nor /etc/os-release"
	echo "ramstrap: took ${chosen#/dev/}${folder#/mnt} ($(awk '$2 == "/mnt" {print $3; exit}' /proc/mounts), $(($(size_of "$chosen") / 1048576)) MiB)"
	/tools/tar --create --file "/dev/$archive" --format=pax --numeric-owner --sort=name --one-file-system --xattrs '--xattrs-include=*' --acls --totals \
		--pax-option='delete=atime,delete=ctime,hdrcharset:=BINARY' --warning=no-file-ignored --warning=no-xattr-write --anchored --exclude=./lost+found --directory "$folder" . 2>/totals ||
		finish "failed ${chosen#/dev/} could not be read: $(grep -v '^Total bytes' /totals | tail -n 1)"
	finish "packed $(sed -n 's/^Total bytes written: \([0-9]*\).*/\1/p' /totals)"
}

for module in virtio_pci virtio_blk ext4 xfs btrfs f2fs vfat dm_mod; do
	modprobe -q "$module" 2>/dev/null
done
wait_for_disks
start_volumes
partition=$(cat /partition)
if [ -n "$partition" ]; then
	choose_named "$partition"
else
	choose
fi
pack
