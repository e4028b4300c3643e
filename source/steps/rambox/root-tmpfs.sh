# ramstrap.root=tmpfs: the root file system is an archive, unpacked into a tmpfs. Sourced by /init.

mount_root() {
	check_memory
	bring_image empty_tmpfs unpack_archive
}

empty_tmpfs() {
	grep -q ' /newroot ' /proc/mounts && umount /newroot
	# Left to itself a tmpfs takes half of memory and no more.
	mount -t tmpfs -o "mode=0755,size=$(word ramstrap.size)" root /newroot || fail "no tmpfs of the size $(word ramstrap.size) could be made (ramstrap.size)"
}

unpack_archive() {
	set -o pipefail
	decompress | tool tar -x -p --warning=no-unknown-keyword --numeric-owner --xattrs '--xattrs-include=*' -f - -C /newroot
}
