#!/bin/sh
# Makes root.tar of a folder: pack-folder.sh FOLDER [--emptied=PATH…] [PATTERN…]
# One file system, in the order of names, without sockets, without what the kernel and systemd fill, without PATTERNs, and
# without the files below PATHs, of which the folders stay.
set -eu
folder=$1
shift

refuse() {
	echo "$1" >&2
	exit 1
}

# Names are kept as bytes, whatever characters they mean; when a file was last read or renamed says nothing about it.
create() {
	tar --create --file root.tar --format=pax --numeric-owner --sort=name --one-file-system --xattrs --xattrs-include='*' --acls \
		--pax-option='delete=atime,delete=ctime,hdrcharset:=BINARY' --warning=no-file-ignored --warning=no-xattr-write \
		--anchored --exclude='./proc/*' --exclude='./sys/*' --exclude='./dev/*' --exclude='./run/*' --exclude='./tmp/*' --exclude=./lost+found "$@" \
		--directory "$folder" .
}

[ -e "$folder" ] || refuse "tree.path is $folder, which is not there; a relative path starts at the folder of the recipe"
[ -d "$folder" ] || refuse "tree.path is $folder, which is no folder; for a file write tree.from: archive or disk-image"
[ "$(id -u)" = 0 ] || hidden=$(find "$folder/" -xdev ! -type l ! -readable -print -quit 2>/dev/null)
[ -z "${hidden-}" ] || refuse "you may not read $hidden, and a tree without it would be another one; run ramstrap as root for this, for instance by sudo"

# The words for tar, in place of ours; what is left out by its very name comes last.
: >left-out.txt
words=$#
while [ "$words" -gt 0 ]; do
	case $1 in
		--emptied=*) find "$folder/${1#--emptied=}" -xdev ! -type d -printf "./${1#--emptied=}/%P\n" >>left-out.txt 2>/dev/null || : ;;
		*) set -- "$@" "--exclude=$1" ;;
	esac
	shift
	words=$((words - 1))
done
set -- "$@" --no-wildcards --exclude-from=left-out.txt
# 1: a file changed while it was read, as they do on a machine that runs.
create "$@" || [ $? -eq 1 ]
rm left-out.txt
