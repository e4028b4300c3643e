#!/bin/sh
# Makes an ext2 image of a tar archive: pack-ext2.sh <archive> <image> <MiB | +MiB to spare> [fakeroot]
# From a sparse file and a folder: no loop device, no writing of zeros.
set -eu
archive=$1 image=$2 size=$3 fakeroot=${4-}

# The folder is laid out in memory where there is plenty: on a disk thousands of small files take ten times as long. The
# tmpfs is seen by this process only, and goes with it, however it ends. Others than root cannot give files away in one.
case ${PLACE-} in
	'')
		kib=$(($(stat -L -c %s "$archive") / 1024))
		if [ -z "$fakeroot" ] && awk -v least=$((kib * 3)) '/^MemAvailable:/ && $2 > least {is = 1} END {exit !is}' /proc/meminfo && unshare --mount true 2>/dev/null; then
			PLACE=memory exec unshare --mount sh "$0" "$@"
		fi
		PLACE=disk exec $fakeroot sh "$0" "$@"
		;;
	memory)
		mkdir tree
		mount -t tmpfs -o mode=0755 tmpfs tree 2>/dev/null || :
		;;
esac

# What fakeroot hears of a file's capabilities (ping has some) makes it a file of no known kind for mke2fs.
set --
[ -n "$fakeroot" ] || set -- --xattrs '--xattrs-include=*'

# Kernels before 6.6 keep no user.* attributes in a tmpfs.
unpack() {
	mkdir -p tree
	tar -x -p --delay-directory-restore --warning=no-unknown-keyword --numeric-owner "$@" \
		-f "$archive" -C tree 2>complaints
}

{ unpack "$@" && { [ "$PLACE" = disk ] || ! grep -q xattr complaints; }; } || {
	[ "$PLACE" = disk ] || umount tree 2>/dev/null || :
	rm -rf tree
	unpack "$@" || {
		cat complaints >&2
		exit 1
	}
}
cat complaints >&2
# Blocks of 4 KiB as the image will have them; for each file or folder an inode of 256 bytes; bitmaps and group tables in
# the rest. Not by du: what a folder takes here is not what it takes there.
inodes=$(find tree | wc -l)
content=$(find tree -printf '%i %y %s\n' | awk '!seen[$1]++ {kib += $2 == "f" ? int(($3 + 4095) / 4096) * 4 : $2 == "d" ? 4 : $2 == "l" && $3 > 59 ? 4 : 0} END {print kib}')
least=$(((content + inodes / 4 + content / 64) / 1024 + 2))
case $size in
	+*) mebibytes=$((least + ${size#+})) ;;
	*) mebibytes=$size ;;
esac
if [ "$mebibytes" -lt "$least" ]; then
	echo "ramdisk is $size, but the system files alone need $least MiB: write at least $((least + 16)), or remove it." >&2
	exit 1
fi

truncate -s "${mebibytes}M" "$image"
# Everything that would differ from run to run is given: the identity, the seed of the directory hashes, the time.
time=1577836800
export E2FSPROGS_FAKE_TIME=$time DEBUGFS_FAKE_TIME=$time
mke2fs -q -t ext2 -b 4096 -m 0 -N "$((inodes + 4096))" -L root \
	-U 72616d73-7472-6170-2d72-6f6f74667300 -E hash_seed=72616d73-7472-6170-2d72-6f6f74667300,lazy_itable_init=1,nodiscard \
	-O ^resize_inode -d tree "$image"
# When a file was read or changed last here is nobody's business there. Inodes are given out in turn, from 11 on; 2 is the root.
awk -v count="$inodes" -v time="$time" 'BEGIN {
	for (n = 2; n < count + 11; n++) if (n == 2 || n > 10) print "sif <" n "> atime @" time "\nsif <" n "> ctime @" time
}' >times.txt
debugfs -w -f times.txt "$image" >times.log 2>&1
umount tree 2>/dev/null || :
rm -rf tree complaints times.txt times.log
