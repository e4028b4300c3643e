#!/bin/sh
# Fails unless all of these programs are in a BusyBox: check-programs.sh LIST PROGRAM…; LIST is what --list-full said.
set -eu
list=$1
shift
missing=$(printf '%s\n' "$@" | awk 'NR == FNR {sub(/.*\//, ""); known[$0]; next} !($0 in known)' "$list" -)
[ -z "$missing" ] || {
	echo "BusyBox was built without $(echo "$missing" | paste -s -d ' '): they need options that are off by default. Remove them from tree.applets"
	exit 1
}
