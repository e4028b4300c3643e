# ramstrap.root=ext2: the root file system is an ext2 image in /dev/ram0. Sourced by /init.

mount_root() {
	check_memory
	# As large as memory: a RAM disk takes the pages that are written to, and no others.
	modprobe -q brd rd_nr=1 "rd_size=$(awk '/MemTotal/ {print $2}' /proc/meminfo)"
	[ -b /dev/ram0 ] || fail "there is no /dev/ram0: this kernel has no RAM disk driver (BLK_DEV_RAM), or this image does not carry it (brd)"
	bring_image : unpack_image
	modprobe -q ext4
	mount -t ext4 /dev/ram0 /newroot 2>/dev/null || mount -t ext2 /dev/ram0 /newroot || fail "the image in /dev/ram0 could not be mounted: $(dmesg | tail -n 1 | sed 's/^\[ *[0-9.]*\] //')"
}

no_room() {
	# As a module it is as large as memory; built in, it is as large as the command line says.
	echo "the root does not fit into /dev/ram0, which has $(($(cat /sys/class/block/ram0/size) / 2048)) MiB: say how many KiB it takes with ramdisk_size="
}

unpack_image() {
	set -o pipefail
	# Whole pages of zeros need not be written: a RAM disk that was never written to reads as zeros.
	decompress | tool dd of=/dev/ram0 bs=64k iflag=fullblock conv=sparse status=none
}
