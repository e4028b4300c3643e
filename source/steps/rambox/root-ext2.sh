# ramstrap.root=ext2: the root file system is an ext2 image in /dev/ram0. Sourced by /init.
# shellcheck shell=dash

mount_root() {
	check_memory
	load_ramdisk
	[ -b /dev/ram0 ] || fail "there is no /dev/ram0: this kernel has no RAM disk driver (BLK_DEV_RAM), or its module (brd) is not in this image"
	sparse='' tried=''
	bring_image empty_ramdisk pour unpack_image
	modprobe -q ext4
	mount -t ext4 /dev/ram0 /newroot 2>/dev/null || mount -t ext2 /dev/ram0 /newroot || fail "the image in /dev/ram0 could not be mounted: $(dmesg | tail -n 1 | sed 's/^\[ *[0-9.]*\] //')"
}

load_ramdisk() {
	# As large as memory: a RAM disk takes the pages that are written to, and no others.
	modprobe -q brd rd_nr=1 "rd_size=$(awk '/MemTotal/ {print $2}' /proc/meminfo)"
}

empty_ramdisk() {
	# Whole pages of zeros need not be written: a RAM disk that was never written to reads as zeros. One that another try has
	# filled does not, so it is made anew, or, where it is built in, written to in full.
	sparse=conv=sparse
	if [ -n "$tried" ]; then
		rmmod brd 2>/dev/null || sparse=
		load_ramdisk
	fi
	tried=yes
}

no_room() {
	# As a module it is as large as memory; built in, it is as large as the command line says.
	echo "the root does not fit into /dev/ram0, which has $(($(cat /sys/class/block/ram0/size) / 2048)) MiB: set its size in KiB with ramdisk_size="
}

unpack_image() {
	set -o pipefail
	# shellcheck disable=SC2086 # a word or none
	decompress | tool dd of=/dev/ram0 bs=64k iflag=fullblock status=none $sparse
}
