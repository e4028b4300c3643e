#!/bin/sh
# Packs root.tar out of a tree and the new entries: pack.sh ARCHIVE LISTING
# Reads new.mtree and without.txt, as merge.sh wrote them, and exclude.txt, the patterns of the recipe.
set -eu
export LC_ALL=C

pack() {
	cat exclude.txt without.txt >patterns.txt
	bsdtar -cf root.tar --format=pax --numeric-owner -X patterns.txt "@$1"
	bsdtar -rf root.tar --format=pax --numeric-owner @new.mtree
	sh listing.sh root.tar >packed.txt
}

# Names of files whose first name has left the tree: the file itself must stay for these.
orphans() {
	awk '
		NR == FNR {there[$1] = 1; next}
		match($0, / hard=.*/) {
			first = substr($0, RSTART + 6)
			if (!(first in there)) print $1, first
		}
	' packed.txt packed.txt
}

pack "$1"
orphans >orphans.txt
if [ -s orphans.txt ]; then
	mkdir orphans
	awk '{print $2}' orphans.txt | sort -u | perl -n names.pl >first-names
	bsdtar -xf "$1" -C orphans --no-same-owner --no-acls --no-xattrs --no-fflags --null -T first-names
	# A link would be followed to a file of this machine; without it the next tool says what is missing.
	find orphans ! -type f ! -type d -exec rm -f {} +
	chmod -R u+rwX orphans
	awk '{print "file", "=", substr($1, 3), "orphans/" substr($2, 3)}' orphans.txt | cat entries.txt - >more.txt
	sh merge.sh "$2" <more.txt
	pack "$1"
fi
