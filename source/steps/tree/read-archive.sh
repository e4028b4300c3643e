#!/bin/sh
# Writes an archive of any kind as one in the pax format: read-archive.sh ARCHIVE >ARCHIVE
set -eu

# The locale is one that knows UTF-8, in which other tools write names.
LC_ALL=C.UTF-8 bsdtar -cf archive.tar --format=pax --options=hdrcharset=BINARY --numeric-owner "@$1" 2>complaints.txt && {
	cat archive.tar
	rm archive.tar complaints.txt
	exit
}
rm -f archive.tar
# bsdtar stops at a name that is no UTF-8. Such an archive was written by tar, and the next tool takes names as bytes.
grep -qi "can't be converted from UTF-8" complaints.txt || {
	cat complaints.txt >&2
	exit 1
}
case $(head -c 6 "$1" | od -An -v -tx1 | tr -d ' \n') in
	1f8b*) gzip -dc "$1" ;;
	fd377a585a00) xz -dc "$1" ;;
	28b52ffd*) zstd -dcq "$1" ;;
	04224d18*) lz4 -dc "$1" ;;
	425a68*) bzip2 -dc "$1" ;;
	*) cat "$1" ;;
esac
rm complaints.txt
