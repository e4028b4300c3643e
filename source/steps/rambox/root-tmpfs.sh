# ramstrap.root=tmpfs: the root file system is an archive, unpacked into a tmpfs. Sourced by /init.
# shellcheck shell=dash

mount_root() {
	check_memory
	bring_image empty_tmpfs pour unpack_archive
}

empty_tmpfs() {
	! grep -q ' /newroot ' /proc/mounts || umount /newroot
	make_tmpfs /newroot 0755 root
}

unpack_archive() {
	set -o pipefail
	# In tar's own records of 10 KiB it and the decompressor take turns so often that it costs an emulated node seconds.
	decompress | tool tar -b 2048 -x -p --warning=no-unknown-keyword --numeric-owner --xattrs '--xattrs-include=*' -f - -C /newroot
}
