# The image is a squashfs: kept in RAM as it is with a layer above it for what is written, or copied file by file.
# Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash disable=SC2154

take_squashfs() {
	mount_tmpfs "$state/ram" image || return
	cat "$state/head" - >"$state/ram/image" 2>"$state/take.said"
}

mount_squashfs() {
	local length said
	modprobe -q -a loop squashfs 2>/dev/null
	grep -qw squashfs /proc/filesystems || fail 'this kernel has no squashfs: it is neither built in nor a module in this initramfs'
	# The header says how long it is.
	length=$(od -An -tu8 -j40 -N8 "$state/head" | tr -d ' ')
	(($(wc -c <"$state/ram/image") >= length)) || fail "the image was cut short: $(mebibytes "$(wc -c <"$state/ram/image")") of $(mebibytes "$length") MiB came from $origin"
	mkdir -p "$state/image"
	said=$(mount -t squashfs -o loop,ro "$state/ram/image" "$state/image" 2>&1) || fail "the squashfs from $origin could not be mounted: ${said##*: }$(dmesg | sed -n 's/.*\(SQUASHFS error.*\)/ (\1)/p' | tail -n 1)"
	if [[ $overlay == 1 ]]; then
		lay_over
	else
		copy_out
	fi
}

lay_over() {
	local said
	modprobe -q overlay 2>/dev/null
	grep -qw overlay /proc/filesystems || fail 'this kernel has no overlay file system: it is neither built in nor a module in this initramfs; rd.tmpfs.overlay=0 works without it'
	mkdir -p "$state/ram/upper" "$state/ram/work"
	said=$(mount -t overlay -o "lowerdir=$state/image,upperdir=$state/ram/upper,workdir=$state/ram/work" root "$NEWROOT" 2>&1) \
		|| fail "the writable layer in RAM could not be mounted over the squashfs: ${said##*: }"
}

copy_out() {
	local said
	mount_tmpfs "$NEWROOT" root || fail "$(<"$state/take.said")"
	said=$(cp -a --preserve=all "$state/image/." "$NEWROOT" 2>&1) || {
		[[ $said != *'No space left'* ]] || fail "the root does not fit into its $size of memory (rd.tmpfs.size): that is $(room_in_mebibytes) MiB of $(memory_in_mebibytes MemTotal)"
		fail "the content of the squashfs could not be copied: ${said##*$'\n'}"
	}
	umount "$state/image"
	umount "$state/ram"
}
