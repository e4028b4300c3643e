#!/bin/sh
# Makes a checkout ready to use: Node's package manager, the program itself, and the tools it drives.
#   sh source/setup.sh [--yes] [<recipe>]     without a recipe: what any recipe and the tests need
# Says which packages it installs, and asks before it does, unless --yes is given.
set -eu
cd "$(dirname "$0")/.."

as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

agreed() {
	echo "To get $1: $(shift; echo "$*")"
	case " $given " in *' --yes '*) return ;; esac
	[ -t 0 ] || { echo 'Nobody can be asked here: give --yes, or install it yourself.' >&2; exit 2; }
	printf 'Run this now? [y/N] '
	read -r answer
	case $answer in y | yes) ;; *) exit 3 ;; esac
}

install_npm() {
	if command -v apt-get >/dev/null; then
		agreed npm apt-get install npm
		as_root apt-get update -qq
		as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends npm
	elif command -v dnf >/dev/null; then
		agreed npm dnf install nodejs-npm
		as_root dnf install -y nodejs-npm
	elif command -v pacman >/dev/null; then
		agreed npm pacman -S npm
		as_root pacman -S --needed --noconfirm npm
	elif command -v zypper >/dev/null; then
		agreed npm zypper install npm-default
		as_root zypper --non-interactive install npm-default
	else
		echo 'npm is missing, and no package manager is known here: install Node with npm first.' >&2
		exit 3
	fi
}

# Lists of more than a day ago name packages that are gone from the mirror.
renew_lists() {
	[ -n "$(find /var/lib/apt/lists /var/lib/apt/lists/partial -maxdepth 0 -mtime -1 2>/dev/null)" ] || as_root apt-get update -qq
}

# What only the tests drive: makers of images and repositories of other kinds, and what looks at our servers.
test_packages='binutils ccache openssl umoci createrepo-c rpm qemu-utils fdisk libcap2-bin lvm2 btrfs-progs bzip2 squashfs-tools squashfs-tools-ng e2fsprogs fakeroot tcpdump strace nginx-light curl busybox-static systemd systemd-container nftables shellcheck cpio kea-admin zsh fish groff-base'

install_test_packages() {
	command -v apt-get >/dev/null || return 0
	set --
	for package in $test_packages; do
		dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q ' installed$' || set -- "$@" "$package"
	done
	[ $# -gt 0 ] || return 0
	agreed "the tests' own tools" apt-get install "$@"
	renew_lists
	as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@"
}

given=$*
recipe=
for word in "$@"; do
	case $word in
		--yes) ;;
		-*) echo "setup.sh knows only --yes, not $word" >&2; exit 2 ;;
		*) recipe=$word ;;
	esac
done

command -v npm >/dev/null || install_npm
# npm brings the Node that ramstrap runs on; the machine's own may be older.
if ! cmp -s package-lock.json node_modules/.installed; then
	npm ci
	cp package-lock.json node_modules/.installed
fi
case " $given " in
	*' --yes '*) npm run --silent ramstrap -- doctor ${recipe:+"$recipe"} --install --yes ;;
	*) npm run --silent ramstrap -- doctor ${recipe:+"$recipe"} --install ;;
esac
[ -n "$recipe" ] || install_test_packages
