# What is on the disk of a virtual machine that reads an image: partitions, volumes, what they hold, how they are named.
# shellcheck shell=dash disable=SC2154 # image is set before any of these is called

way_out='open it where it can be, mount it, and write tree.from: directory'

partitions() {
	for path in "/sys/class/block/$image"/"$image"*; do
		[ -e "$path" ] && echo "${path##*/}" | sed "s/^$image//"
	done | sort -n
}

# Programs that check the metadata of thin and cached volumes would each be needed only to say that it is whole.
start_volumes() {
	[ -x /tools/lvm ] || return 0
	mkdir -p /etc/lvm /run/lock/lvm
	echo 'global { thin_check_executable="" cache_check_executable="" } activation { monitoring=0 }' >/etc/lvm/lvm.conf
	# With those that are marked to be passed over, as thin snapshots are.
	/tools/lvm vgchange -a y -K >/dev/null 2>&1
	/tools/lvm vgmknodes >/dev/null 2>&1
}

# "VG/LV KIND ORIGIN" of each volume that can hold files; snapshots last, as they hold what their origin does.
all_volumes() {
	[ ! -x /tools/lvm ] || /tools/lvm lvs --noheadings --separator ' ' -o vg_name,lv_name,segtype,origin 2>/dev/null |
		awk '$3 !~ /-pool$/ && !seen[$1 "/" $2]++ {print $1 "/" $2, $3, $4}' | sort -s -k 3,3
}

volumes() {
	all_volumes | while read -r name _; do
		[ ! -b "/dev/$name" ] || echo "$name"
	done
}

inactive_volumes() {
	all_volumes | while read -r name kind _; do
		[ -b "/dev/$name" ] || inactive "$name" "$kind"
	done
}

inactive() {
	echo "volume $1 ($2) could not be activated: $(/tools/lvm lvchange -a y -K "$1" 2>&1 </dev/null | grep -v WARNING | tail -n 1 | sed 's/^ *//')"
}

choose_volume() {
	chosen=/dev/$1
	[ -x /tools/lvm ] || finish "failed tree.partition is $1, a logical volume, and this machine has no lvm to read it; install lvm2"
	kind=$(all_volumes | awk -v name="$1" '$1 == name {print $2}')
	[ -n "$kind" ] || finish "failed there is no logical volume $1 with files on it; it has: $(all_volumes | awk '{print $1}' | xargs)"
	[ -b "$chosen" ] || finish "failed $(inactive "$1" "$kind")"
}

devices() {
	echo "/dev/$image"
	partitions | sed "s,^,/dev/$image,"
	volumes | sed 's,^,/dev/,'
}

# What a device holds, and how it is called: asked of each once.
tag_of() {
	file=/tags/$(echo "$2" | tr / _)
	[ -e "$file" ] || /tools/blkid -p -o export "$2" >"$file" 2>/dev/null
	case $1 in
		PARTUUID) set -- PART_ENTRY_UUID ;;
		PARTLABEL) set -- PART_ENTRY_NAME ;;
	esac
	sed -n "s/^$1=//p" "$file" | sed 's/\\\(.\)/\1/g'
}

# How somebody writes it in tree.partition, and how it is called in a sentence.
key_of() {
	key=${1#/dev/}
	echo "${key#"$image"}"
}

name_of() {
	case $(key_of "$1") in
		'') echo 'the whole disk' ;;
		*/*) echo "volume $(key_of "$1")" ;;
		*) echo "partition $(key_of "$1")" ;;
	esac
}

# All parts of a btrfs that lies on several devices are named to the kernel.
mount_at() {
	options=ro${3:+,$3}
	if [ "$(tag_of TYPE "$1")" = btrfs ]; then
		uuid=$(tag_of UUID "$1")
		for member in $(devices); do
			[ "$(tag_of UUID "$member")" != "$uuid" ] || options=$options,device=$member
		done
	fi
	mount -o "$options" "$1" "$2" 2>/dev/null
}

# Why a file system could not be mounted, asked at once: the kernel's last words. What has none is no failure.
not_mounted() {
	[ "$(tag_of USAGE "$1")" = filesystem ] && echo "could not be mounted as $(tag_of TYPE "$1"): $(dmesg | tail -n 1 | sed 's/^\[[^]]*\] //')"
}

# Why what is on a device is no file system yet.
unreadable() {
	case $(tag_of TYPE "$1") in
		crypto_LUKS) echo 'is encrypted (LUKS)' ;;
		BitLocker) echo 'is encrypted (BitLocker)' ;;
		linux_raid_member)
			# A mirror with its data at the beginning can be mounted as it is.
			! mount_at "$1" /mnt || { umount /mnt; return 1; }
			echo 'is a part of a RAID (md)'
			;;
		*_raid_member) echo 'is a part of a RAID that firmware makes' ;;
		zfs_member) echo 'is a part of a ZFS pool' ;;
		bcache) echo 'is a part of a bcache' ;;
		LVM2_member) [ ! -x /tools/lvm ] && echo 'belongs to LVM, and this machine has no lvm to read it (install lvm2)' ;;
		*) return 1 ;;
	esac
}

# In a sentence, where no Linux is among it.
what_there_is() {
	for device in $(devices); do
		type=$(tag_of TYPE "$device")
		if reason=$(unreadable "$device"); then
			echo "; $(name_of "$device") $reason"
			touch /closed
		elif grep -qs "^$device " /unmounted; then
			echo "; $(name_of "$device") $(sed -n "s,^$device ,,p" /unmounted)"
		elif [ "$type" = LVM2_member ]; then
			[ -n "$(all_volumes)" ] || echo "; $(name_of "$device") belongs to LVM and has no volumes"
		elif [ -n "$type" ]; then
			echo "; $(name_of "$device") is $type"
		fi
	done >/there
	inactive_volumes | sed 's/^/; /' >>/there
	[ -n "$(partitions)" ] || [ -s /there ] || echo -n 'no partitions, and '
	echo -n "no file system with etc/ and with /sbin/init or /etc/os-release$(tr -d '\n' </there)"
	[ ! -e /closed ] || echo -n "; $way_out"
}
