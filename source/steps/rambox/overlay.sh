# Makes a root writable that is mounted read-only at /run/ramstrap/lower: what the node writes goes to a tmpfs above it.
#   ramstrap.size=80%   how much of memory that layer may take
# Sourced by what mounts the root.
# shellcheck shell=dash

mount_overlay() {
	# mount_overlay <what lies below>
	modprobe -q overlay 2>/dev/null
	grep -qw overlay /proc/filesystems || fail "this kernel has no overlay file system: overlay is neither built in nor a module in this image"
	mkdir -p /run/ramstrap/overlay
	layer=$(word ramstrap.size)
	mount -t tmpfs -o "nr_inodes=0,size=${layer:-80%},mode=0755" ramstrap-overlay /run/ramstrap/overlay
	mkdir -p /run/ramstrap/overlay/upper /run/ramstrap/overlay/work
	mount -t overlay -o lowerdir=/run/ramstrap/lower,upperdir=/run/ramstrap/overlay/upper,workdir=/run/ramstrap/overlay/work overlay /newroot \
		|| fail "the layer in RAM could not be laid over $1: $(dmesg | tail -n 1)"
}
