#!/bin/sh
# Makes root.tar of packages, inside a mount namespace: dnf.sh RELEASE MIRROR CACHE PACKAGE…
set -eu
umask 022
release=$1 mirror=$2 cache=$(cd "$3" && pwd)
shift 3

# What was made here may belong to others by its owner; nobody else could remove it.
trap 'umount root/dev/* 2>/dev/null || :; rm -rf root state' EXIT
trap 'exit 143' TERM INT HUP

# The keys that Fedora's own packages bring to a machine; without one, only a mirror that cannot be tampered with on the way will do.
sources() {
	if [ -z "$mirror" ]; then
		# dnf 5 would look for package sources in the empty tree.
		case $(dnf --version 2>/dev/null) in
			*dnf5*) echo --use-host-config ;;
		esac
		return
	fi
	echo "--repofrompath=tree,$mirror"
	echo --repo=tree
	for key in "/usr/share/distribution-gpg-keys/fedora/RPM-GPG-KEY-fedora-$release-primary" "/etc/pki/rpm-gpg/RPM-GPG-KEY-fedora-$release-primary"; do
		[ -f "$key" ] || continue
		echo "--setopt=tree.gpgkey=file://$key"
		echo --setopt=tree.gpgcheck=1
		return
	done
	case $mirror in
		http:*) echo "tree.mirror is $mirror, and this machine has no key of release $release to check its packages with; write https, or install distribution-gpg-keys" >&2; exit 1 ;;
	esac
	echo --setopt=tree.gpgcheck=0
}

mkdir -p root/dev state
for device in null zero random urandom; do
	: >"root/dev/$device"
	mount --bind "/dev/$device" "root/dev/$device"
done
words=$(sources)
case $(rpm --eval '%{_dbpath}') in
	*/.rpmdb)
		# On other distributions rpm keeps its own records in the home folder; the tree's rpm looks where Fedora has them, EL before.
		[ "$release" -gt 20 ] 2>/dev/null && records=/usr/lib/sysimage/rpm || records=/var/lib/rpm
		echo "%_dbpath $records" >state/.rpmmacros
		export HOME="$PWD/state"
		;;
esac
# shellcheck disable=SC2086
SOURCE_DATE_EPOCH=1577836800 dnf --assumeyes --installroot="$PWD/root" --releasever="$release" $words \
	--setopt=install_weak_deps=False --setopt=tsflags=nodocs --setopt=keepcache=True --setopt=cachedir="$cache" --setopt=persistdir="$PWD/state" --setopt=logdir="$PWD/state" \
	install "$@"
rm -rf root/var/cache/* root/var/log/* root/var/lib/dnf root/var/tmp/*
sh pack-folder.sh root
