#!/bin/sh
# Would this tree boot? inspect.sh LISTING ARCHIVE INIT PROGRAM MODULES
# PROGRAM is one that runs on the nodes; MODULES is `carried` where modules of the kernel come along, else `none`.
# Says what it found: init <path>, shell <path>, kind <systemd, openrc, sysvinit, busybox or other>.
set -eu
export LC_ALL=C
listing=$1 archive=$2 init=$3 program=$4 modules=$5

refuse() {
	echo "$1" >&2
	exit 1
}

# What is at the end of a path: $real $type $data $mode
look_at() {
	# shellcheck disable=SC2046
	set -- $(echo "$1" | sh resolve.sh "$listing")
	real=$2 type=$3 data=$4 mode=$5
}

machine_of() {
	# e_ident begins with 7f ELF; e_machine are bytes 18 and 19 (elf(5)), in the order that byte 5 tells.
	# shellcheck disable=SC2046
	set -- $(head -c 20 "$1" | od -An -v -tx1)
	[ "${1-}${2-}${3-}${4-}" = 7f454c46 ] || return 0
	[ "$6" = 02 ] && echo "${19}${20}" || echo "${20}${19}"
}

name_of_machine() {
	case $1 in
		0003) echo 'i386 (32-bit x86)' ;;
		003e) echo 'x86-64' ;;
		00b7) echo 'arm64' ;;
		0028) echo '32-bit ARM' ;;
		00f3) echo 'RISC-V' ;;
		0015) echo 'PowerPC 64' ;;
		0016) echo 's390' ;;
		0008) echo 'MIPS' ;;
		0102) echo 'LoongArch' ;;
		*) echo "machine 0x$1" ;;
	esac
}

# The file itself, out of the archive.
fetch() {
	rm -rf probe
	mkdir probe
	bsdtar -xf "$archive" -C probe --no-same-owner --no-acls --no-xattrs --no-fflags -- ".$(printf '%b' "$(echo "$1" | sed 's/\\\([0-7]\)/\\0\1/g; s/[][*?]/\\\\&/g')")" || refuse "$1 could not be read out of the tree"
	find probe -type f | head -n 1
}

check_machine() {
	file=$(fetch "$data")
	chmod u+r "$file"
	machine=$(machine_of "$file")
	if [ -z "$machine" ]; then
		interpreter=$(head -n 1 "$file" | LC_ALL=C sed -n 's/^#! *\([^ ]*\).*/\1/p' 2>/dev/null)
		[ -n "$interpreter" ] || refuse "$2 of the tree is neither a program nor a script, so the node could not start it"
		look_at "$interpreter"
		[ "$type" = file ] || refuse "$2 of the tree is a script for $interpreter, which is not in the tree"
		return
	fi
	# A 64-bit kernel runs 32-bit programs of its own kind.
	[ "$machine" = "$wanted" ] || [ "$machine$wanted" = 0003003e ] || refuse "the tree is for another kind of machine: its $2 is a program for $(name_of_machine "$machine"), the nodes are $(name_of_machine "$wanted"); take a tree made for $(name_of_machine "$wanted")"
}

kind_of_init() {
	case $1 in
		*/systemd) echo systemd ;;
		*/busybox*) looks_like_openrc && echo openrc || echo busybox ;;
		*/openrc-init) echo openrc ;;
		*) if looks_like_openrc; then echo openrc; elif grep -q '^\./etc/inittab ' "$listing"; then echo sysvinit; else echo other; fi ;;
	esac
}

looks_like_openrc() {
	grep -qE '^\./(usr/)?s?bin/openrc ' "$listing"
}

grep -qv '^/\. ' "$listing" || refuse 'the root file system is empty; check tree.from and tree.path'
wanted=$(machine_of "$program")

look_at "$init"
[ "$type" != - ] || [ "${real##*/}" = "${init##*/}" ] || refuse "the system would not boot: $init leads to $real, which does not exist"
[ "$type" != - ] || refuse "the system would not boot: it has no $init; install an init (the package systemd-sysv, busybox or openrc), or name its own with init= in node.words"
[ "$type" = file ] || refuse "the system would not boot: $real is a $type, and not a program that could be its init"
case $mode in
	*[1357]*) ;;
	*) refuse "the system would not boot: $real is not executable (its mode is $mode)" ;;
esac
real_init=$real
check_machine "$real" "$init"

look_at /bin/sh
[ "$type" = file ] || refuse 'the system would not boot: it has no shell (/bin/sh), without which neither its init nor a person at the console can do anything; put dash, bash or busybox into it'
real_shell=$real
check_machine "$real" /bin/sh
rm -rf probe

if [ "$modules" = none ] && grep -qE '^CONFIG_[A-Z0-9_]+=m$' ../kernel/config 2>/dev/null; then
	for folder in ../kernel/lib/modules/*; do
		release=${folder##*/}
		look_at "/lib/modules/$release"
		[ "$type" = dir ] || refuse "the kernel $release has its drivers in modules, but the system has no /lib/modules/$release, and kernel.drivers is none; name drivers in kernel.drivers, or write all-network"
	done
fi

echo "init $real_init"
echo "shell $real_shell"
echo "kind $(kind_of_init "$real_init")"
