#!/bin/sh
# Takes those files out of an archive that are in it: take.sh LISTING ARCHIVE FOLDER PATH…
# A * in a path stands for a name.
set -eu
listing=$1 archive=$2 folder=$3
shift 3
mkdir "$folder"
for path in "$@"; do
	grep -E "^\./$(echo "$path" | sed 's/\./\\./g; s/\*/[^ \/]*/') .*type=file" "$listing" | grep -v ' hard=' || :
done | awk '{print $1}' >taken.txt
# With no name at all bsdtar would take everything.
[ ! -s taken.txt ] || bsdtar -xf "$archive" -C "$folder" --no-same-owner --no-acls --no-xattrs --no-fflags -T taken.txt
chmod -R u+rwX "$folder"
rm taken.txt
