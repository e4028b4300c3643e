#!/bin/sh
# Follows paths through the symbolic links of a tree, as its own kernel will: resolve.sh LISTING <paths
# Says for each: the path, where it really is, what is there (or -), the file itself if that is a hard link, its mode.
set -eu
LC_ALL=C awk '
	FILENAME != "-" {
		path = $1 == "/." ? "/" : substr($1, 2)
		for (i = 2; i <= NF; i++) {
			split($i, word, "=")
			value = substr($i, length(word[1]) + 2)
			if (word[1] == "type") type[path] = value
			else if (word[1] == "link") target[path] = value
			else if (word[1] == "mode") mode[path] = value
			else if (word[1] == "hard") hard[path] = substr(value, 2)
		}
		next
	}
	{
		real = follow($1)
		print $1, real, (real in type ? type[real] : "-"), (real in hard ? hard[real] : real), (real in mode ? mode[real] : "-")
	}
	function follow(path,   rest, name, done, hops, cut) {
		rest = path
		while (rest != "") {
			cut = index(rest, "/")
			name = cut ? substr(rest, 1, cut - 1) : rest
			rest = cut ? substr(rest, cut + 1) : ""
			if (name == "" || name == ".") continue
			if (name == "..") {
				sub(/\/[^\/]*$/, "", done)
			} else if ((done "/" name) in target && hops++ < 40) {
				name = target[done "/" name]
				if (name ~ /^\//) done = ""
				rest = name "/" rest
			} else {
				done = done "/" name
			}
		}
		return done == "" ? "/" : done
	}
' "$1" -
