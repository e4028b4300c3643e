#!/bin/sh
# Takes those files out of an archive that are in it: take.sh LISTING ARCHIVE FOLDER PATH…
# A * in a path stands for a name.
set -eu
listing=$1 archive=$2 folder=$3
shift 3
mkdir "$folder"
for path in "$@"; do
	grep -E "^\./$(echo "$path" | sed 's/\./\\./g; s/\*/[^ \/]*/') .*type=file" "$listing" | grep -v ' hard=' || :
done | awk '{print $1}' | perl -n names.pl >taken
# With no name at all bsdtar would take everything.
[ ! -s taken ] || bsdtar -xf "$archive" -C "$folder" --no-same-owner --no-acls --no-xattrs --no-fflags --null -T taken
# Whatever an archive gets past its listing: what is read here is a file of its own, and no link to one of this machine.
find "$folder" ! -type f ! -type d -exec rm -f {} +
chmod -R u+rwX "$folder"
rm taken
