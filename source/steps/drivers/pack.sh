#!/bin/sh
# Packs each of the modules below FOLDER/lib/modules, so that a node unpacks those that it loads and no others:
# pack.sh FOLDER BUSYBOX. Quickly: the best packing takes eight times as long and saves a tenth.
set -eu
# What reads one file packed by xz loads all of them.
if [ "$(echo packed | xz -0 --check=crc32 | "$2" zcat 2>/dev/null)" != packed ]; then
	echo 'warning: this BusyBox cannot unpack drivers; the initramfs contains them unpacked and needs 35 MiB more memory' >&2
	exit 0
fi
find "$1/lib/modules" -name '*.ko' -print0 | xargs -0 -r -n 32 -P "$(nproc)" xz -0 -T1 --check=crc32
# BusyBox finds its way by this table; the others have no names of files in them.
for release in "$1"/lib/modules/*; do
	sed -i 's/\.ko\>/.ko.xz/g' "$release/modules.dep"
done
