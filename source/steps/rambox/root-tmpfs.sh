# ramstrap.root=tmpfs: the root file system is an archive, unpacked into a tmpfs. Sourced by /init.
# shellcheck shell=dash

mount_root() {
	check_memory
	bring_image empty_tmpfs unpack_archive
}

empty_tmpfs() {
	grep -q ' /newroot ' /proc/mounts && umount /newroot
	# Left to itself a tmpfs takes half of memory and no more.
	size=$(word ramstrap.size)
	size=${size:-80%}
	# And one with as many files as half the pages of memory; these cost memory, too, which the plan counts.
	mount -t tmpfs -o "mode=0755,nr_inodes=0,size=$size" root /newroot || fail "no tmpfs of the size $size could be made (ramstrap.size)"
}

no_room() {
	echo "the root does not fit into its $size of memory (ramstrap.size): that is $(df -m /newroot | awk 'END {print $2}') MiB of $(awk '/MemTotal/ {print int($2 / 1024)}' /proc/meminfo)"
}

unpack_archive() {
	set -o pipefail
	decompress | tool tar -x -p --warning=no-unknown-keyword --numeric-owner --xattrs '--xattrs-include=*' -f - -C /newroot
}
