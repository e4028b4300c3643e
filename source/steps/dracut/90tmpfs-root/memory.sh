# Is there memory enough? Asked before anything is fetched. Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash disable=SC2154

check_memory() {
	local total free
	total=$(memory_in_mebibytes MemTotal)
	free=$(memory_in_mebibytes MemAvailable)
	if [[ -n $room ]] && ((free < room)); then
		fail "too little memory: the root takes $room MiB, and $free of $total MiB are free${need:+; give this machine $need MiB}"
	fi
	# With the room known, it is only what is told: of the memory of a machine its kernel shows a part.
	if [[ -z $room && -n $need ]] && ((total < need)); then
		fail "too little memory: the root needs a machine with $need MiB (rd.tmpfs.need), and this one has $total MiB"
	fi
	if [[ -n $bytes ]] && ((free < bytes / 1048576)); then
		fail "too little memory: the image alone has $(mebibytes "$bytes") MiB, and $free of $total MiB are free"
	fi
}

memory_in_mebibytes() {
	awk -v name="$1:" '$1 == name {print int($2 / 1024)}' /proc/meminfo
}

room_in_mebibytes() {
	local place=$NEWROOT
	grep -q " $NEWROOT " /proc/mounts || place=$state/ram
	df -m "$place" | awk 'END {print $2}'
}
