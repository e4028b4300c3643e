# Makes a root writable that is mounted read-only at /run/ramstrap/lower: what the node writes goes to a layer above it, in RAM.
#   ramstrap.overlay=tmpfs|zram   as it is, or packed
#   ramstrap.size=80%             how much of memory that layer may take
# Sourced by what mounts the root.
# shellcheck shell=dash

mount_overlay() {
	# mount_overlay <what lies below>
	modprobe -q overlay 2>/dev/null
	grep -qw overlay /proc/filesystems || fail "this kernel has no overlay file system: overlay is neither built in nor a module in this image"
	mkdir -p /run/ramstrap/overlay
	if [ "$(word ramstrap.overlay)" = zram ]; then
		mount_zram
	else
		make_tmpfs /run/ramstrap/overlay 0755 ramstrap-overlay
	fi
	mkdir -p /run/ramstrap/overlay/upper /run/ramstrap/overlay/work
	mount -t overlay -o lowerdir=/run/ramstrap/lower,upperdir=/run/ramstrap/overlay/upper,workdir=/run/ramstrap/overlay/work overlay /newroot \
		|| fail "the writable layer in RAM could not be mounted over $1: $(dmesg | tail -n 1)"
}

mount_zram() {
	# A module that is built in is no error, one that is missing shows below.
	modprobe -a -q lzo-rle lzo zram ext4 2>/dev/null
	[ -b /dev/zram0 ] || fail "there is no /dev/zram0: this kernel has no zram, or its module is not in this image"
	# It packs what is written, of which there may be as much as in a tmpfs of this size. Its blocks are pages.
	size=$(word ramstrap.size)
	size_in_kib "${size:-80%}" | sed 's/$/K/' >/sys/block/zram0/disksize
	{ mke2fs -b 4096 -m 0 /dev/zram0 >/dev/null && mount -t ext4 -o discard,noatime /dev/zram0 /run/ramstrap/overlay; } \
		|| fail "the file system in /dev/zram0 could not be created: $(dmesg | tail -n 1)"
}

size_in_kib() {
	# As tmpfs(5) has it: a share of memory, or a number with k, m or g.
	awk -v size="$1" '/^MemTotal/ {
		unit = tolower(substr(size, length(size)))
		print int(unit == "%" ? $2 * size / 100 : unit == "g" ? size * 1048576 : unit == "m" ? size * 1024 : unit == "k" ? size + 0 : size / 1024)
	}' /proc/meminfo
}
