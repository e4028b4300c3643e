#!/bin/sh
# Fails unless all of these programs are in a BusyBox: check-programs.sh LIST PROGRAM…; LIST is what --list-full said.
set -eu
list=$1
shift
missing=$(printf '%s\n' "$@" | awk 'NR == FNR {sub(/.*\//, ""); known[$0]; next} !($0 in known)' "$list" - | paste -s -d ' ')
[ -z "$missing" ] || {
	echo "This BusyBox was built without $missing, because options that it depends on are off by default. Remove it from tree.applets, or use another version (tree.path)"
	exit 1
}
