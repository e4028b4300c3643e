#!/bin/sh
# cmdline hook: takes root=tmpfs:… out of dracut's hands and asks for the network or the volume group that it needs.
# Before dracut's own hooks for LVM (30), NFS (90) and ip= (98), which read what is written here.
# shellcheck disable=SC2154 # dracut sets hookdir

# shellcheck source=/dev/null
type getarg >/dev/null 2>&1 || . /lib/dracut-lib.sh

tmpfs_root_words() {
	case $1 in
		http://* | https://* | NFS=* | nfs:* | nfs4:*)
			# The network is there; for BOOTIF alone dracut would bring it up once more.
			[ ! -e /run/tmpfs-root/ready ] || { echo rd.bootif=0; return; }
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

# Whether an address by DHCP is all that is asked for: then neither udev nor dracut's queue need to run before the root is there.
tmpfs_root_is_plain() {
	[ -x /lib/tmpfs-root/busybox ] && [ -z "${DRACUT_SYSTEMD-}" ] || return 1
	case $1 in
		http://* | https://* | NFS=* | nfs:* | nfs4:*) ;;
		*) return 1 ;;
	esac
	for tmpfs_root_word in $(getcmdline); do
		case $tmpfs_root_word in
			ip=dhcp | rd.tmpfs.* | rd.shell=* | rd.emergency=* | rd.info | rd.debug) ;;
			ip=* | rd.* | bond=* | bridge=* | team=* | vlan=* | ifname=* | nameserver=*) return 1 ;;
		esac
	done
}

tmpfs_root_at_once() {
	tmpfs_root_is_plain "$1" && /sbin/tmpfs-root-address || return 0
	if ! NEWROOT=$NEWROOT /sbin/tmpfs-root; then
		# What starts anew is done. Whoever gets a shell is to have disks and a keyboard there, which udev brings: once more, its way.
		getargbool 1 rd.shell || emergency_shell "no root file system: $(cat /run/tmpfs-root/failed)"
		return 0
	fi
	: >/run/tmpfs-root/ready
	# The root needs none of the devices that udev would be told of and waited for; the system does all that again.
	udevadm() {
		case $1 in
			trigger | settle) ;;
			*) command udevadm "$@" ;;
		esac
	}
}

tmpfs_root=$(getarg root=)
case $tmpfs_root in
	tmpfs:?*)
		tmpfs_root=${tmpfs_root#tmpfs:}
		mkdir -p /run/tmpfs-root /etc/cmdline.d
		echo "$tmpfs_root" >/run/tmpfs-root/source
		echo 'ramstrap: init' >/dev/console
		tmpfs_root_at_once "$tmpfs_root"
		tmpfs_root_words "$tmpfs_root" >/etc/cmdline.d/90-tmpfs-root.conf
		echo '[ -e /run/tmpfs-root/ready ]' >"$hookdir/initqueue/finished/tmpfs-root.sh"
		# shellcheck disable=SC2034 # dracut reads it
		rootok=1
		;;
esac
