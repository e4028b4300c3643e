# Mounts what the etc/fstab of a Linux in an image mounts below its root, and says what stays behind.
# BusyBox may have been built without classes of characters for tr.
# shellcheck shell=dash disable=SC2154,SC2018,SC2019 # chosen and image are set before

follow_fstab() {
	root=$1 fstab=$1/etc/fstab
	: >/mounted
	[ -e "$fstab" ] || [ -L "$fstab" ] || return 0
	is_file_in "$fstab" "$root" || {
		say "warning etc/fstab is not a file of the same file system and is ignored: its mounts are not copied"
		return
	}
	# Parents before what is mounted in them, whatever the order.
	tr -d '\r' <"$fstab" | awk '!/^[ \t]*#/ && $2 ~ /^\// {
		gsub(/["'\'']/, "", $1)
		gsub(/\/+/, "/", $2)
		if (length($2) > 1) sub(/\/$/, "", $2)
		print $1, $2, $3 == "" ? "auto" : $3, $4 == "" ? "defaults" : $4
	}' | sort -s -k 2,2 >/fstab
	root_source=$(awk '$2 == "/" {print $1}' /fstab | tail -n 1)
	while read -r source place type options; do
		place=$(decode "$place")
		follow_line
	done </fstab
}

# A space in a field is written \040 (fstab(5)).
decode() {
	printf %b "$(echo "$1" | sed 's/\\\([0-7]\{3\}\)/\\0\1/g')" | tr -d '\n'
}

follow_line() {
	case $place in
		# What a machine without disks has no use for, and what the kernel and the system fill.
		/ | /boot/efi | /efi | */.snapshots | /dev | /dev/* | /proc | /proc/* | /sys | /sys/* | /run | /run/* | /tmp) return ;;
		*/../* | */.. | */./* | */.) stays 'has a name that is none'; return ;;
	esac
	case $source in /dev/sr* | /dev/cdrom* | /dev/dvd* | /dev/fd*) return ;; esac
	case $type in
		swap | tmpfs | ramfs | proc | sysfs | devpts | devtmpfs | cgroup* | debugfs | tracefs | securityfs | configfs | hugetlbfs | mqueue | efivarfs | usbfs | binfmt_misc) return ;;
		nfs | nfs4 | cifs | smb* | ceph | glusterfs | 9p | virtiofs | afs | davfs | lustre | fuse.sshfs) stays "is a file system of another machine ($type)"; return ;;
		fuse* | overlay | aufs) stays "is no file system of a disk ($type)"; return ;;
	esac
	case ,$options, in
		*,_netdev,*) stays 'is reached over a network'; return ;;
		*,bind,* | *,rbind,*) bind; return ;;
		*,x-systemd.automount,*) ;;
		*,noauto,*) stays 'is mounted by hand only (noauto)'; return ;;
	esac
	is_folder || { stays "has no folder $place in the tree"; return; }
	device=$(device_of "$source") || { stays "is not in this image$(encrypted)"; return; }
	reason=$(unreadable "$device") && { stays "$reason"; return; }
	mount_at "$device" "$root$place" "$(subvolume)" || { stays "could not be mounted ($(tag_of TYPE "$device"))"; return; }
	echo "$place" >>/mounted
	say "took $place from $(name_of "$device")"
}

# A system without these does not start, or does not know what it is made of.
stays() {
	case $place in
		/usr | /var | /etc) finish "failed its etc/fstab mounts $place from $source, which $1; give an image that has both, or write tree.from: directory" ;;
	esac
	say "warning etc/fstab mounts $place from $source, which $1, and is not copied"
}

is_folder() {
	target=$(readlink -f "$root$place")
	[ "$target" = "$root$place" ] && [ -d "$target" ]
}

# The content has two names then, as it had on the machine.
bind() {
	from=$(readlink -f "$root$(decode "$source")")
	case $from in "$root"/*) ;; *) stays 'is no folder of the tree'; return ;; esac
	if is_folder && mount --bind "$from" "$root$place"; then
		say "warning etc/fstab shows $source as $place too (bind): its files are copied twice"
	else
		stays 'is no folder of the tree'
	fi
}

subvolume() {
	echo "$options" | tr , '\n' | grep -E '^subvol(id)?=' | paste -s -d , -
}

encrypted() {
	name=${source#/dev/mapper/}
	! is_file_in "$root/etc/crypttab" "$root" || ! awk -v name="$name" '$1 == name {found = 1} END {exit !found}' "$root/etc/crypttab" || echo ' unencrypted (etc/crypttab)'
}

device_of() {
	name=$(decode "$1")
	case $name in
		"$root_source") echo "$chosen" ;;
		UUID=* | LABEL=* | PARTUUID=* | PARTLABEL=*) tagged "${name%%=*}" "${name#*=}" ;;
		/dev/disk/by-uuid/*) tagged UUID "${name##*/}" ;;
		/dev/disk/by-label/*) tagged LABEL "${name##*/}" ;;
		/dev/disk/by-partuuid/*) tagged PARTUUID "${name##*/}" ;;
		/dev/disk/by-partlabel/*) tagged PARTLABEL "${name##*/}" ;;
		*) numbered "$name" || volume_called "$name" ;;
	esac
}

# /dev/mapper/VG-LV or /dev/VG/LV
volume_called() {
	for device in $(volumes | sed 's,^,/dev/,'); do
		[ "$(readlink -f "$device")" = "$(readlink -f "$1")" ] && echo "$device" && return
	done
	return 1
}

tagged() {
	for device in $(devices); do
		[ "$(tag_of "$1" "$device" | tr '[:upper:]' '[:lower:]')" = "$(echo "$2" | tr '[:upper:]' '[:lower:]')" ] && echo "$device" && return
	done
	return 1
}

# /dev/sda2, /dev/nvme0n1p2 and /dev/disk/by-id/…-part2, of the disk that the root is on, or of a first disk.
numbered() {
	disk=$(disk_in "$1")
	number=${1##*[!0-9]}
	[ -n "$disk" ] && [ -b "/dev/$image$number" ] || return 1
	root_disk=$(disk_in "$root_source")
	case $root_disk:$disk in
		"$disk:$disk" | :/dev/[svh]da | :/dev/xvda | :/dev/nvme0n1 | :/dev/mmcblk0) echo "/dev/$image$number" ;;
		*) return 1 ;;
	esac
}

disk_in() {
	echo "$1" | sed -n -e 's|^\(/dev/disk/by-.*\)-part[0-9]*$|\1|p' -e 's|^\(/dev/[a-z]*[0-9][a-z0-9]*\)p[0-9]*$|\1|p' -e 's|^\(/dev/x*[svh]d[a-z]*\)[0-9]*$|\1|p'
}
