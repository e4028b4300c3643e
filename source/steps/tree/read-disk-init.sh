#!/bin/busybox sh
# The only program of a virtual machine that looks for a Linux on its first disk and packs it onto its second.
# Without a console yet: the kernel finds none in this archive.
# shellcheck shell=dash
/bin/busybox mount -t devtmpfs devtmpfs /dev
exec </dev/console >/dev/console 2>&1
/bin/busybox --install -s /bin
export PATH=/bin LD_LIBRARY_PATH=/tools DM_DISABLE_UDEV=1 LC_ALL=C
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mkdir /tags
# shellcheck source=/dev/null
. /devices.sh
# shellcheck source=/dev/null
. /fstab.sh

# What comes from the image may hold anything, and is told in one line.
say() {
	echo "ramstrap: $(printf %s "$1" | tr -c ' -~' ' ' | cut -c 1-2000)"
}

finish() {
	say "$1"
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

# Where in a mounted file system a Linux begins: itself, or the subvolume that installers of btrfs make. What lies in
# /usr may have an init and an etc of its own, and is none.
linux_in() {
	for folder in /mnt /mnt/root /mnt/@ /mnt/@rootfs; do
		[ -d "$folder/etc" ] || continue
		[ -e "$folder/usr" ] || [ ! -e "$folder/share" ] || continue
		for mark in etc/os-release usr/lib/os-release sbin/init usr/sbin/init etc/fstab; do
			if [ -e "$folder/$mark" ] || [ -L "$folder/$mark" ]; then
				echo "$folder"
				return
			fi
		done
	done
	return 1
}

# Whether a name of the image, which may lead anywhere, is a file within its folder $2.
is_file_in() {
	case $(readlink -f "$1") in "$2"/*) [ -f "$1" ] ;; *) return 1 ;; esac
}

# "(ext4, 380 MiB, Debian GNU/Linux 12 (bookworm))": device $1 that is mounted, with a Linux in folder $2
describe() {
	title=
	for file in "$2/etc/os-release" "$2/usr/lib/os-release"; do
		[ -n "$title" ] || ! is_file_in "$file" "$2" || title=$(sed -n 's/^PRETTY_NAME=["'\'']\{0,1\}\([^"'\'']*\).*/\1/p; 40q' "$file" | head -n 1 | cut -c 1-60)
	done
	echo "($(awk '$2 == "/mnt" {print $3; exit}' /proc/mounts), $(($(blockdev --getsize64 "$1") / 1048576)) MiB${title:+, $title})"
}

choose() {
	largest=0 chosen=
	for device in $(devices); do
		mount_at "$device" /mnt || {
			reason=$(not_mounted "$device") && echo "$device $reason" >>/unmounted
			continue
		}
		if folder=$(linux_in); then
			size=$(blockdev --getsize64 "$device")
			[ "$size" -le "$largest" ] || largest=$size chosen=$device
			echo "$device $(describe "$device" "$folder")" >>/found
		fi
		umount /mnt
	done
	[ -n "$chosen" ] || finish "failed there is no Linux on it: $(what_there_is)"
}

# What else could have been taken, and how it is named.
others() {
	while read -r device text; do
		[ "$device" = "$chosen" ] || echo "; $(name_of "$device") $text has a Linux too: tree.partition: $(key_of "$device")"
	done </found
	for device in $(devices); do
		reason=$(unreadable "$device" || grep -s "^$device " /unmounted | cut -d ' ' -f 2-) && [ -n "$reason" ] && echo "; $(name_of "$device") $reason, and was not looked into"
	done
	inactive_volumes | sed 's/^/; /'
}

choose_named() {
	case $1 in
		*/*) choose_volume "$1" ;;
		*)
			chosen=/dev/$image$1
			[ -b "$chosen" ] || finish "failed there is no partition $1 on it; it has: $(partitions | xargs)"
			;;
	esac
	reason=$(unreadable "$chosen") && finish "failed $(name_of "$chosen") $reason; ${way_out:?}"
	[ "$(tag_of TYPE "$chosen")" != LVM2_member ] || finish "failed $(name_of "$chosen") belongs to LVM; its volumes are: $(all_volumes | awk '{print $1}' | xargs)"
}

pack() {
	mount_at "$chosen" /mnt || finish "failed $(name_of "$chosen") $(not_mounted "$chosen" || echo 'has no file system that the kernel knows')"
	folder=$(linux_in) || finish "failed there is no Linux on $(name_of "$chosen"): no folder with etc/ and with /sbin/init or /etc/os-release"
	follow_fstab "$folder"
	subvolume=${folder#/mnt}
	took="$(name_of "$chosen")${subvolume:+, subvolume ${subvolume#/}} $(describe "$chosen" "$folder")"
	say "took $took"
	[ ! -e /found ] || {
		others=$(others | tr -d '\n')
		[ -z "$others" ] || say "warning took $took$others"
	}
	# Subvolumes of btrfs are file systems of their own, so all are taken; snapshots hold the same files once more.
	set -- --anchored --exclude=./lost+found
	! grep -q ' btrfs ' /proc/mounts || set -- "$@" '--exclude=./.snapshots/*/snapshot' '--exclude=./*/.snapshots/*/snapshot' --exclude=./timeshift-btrfs/snapshots
	while read -r place; do
		set -- "$@" "--exclude=.$place/lost+found"
	done </mounted
	/tools/tar --create --file "/dev/$archive" --format=pax --numeric-owner --sort=name --sparse --xattrs '--xattrs-include=*' --totals \
		--pax-option='delete=atime,delete=ctime,hdrcharset:=BINARY' --warning=no-file-ignored --warning=no-xattr-write "$@" --directory "$folder" . 2>/totals ||
		finish "failed $(name_of "$chosen") could not be read: $(grep -v '^Total bytes' /totals | tail -n 1)"
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
