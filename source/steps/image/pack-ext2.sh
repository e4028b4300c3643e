#!/bin/sh
# Makes an ext2 image of a tar archive: pack-ext2.sh <archive> <image> <MiB | +MiB to spare>
# From a sparse file and a folder: no mount, no loop device, no writing of zeros.
set -eu
archive=$1 image=$2 size=$3

mkdir tree
tar -x -p --warning=no-unknown-keyword --numeric-owner --xattrs --xattrs-include='*' -f "$archive" -C tree
# Blocks of 4 KiB as the image will have them; for each file or folder an inode of 256 bytes; bitmaps and group tables in the rest.
used=$(du -s --block-size=4096 --apparent-size tree | cut -f1)
blocks=$(du -s -k tree | cut -f1)
inodes=$(find tree | wc -l)
content=$((blocks > used * 4 ? blocks : used * 4))
least=$(((content + inodes / 4 + content / 64) / 1024 + 2))
case $size in
	+*) mebibytes=$((least + ${size#+})) ;;
	*) mebibytes=$size ;;
esac
if [ "$mebibytes" -lt "$least" ]; then
	echo "ramdisk is $size, but the tree alone takes $least MiB: write at least $((least + 16)), or leave it out." >&2
	exit 1
fi

truncate -s "${mebibytes}M" "$image"
# Everything that would differ from run to run is given: the identity, the seed of the directory hashes, the time.
E2FSPROGS_FAKE_TIME=1577836800 mke2fs -q -t ext2 -b 4096 -m 0 -N "$((inodes + 4096))" -L root \
	-U 72616d73-7472-6170-2d72-6f6f74667300 -E hash_seed=72616d73-7472-6170-2d72-6f6f74667300,lazy_itable_init=1,nodiscard \
	-O ^resize_inode -d tree "$image"
rm -rf tree
