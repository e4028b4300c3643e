#!/bin/bash
# Makes the root file system in RAM that root=tmpfs:… asks for. A failure is said in one sentence; then nothing of it is left.
# The state in /run/tmpfs-root goes along into the new root where an image lies in it.
# shellcheck disable=SC1090,SC2034,SC2154

for part in say words network memory volume nfs http image archive squashfs tree node; do
	. "/lib/tmpfs-root/$part.sh"
done

main() {
	clear_away
	read_words
	[[ -z $sha256 || $sha256 =~ ^[0-9a-f]{64}$ ]] || fail "rd.tmpfs.sha256=$sha256 is not a SHA-256 checksum of 64 digits"
	report init
	greet_network
	check_memory
	bring_image
	milestone image
	[[ -z $sha256 ]] || milestone verified
	[[ $kind != squashfs ]] || mount_squashfs
	check_init
	lay_node_over
	make_own
	restore_labels
	milestone root "$(kind_of_root)"
}

greet_network() {
	if [[ -n $(address) ]]; then
		know_name_servers
		milestone network "$(address)"
	elif [[ $source == *://* || $source == nfs*:* ]]; then
		fail "no address: $(why_no_address)"
	fi
}

bring_image() {
	origin=$source
	case $source in
		http://* | https://*)
			((${#urls[@]} == 1)) || origin="the ${#urls[@]} addresses"
			load_image fetch_http
			return
			;;
		nfs:* | nfs4:*) open_nfs ;;
		/dev/* | LABEL=* | UUID=* | PARTLABEL=* | PARTUUID=*) open_volume ;;
		*) fail "root=tmpfs:$source is not a valid source: not http(s)://…, NFS=nfs:…, /dev/…, LABEL=, UUID=, PARTLABEL= or PARTUUID=" ;;
	esac
	load_image fetch_file
	close_volume
}

kind_of_root() {
	awk -v place="$NEWROOT" '$2 == place {type = $3} END {print type}' /proc/mounts
}

clear_away() {
	local place
	for place in "$NEWROOT" "$state/image" "$state/ram" "$state/volume"; do
		while grep -q " $place " /proc/mounts; do
			umount "$place" 2>/dev/null || umount -l "$place" || break
		done
	done
}

main
