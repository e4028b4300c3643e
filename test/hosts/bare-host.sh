#!/bin/sh
# The first line of the README on a machine that has nothing but what a release of Debian begins with.
#   sh test/hosts/bare-host.sh <suite> <folder> <recipe> [<words for rehearse>...]
# The machine is made in the folder, if it is not there yet, and stays: a further recipe finds what the one before has installed.
set -eu
suite=$1 folder=$2
shift 2
checkout=$(cd "$(dirname "$0")/../.." && pwd)
tree=$folder/$suite

make_machine() {
	mkdir -p "$folder"
	# What apt has been told of dates here holds there as well: the mirror is the same.
	dates=$(apt-config dump | grep -E '^Acquire::Check-(Valid-Until|Date) ' || :)
	mmdebstrap --quiet --variant=minbase --include=ca-certificates --skip=cleanup/apt/lists ${dates:+--aptopt="$dates"} "$suite" "$tree.partial"
	# Nothing that is installed starts: that is this machine's business.
	printf '#!/bin/sh\nexit 101\n' >"$tree.partial/usr/sbin/policy-rc.d"
	chmod 755 "$tree.partial/usr/sbin/policy-rc.d"
	# How the network is reached is no part of what is tried here.
	cp /etc/resolv.conf "$tree.partial/etc/resolv.conf"
	cat /etc/ssl/certs/ca-certificates.crt >"$tree.partial/etc/ssl/certs/ca-certificates.crt"
	[ ! -e "$HOME/.npmrc" ] || cp "$HOME/.npmrc" "$tree.partial/root/.npmrc"
	mkdir "$tree.partial/root/ramstrap"
	git -C "$checkout" ls-files -z | tar -C "$checkout" -c --null -T - | tar -x -C "$tree.partial/root/ramstrap"
	mv "$tree.partial" "$tree"
}

[ -e "$tree" ] || make_machine
# shellcheck disable=SC2016 # the inner shells fill these in
exec unshare --mount --pid --fork --kill-child sh -euc '
	mount -t proc none "$1/proc"; mount -t sysfs none "$1/sys"; mount -t tmpfs none "$1/tmp"; mount --rbind /dev "$1/dev"
	# A chroot that is a mount point: rehearsals make namespaces in it.
	mount --rbind "$1" "$1"; cd "$1"; pivot_root . mnt; umount -l /mnt
	cd /root/ramstrap
	export HOME=/root
	shift
	sh source/setup.sh --yes "$1" && npx ramstrap rehearse "$@" --json
' bare-host "$tree" "$@"
