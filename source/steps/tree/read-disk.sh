#!/bin/sh
# Makes disk.tar of the Linux in an image of a disk, with a virtual machine: read-disk.sh IMAGE PARTITION KERNEL-FOLDER ACCELERATOR
set -eu
export LC_ALL=C
image=$1 partition=$2 kernel=$3 accelerator=$4

refuse() {
	echo "$1" >&2
	exit 1
}

bytes_at() {
	# bytes_at OFFSET COUNT: in hexadecimal digits
	od -An -v -tx1 -j "$1" -N "$2" "$image" | tr -d ' \n'
}

format_of_image() {
	case $(bytes_at 0 12) in
		514649fb*) echo qcow2 ;;
		4b444d56* | 23204469736b2044* | 76686478* | 636f6e6563746978* | 7f10dabe* | 3c3c3c20* | 514544*)
			refuse "$image is neither a raw nor a qcow2 image; convert it: qemu-img convert -O qcow2 IMAGE image.qcow2" ;;
		1f8b* | fd377a585a00* | 28b52ffd* | 04224d18* | 425a68*) refuse "$image is compressed; decompress it first" ;;
		*) echo raw ;;
	esac
}

# QEMU would open them, whosever they are (docs/interop/qcow2.txt: backing_file_offset, and "External data file" of the
# incompatible features, which a header of version 3 has).
check_other_files() {
	backing=$(bytes_at 8 8)
	case $backing in
		0000000000000000) ;;
		*) refuse "$image is a layer over another image ($(tail -c "+$((0x$backing + 1))" "$image" | head -c "$((0x$(bytes_at 16 4)))" | tr -cd '[:print:]' | head -c 200)), and ramstrap reads only tree.path itself; join them: qemu-img convert -O qcow2 IMAGE joined.qcow2" ;;
	esac
	case $(bytes_at 4 4)$(bytes_at 79 1) in
		00000002* | 00000003?[012389ab]) ;;
		00000003) refuse "$image is cut short: it ends within its header" ;;
		00000003*) refuse "$image has its data in another file, and ramstrap reads only tree.path itself; join them: qemu-img convert -O qcow2 IMAGE joined.qcow2" ;;
		*) refuse "$image is a qcow image of an unknown version; convert it: qemu-img convert -O qcow2 IMAGE image.qcow2" ;;
	esac
}

# Which modules a disk, the file systems and LVM take, whatever its volumes are made of; what a kernel has built in is not there as a module.
copy_modules() {
	for name in virtio_pci virtio_blk ext4 xfs btrfs f2fs vfat nls_cp437 nls_ascii nls_iso8859-1 nls_utf8 \
		dm_mod dm_thin_pool dm_snapshot dm_mirror dm_raid raid0 raid1 raid10 raid456 dm_cache dm_cache_smq dm_writecache dm_integrity; do
		modprobe --dirname "$kernel" --set-version "$release" --config /dev/null --show-depends "$name" 2>/dev/null || :
	done | awk '$1 == "insmod" && match($0, /lib\/modules\/[^ ]*\.ko[.a-z]*/) {print substr($0, RSTART, RLENGTH)}' | sort -u >modules.txt
	while read -r file; do
		mkdir -p "machine/${file%/*}"
		cp -L "$kernel/$file" "machine/$file"
	done <modules.txt
	cp "$kernel/lib/modules/$release/modules.builtin" "$kernel/lib/modules/$release/modules.order" "machine/lib/modules/$release"
	find machine/lib -name '*.ko.zst' -exec zstd -q -d --rm {} +
	find machine/lib -name '*.ko.xz' -exec xz -d {} +
	find machine/lib -name '*.ko.gz' -exec gzip -d {} +
	depmod -b machine "$release" 2>/dev/null
}

[ -e "$image" ] || refuse "tree.path is $image, which does not exist; a relative path starts at the folder of the recipe"
[ -f "$image" ] || [ -b "$image" ] || refuse "tree.path is $image, which is not a file; for an unpacked system write tree.from: directory"
[ ! -f "$image" ] || [ -s "$image" ] || refuse "tree.path is $image, which is empty"
format=$(format_of_image)
[ "$format" != qcow2 ] || check_other_files

# shellcheck disable=SC2012 # releases have plain names
release=$(ls "$kernel/lib/modules" | head -n 1)
mkdir -p machine/bin machine/proc machine/sys machine/dev machine/mnt "machine/lib/modules/$release"
cp ../busybox/busybox machine/bin/busybox
cp machine-init.sh machine/init
cp devices.sh fstab.sh machine
chmod 0755 machine/init machine/bin/busybox
# Where the kernel itself looks for modprobe: ext4 asks it for a checksum while it is being mounted.
ln -s bin machine/sbin
echo "$partition" >machine/partition
copy_modules
command -v blkid >/dev/null || refuse 'reading the partitions of an image needs blkid; install util-linux'
# lvm is only missed where it is needed.
set -- tar blkid
! command -v lvm >/dev/null || set -- tar blkid lvm
sh collect.sh "$@"
mv tools machine/tools
ln -s tools machine/lib64
bsdtar -cf machine.cpio --format newc --uid 0 --gid 0 -C machine .

# Sparse: it takes what is written.
truncate -s 1T disk.tar
# Changes, such as those that a file system's journal has still to make, go to a temporary file.
quoted=$(echo "$image" | sed 's/,/,,/g')
qemu-system-x86_64 -nodefaults -machine pc -accel "$accelerator" -cpu max -m 768 -display none -serial stdio -no-reboot \
	-kernel "$kernel/vmlinuz" -initrd machine.cpio -append 'console=ttyS0 quiet panic=-1' \
	-drive "if=none,id=image,file=$quoted,format=$format,snapshot=on" -device virtio-blk-pci,drive=image,serial=image \
	-drive if=none,id=archive,file=disk.tar,format=raw,cache=unsafe -device virtio-blk-pci,drive=archive,serial=archive \
	</dev/null >said.txt 2>&1 || {
	cat said.txt >&2
	refuse "$image cannot be read as a disk: $(grep -a '^qemu' said.txt | tail -n 1)"
}
# From the first of such words in a line on: what follows may be of the image.
tr -d '\r' <said.txt | awk '{at = index($0, "ramstrap: ")} {print at ? substr($0, at) : $0}' >heard.txt
sed -n 's/^ramstrap: warning /warning: /p' heard.txt >&2
failed=$(sed -n 's/^ramstrap: failed //p' heard.txt | tail -n 1)
[ -z "$failed" ] || refuse "$image: $failed"
bytes=$(sed -n 's/^ramstrap: packed //p' heard.txt | tail -n 1)
[ -n "$bytes" ] || {
	tail -n 20 heard.txt >&2
	refuse "the virtual machine that reads $image ended before it had finished; its last lines are above"
}
sed -n 's/^ramstrap: took //p' heard.txt
truncate -s "$bytes" disk.tar
