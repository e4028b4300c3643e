# ramstrap.root=squashfs: the root file system is a squashfs, which stays packed in memory. Sourced by /init.
#   ramstrap.overlay=tmpfs|zram   with a layer in RAM for what the node writes; else its content is copied to a tmpfs
# shellcheck shell=dash
# shellcheck source=overlay.sh
. /etc/ramstrap/overlay

mount_root() {
	check_memory
	mkdir -p /run/ramstrap/image /run/ramstrap/lower
	bring_image empty_place keep /run/ramstrap/image/root.squashfs
	modprobe -a -q loop squashfs
	grep -qw squashfs /proc/filesystems || fail "this kernel has no squashfs: it is neither built in nor a module in this image"
	[ -e /dev/loop-control ] || fail "this kernel has no loop devices: loop is neither built in nor a module in this image"
	said=$(mount -t squashfs -o ro,loop /run/ramstrap/image/root.squashfs /run/ramstrap/lower 2>&1) \
		|| fail "the squashfs could not be mounted: ${said##*failed: }$(dmesg | sed -n 's/.*\(SQUASHFS error.*\)/ (\1)/p' | tail -n 1)"
	if [ -n "$(word ramstrap.overlay)" ]; then
		mount_overlay 'the squashfs'
	else
		copy_out
	fi
}

empty_place() {
	! grep -q ' /run/ramstrap/image ' /proc/mounts || umount /run/ramstrap/image
	make_tmpfs /run/ramstrap/image 0700 image
}

copy_out() {
	make_tmpfs /newroot 0755 root
	set -o pipefail
	{ tool tar -b 2048 -c --numeric-owner --xattrs '--xattrs-include=*' -f - -C /run/ramstrap/lower . \
		| tool tar -b 2048 -x -p --numeric-owner --xattrs '--xattrs-include=*' -f - -C /newroot; } 2>/tmp/unpack.said \
		|| fail "$(why_not_unpacked $? 'the squashfs')"
	umount /run/ramstrap/lower
	umount /run/ramstrap/image
}
