#!/bin/sh
# cmdline hook: takes root=tmpfs:… out of dracut's hands and asks for the network or the volume group that it needs.
# Before dracut's own hooks for LVM (30), NFS (90) and ip= (98), which read what is written here.
# shellcheck disable=SC2154 # dracut sets hookdir

# shellcheck source=/dev/null
type getarg >/dev/null 2>&1 || . /lib/dracut-lib.sh

tmpfs_root_words() {
	case $1 in
		http://* | https://* | NFS=* | nfs:* | nfs4:*)
			echo rd.neednet=1
			getarg ip= >/dev/null || echo ip=dhcp
			;;
		/dev/mapper/control | /dev/disk/* | /dev/md/*) ;;
		/dev/mapper/*-* | /dev/*/*)
			getarg rd.lvm.lv >/dev/null || getarg rd.lvm.vg >/dev/null || tmpfs_root_lv "${1#/dev/}"
			;;
	esac
}

tmpfs_root_lv() {
	# In /dev/mapper the dashes of a name are doubled, and a single one stands between group and volume.
	echo "$1" | sed -n 's,^mapper/,,; t mapper; s,^\([^/]*/[^/]*\)$,rd.lvm.lv=\1,p; b
		:mapper
		s,--,/,g; s,-,\n,; s,/,-,g; s,\n,/,; s,^\([^/]*/[^/]*\)$,rd.lvm.lv=\1,p'
}

tmpfs_root=$(getarg root=)
case $tmpfs_root in
	tmpfs:?*)
		tmpfs_root=${tmpfs_root#tmpfs:}
		mkdir -p /run/tmpfs-root /etc/cmdline.d
		echo "$tmpfs_root" >/run/tmpfs-root/source
		tmpfs_root_words "$tmpfs_root" >/etc/cmdline.d/90-tmpfs-root.conf
		echo '[ -e /run/tmpfs-root/ready ]' >"$hookdir/initqueue/finished/tmpfs-root.sh"
		# shellcheck disable=SC2034 # dracut reads it
		rootok=1
		echo 'ramstrap: init' >/dev/console
		;;
esac
