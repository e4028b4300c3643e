#!/bin/sh
# Makes root.tar of an archive: canonical.sh ARCHIVE
# Names begin with ./ however they did before; a folder that holds the whole tree is taken off.
set -eu
archive=$1

refuse() {
	echo "$1" >&2
	exit 1
}

[ -e "$archive" ] || refuse "$archive is not there"
[ -f "$archive" ] || refuse "$archive is no file"
[ -s "$archive" ] || refuse "$archive is empty"
sh read-archive.sh "$archive" >members.tar 2>said.txt || {
	cat said.txt >&2
	# A text may look like a manifest.
	grep -qiE 'unrecognized archive format|mtree' said.txt && refuse "$archive is not an archive that bsdtar can read, such as tar packed by gzip, xz, zstd, lz4 or bzip2"
	refuse "$archive cannot be read to its end: it is truncated or damaged; fetch or make it anew"
}
perl layers.pl --names members.tar >members.txt

# The one folder that everything lies in, when it is a root file system (etc or usr is in it) and not part of one.
around=$(awk '
	{
		sub(/^(\.?\/)+/, "")
		if ($0 == "" || $0 == ".") next
		top = $0
		sub(/\/.*/, "", top)
		if (seen != "" && top != seen) mixed = 1
		seen = top
		if ($0 ~ /^[^\/]+\/(etc|usr)(\/|$)/) root = 1
	}
	END {
		if (!mixed && root && seen !~ /^(etc|usr|bin|sbin|lib|var|opt|boot|home|root|srv|mnt|media)$/) print seen
	}
' members.txt)
[ -z "$around" ] || echo "The whole tree lies in a folder $around, which is taken off."
perl layers.pl --around="$around" members.tar >root.tar
rm members.tar members.txt said.txt
