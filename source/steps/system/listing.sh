#!/bin/sh
# Writes the members of a tar archive as text, one a line, in the mtree format: listing.sh ARCHIVE >LISTING
# A hard link gets hard=<the name it is another name of>, which that format does not know.
set -eu
export LC_ALL=C
# Files between the two, as a pipe would hide that the archive could not be read.
bsdtar --numeric-owner -tvf "$1" >members.txt
awk '
	# Before the name: type and mode, a zero, owner, group, size, and three words of time.
	/^h/ && match($0, /^([^ ]+ +)([^ ]+ +)([^ ]+ +)([^ ]+ +)([^ ]+ +)([^ ]+ +)([^ ]+ +)([^ ]+ +)/) {
		split(substr($0, RLENGTH + 1), name, " link to ")
		print escaped(name[1]), escaped(name[2])
	}
	# This listing writes some characters in another way than the next one does.
	function escaped(text) {
		gsub(/\\\\/, "\\134", text)
		gsub(/\\n/, "\\012", text)
		gsub(/\\t/, "\\011", text)
		gsub(/\\r/, "\\015", text)
		gsub(/ /, "\\040", text)
		gsub(/#/, "\\043", text)
		return text
	}
' members.txt >hard-links.txt
bsdtar -cf members.txt --format=mtree --options='!all,type,mode,uid,gid,link,size' "@$1"
awk '
	FILENAME == "hard-links.txt" {hard[$1] = $2; next}
	/^#/ {next}
	{print ($1 in hard) ? $0 " hard=" hard[$1] : $0}
' hard-links.txt members.txt
rm hard-links.txt members.txt
