#!/bin/sh
# Out of unpacked packages of a kernel: vmlinuz, config and lib/modules: take-kernel.sh RELEASE
# Where they lie differs: in /boot up to Debian 13 and in Ubuntu, beside the modules from Debian 14 on and in Fedora.
set -eu
release=$1

take() {
	# take NAME PLACE…
	name=$1
	shift
	for place in "$@"; do
		[ ! -f "$place" ] || {
			mv "$place" "$name"
			return
		}
	done
	echo "the packages of Linux $release contain no $name: they have none of $*" >&2
	exit 1
}

# depmod and modprobe look in lib.
[ -d lib/modules ] || mv usr/lib lib
[ -d "lib/modules/$release" ] || {
	echo "the packages of Linux $release contain no modules for it, but for: $(cd lib/modules && echo *)" >&2
	exit 1
}
take vmlinuz "boot/vmlinuz-$release" "lib/modules/$release/vmlinuz"
take config "boot/config-$release" "lib/modules/$release/config" "lib/modules/$release/build/.config"
# A package leaves this to its installation.
depmod -b . "$release"
