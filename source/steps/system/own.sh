#!/bin/sh
# Lists a folder as entries for a tree: own.sh FOLDER PREFIX NAME
# The files are root's, and nobody else may write to them.
set -eu
export LC_ALL=C
bsdtar -cf - --format=mtree --options='!all,type,mode,link' -C "$1" . | awk -v from="$1" -v prefix="$2" -v field="$3" '
	/^#/ || $1 == "/." || $1 == "." {next}
	{
		type = mode = target = ""
		for (i = 2; i <= NF; i++) {
			value = substr($i, index($i, "=") + 1)
			if ($i ~ /^type=/) type = value
			if ($i ~ /^mode=/) mode = value
			if ($i ~ /^link=/) target = value
		}
		path = substr($1, 3)
		if (type != "file" && type != "dir" && type != "link") {
			print field " has " path ", a " type "; only files, folders and links can go over a tree" >"/dev/stderr"
			exit 1
		}
		print type, type == "link" ? "0777" : private(mode), prefix path, type == "link" ? target : from "/" path
	}
	# Without the bit for writing in the last two digits.
	function private(mode,   group, others) {
		group = substr(mode, length(mode) - 1, 1)
		others = substr(mode, length(mode), 1)
		return substr(mode, 1, length(mode) - 2) unwritable(group) unwritable(others)
	}
	function unwritable(digit) {
		return digit % 4 >= 2 ? digit - 2 : digit
	}
'
