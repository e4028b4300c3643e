# The image is a tar archive, compressed in any way: unpacked into a tmpfs, which is the root. Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash disable=SC2154

take_archive() {
	local decompressor
	case $kind in
		tar) decompressor="cat" ;;
		lz4) decompressor='lz4 -d -q -c' ;;
		*) decompressor="$kind -d -q -c" ;;
	esac
	mount_tmpfs "$NEWROOT" root || return
	if ! type "${decompressor%% *}" &>/dev/null; then
		echo "${decompressor%% *} is not in this initramfs" >"$state/take.said"
		return 1
	fi
	set -o pipefail
	cat "$state/head" - | $decompressor 2>>"$state/take.said" | unpack_tar 2>>"$state/take.said"
}

unpack_tar() {
	# The clock of a machine without a network may be years behind. In tar's own records of 10 KiB it and the decompressor take
	# turns so often that it costs an emulated node seconds.
	tar --extract --blocking-factor=2048 --file=- --directory="$NEWROOT" --preserve-permissions --same-owner --numeric-owner \
		--xattrs '--xattrs-include=*' --acls --warning=no-timestamp --warning=no-unknown-keyword || { was_killed $?; return 1; }
}

was_killed() {
	(($1 < 128)) || echo "memory ran out: $(memory_in_mebibytes MemTotal) MiB are too little"
}
