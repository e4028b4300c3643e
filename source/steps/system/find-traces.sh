#!/bin/sh
# Which files of a tree a list of patterns means: find-traces.sh LISTING PATTERNS >NAMES
# A * in a pattern stands for anything, slashes included. Says files only, as the listing writes them, without ./ before.
set -eu
export LC_ALL=C
awk '
	FILENAME != ARGV[2] {
		gsub(/[.+?(){}|^$\\]/, "\\\\&")
		gsub(/\*/, ".*")
		all = all (all == "" ? "" : "|") $0
		next
	}
	/ type=file/ && all != "" {
		name = substr($1, 3)
		if (name ~ "^(" all ")$") print name
	}
' "$2" "$1"
