#!/bin/sh
# Copies programs of this machine with the libraries they need into tools/.
set -eu
mkdir tools
for name in "$@"; do
	program=$(command -v "$name")
	cp -L "$program" "tools/$name"
	# "libacl.so.1 => /lib/x86_64-linux-gnu/libacl.so.1 (0x…)", and the loader itself without an arrow.
	ldd "$program" | sed -n 's,^[^/]*\(/[^ ]*\) (0x.*,\1,p' | while read -r library; do
		cp -L "$library" tools/
	done
done
chmod 0755 tools/*
