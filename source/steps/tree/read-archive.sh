#!/bin/sh
# Writes an archive of any kind as one of tar's: read-archive.sh ARCHIVE >ARCHIVE
set -eu

first_bytes() {
	head -c "$2" "$1" | tail -c "$3" | od -An -v -tx1 | tr -d ' \n'
}

case $(first_bytes "$1" 6 6) in
	1f8b*) unpack='gzip -dc' ;;
	fd377a585a00) unpack='xz -dc' ;;
	28b52ffd*) unpack='zstd -dcq' ;;
	04224d18*) unpack='lz4 -dcq' ;;
	425a68*) unpack='bzip2 -dc' ;;
	68737173*)
		command -v sqfs2tar >/dev/null || {
			echo "$1 is a squashfs image, and reading it needs sqfs2tar; install the package squashfs-tools-ng, or unpack the image as root with \"unsquashfs -d tree $1\" and write tree.from: directory" >&2
			exit 1
		}
		sqfs2tar --no-skip "$1"
		exit
		;;
	*) unpack='' ;;
esac
plain=$1
if [ -n "$unpack" ]; then
	plain=plain.tar
	# 2: gzip read all of it, and there is more behind it, as tape drives and some tools leave.
	$unpack <"$1" >plain.tar 2>complaints.txt || { [ $? -eq 2 ] && grep -q 'trailing garbage' complaints.txt; } || {
		cat complaints.txt >&2
		exit 1
	}
fi
# Names in tar's own formats are bytes, and stay so; bsdtar reads all others (cpio, zip, old tar).
if [ "$(first_bytes "$plain" 262 5)" = 7573746172 ]; then
	cat "$plain"
else
	# The locale is one that knows UTF-8, in which other tools write names.
	LC_ALL=C.UTF-8 bsdtar -cf converted.tar --format=pax --options=hdrcharset=BINARY --numeric-owner "@$plain"
	cat converted.tar
fi
rm -f plain.tar converted.tar complaints.txt
