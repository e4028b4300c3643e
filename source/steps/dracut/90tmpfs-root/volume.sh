# The image lies in a file on a disk of this machine. Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash disable=SC2154

find_volume() {
	local device
	case $source in
		/dev/*) device=$source ;;
		LABEL=*) device=/dev/disk/by-label/$(escape "${source#*=}") ;;
		UUID=*) device=/dev/disk/by-uuid/${source#*=} ;;
		PARTLABEL=*) device=/dev/disk/by-partlabel/$(escape "${source#*=}") ;;
		PARTUUID=*) device=/dev/disk/by-partuuid/${source#*=} ;;
	esac
	# udev's links are in lower case for UUIDs, whatever case a person writes.
	[[ $source != *UUID=* || -e $device ]] || device=${device,,}
	[[ -b $device ]] && echo "$device"
}

# As udev writes names that are not plain.
escape() {
	local name=${1//\\/\\x5c}
	name=${name//\//\\x2f}
	echo "${name// /\\x20}"
}

volumes_there() {
	local path found=()
	for path in /sys/class/block/*; do
		case ${path##*/} in
			loop* | ram* | zram*) ;;
			*) found+=("/dev/${path##*/}") ;;
		esac
	done
	echo "${found[*]:-no disks}"
}

open_volume() {
	local device said
	device=$(find_volume) || fail "the volume $source does not exist; available: $(volumes_there)"
	mkdir -p "$state/volume"
	said=$(mount -o ro "$device" "$state/volume" 2>&1) || fail "the volume $source could not be mounted: ${said##*$'\n'}"
	find_image
}

# Sets `file`, by its name or as the first of the usual ones.
find_image() {
	local name
	if [[ -n $imgfile ]]; then
		file=$state/volume/${imgfile#/}
		[[ -f $file ]] || fail "there is no file $imgfile on $source (rd.tmpfs.imgfile); available: $(files_there)"
		return
	fi
	for name in rootfs.{tar.zst,tar.xz,tar.gz,tar.lz4,tgz,txz,tar,squashfs}; do
		file=$state/volume/$name
		[[ ! -f $file ]] || return 0
	done
	fail "there is no image on $source, neither rootfs.tar.zst nor another usual name; name it with rd.tmpfs.imgfile=; available: $(files_there)"
}

files_there() {
	local path found=()
	for path in "$state"/volume/*; do
		[[ ! -e $path ]] || found+=("${path##*/}")
	done
	((${#found[@]} <= 8)) || found=("${found[@]:0:8}" ...)
	echo "${found[*]:-no files}"
}

fetch_file() {
	cat "$file" 2>"$state/cat.said" && return
	[[ ! -s $state/cat.said ]] || echo "the image on $source could not be read to its end: $(sed 's/.*: //' "$state/cat.said")" >"$state/fetch.said"
	return 1
}

close_volume() {
	umount "$state/volume" 2>/dev/null || umount -l "$state/volume" 2>/dev/null
}
