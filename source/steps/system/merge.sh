#!/bin/sh
# Works out where new entries really go in a tree: merge.sh LISTING <entries
# An entry is: type, mode (= keeps that of the tree), path, and what it is made of (default: new/<path>).
# A folder that is there stays as it is, unless its type is written dir!.
# Links of the tree are followed (a new bin/tool goes to usr/bin where /bin leads there), missing folders are added.
# Writes new.mtree, and without.txt: the patterns of what leaves the tree for it.
set -eu
export LC_ALL=C
listing=$1
cat >entries.txt
awk '{path = $3; if ($1 !~ /^dir/) sub(/\/?[^\/]*$/, "", path); print "/" path}' entries.txt | sort -u | sh resolve.sh "$listing" >places.txt
awk '
	BEGIN {printf "" >"without.txt"}
	FILENAME == "places.txt" {place[$1] = $2; next}
	FILENAME == "entries.txt" {add($1, $2, $3, $4); next}
	{
		path = $1 == "/." ? "/" : substr($1, 2)
		words[path] = $0
		if ($0 ~ / type=dir/) folder[path] = 1
	}
	function add(type, mode, path, from,   parent, name, real, force) {
		name = path
		sub(/^.*\//, "", name)
		parent = path
		if (!sub(/\/[^\/]*$/, "", parent)) parent = ""
		force = sub(/!$/, "", type)
		real = type == "dir" ? place["/" path] : (place["/" parent] == "/" ? "" : place["/" parent]) "/" name
		if (type == "dir" && real in folder && !force) return
		if (type != "dir" && real in folder) fail("tree.files has a file " path " where the tree has a folder")
		parents(real)
		if (type == "dir") folder[real] = 1
		if (real in words) print pattern(real) >"without.txt"
		put(real, "type=" type " " owner(real, type, mode), made_of(type, from == "" ? "new/" path : from))
	}
	function parents(real,   parent) {
		parent = real
		sub(/\/[^\/]*$/, "", parent)
		if (parent == "" || parent in folder) return
		if (parent in words) fail("tree.files has a folder " substr(parent, 2) " where the tree has a file")
		parents(parent)
		folder[parent] = 1
		put(parent, "type=dir mode=0755 uid=0 gid=0", "")
	}
	# Of two entries for one path the later one counts.
	function put(real, what, more) {
		if (!(real in line)) order[++count] = real
		line[real] = "." real " " what " time=1577836800.0" more
	}
	function owner(real, type, mode,   kept) {
		if (mode != "=") return "mode=" mode " uid=0 gid=0"
		if (!(real in words) || words[real] !~ / type=file/) return "mode=0644 uid=0 gid=0"
		kept = words[real]
		sub(/^[^ ]* /, "", kept)
		gsub(/ ?(type|size|link|hard)=[^ ]*/, "", kept)
		return kept
	}
	function made_of(type, from) {
		return type == "file" ? " contents=" from : type == "link" ? " link=" from : ""
	}
	# Of bsdtar: from the first to the last character; an odd character is any one.
	function pattern(real) {
		gsub(/\\[0-7][0-7][0-7]/, "?", real)
		gsub(/[][*]/, "\\\\&", real)
		return "^." real "$"
	}
	function fail(sentence) {
		print sentence >"/dev/stderr"
		failed = 1
		exit 1
	}
	END {
		if (failed) exit 1
		print "#mtree" >"new.mtree"
		# Without one the root would be what the folder is that it is unpacked into, and a tmpfs lets everybody write.
		if (!("/" in folder)) print ". type=dir mode=0755 uid=0 gid=0 time=1577836800.0" >"new.mtree"
		for (i = 1; i <= count; i++) print line[order[i]] >"new.mtree"
	}
' places.txt "$listing" entries.txt
