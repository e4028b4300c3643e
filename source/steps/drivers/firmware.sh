#!/bin/sh
# Takes along the files that the drivers below lib/modules ask the kernel for: firmware.sh FOLDER NOTE…
# The kernel finds them in lib/firmware; what is packed is unpacked, as not every kernel can. A NOTE begins with the name of
# a driver that is of no use without them, and is said where none of its files is in FOLDER.
set -eu
from=$1
shift
mkdir -p lib/firmware

take() {
	for file in "$from"/$1 "$from"/$1.xz "$from"/$1.zst; do
		[ -f "$file" ] || continue
		name=lib/firmware/${file#"$from"/}
		mkdir -p "${name%/*}"
		case $file in
			*.xz) xz -dc "$file" >"${name%.xz}" ;;
			*.zst) zstd -dcq "$file" >"${name%.zst}" ;;
			*) cp -L "$file" "$name" ;;
		esac
		found=1
	done
}

find lib/modules -name '*.ko' | sort >modules.txt
while read -r module; do
	driver=$(basename "$module" .ko | tr - _)
	modinfo -F firmware "$module" >wanted-files.txt
	[ -s wanted-files.txt ] || continue
	found=''
	while read -r name; do
		case /$name/ in
			*/../* | //*) ;;
			*) take "$name" ;;
		esac
	done <wanted-files.txt
	[ -n "$found" ] || for note in "$@"; do
		[ "${note%% *}" != "$driver" ] || echo "warning: $note, and $from has none of them; install them, or set kernel.firmware to a folder with them" >&2
	done
done <modules.txt
rm -f modules.txt wanted-files.txt
