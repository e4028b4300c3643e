# The image lies in a file on an NFS export: nfs:<host>:/<export>[,<options>], or nfs4:… Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash disable=SC2154

open_nfs() {
	local kind=${source%%:*} rest=${source#*:} share options
	share=${rest%%,*}
	options=${rest:${#share}}
	# dracut's other way to write it: <host>:/<export>:<options>
	if [[ $share =~ ^([^:]+|\[[^]]*\]):(/[^:]*):(.*)$ ]]; then
		share=${BASH_REMATCH[1]}:${BASH_REMATCH[2]}
		options=,${BASH_REMATCH[3]}$options
	fi
	[[ $share == ?*:/* ]] || fail "$source is not nfs:<host>:/<export> or nfs4:<host>:/<export>"
	type mount.nfs &>/dev/null || fail 'this initramfs cannot mount NFS: mount.nfs is missing (install nfs-common or nfs-utils where the initramfs is built)'
	mkdir -p "$state/volume"
	mount_nfs_export "$share" "$(nfs_options "$kind" "$options")"
	find_image
}

nfs_options() {
	local given=${2#,} version=vers=4 lock=
	if [[ $1 != nfs4 ]]; then
		# As everywhere in dracut, nfs: is version 3 unless the options say otherwise. Its locks would need rpc.statd.
		version=vers=3
		lock=,nolock
	fi
	[[ ! ,$given, =~ ,((nfs)?vers=|v[34]) ]] || version=
	# soft: a server that goes away is an error to read about, not a silent wait for ever. What is said later counts.
	echo "ro,soft,timeo=100,retrans=3$lock,retry=0${version:+,$version}${given:+,$given}"
}

# mount_nfs_export <host>:/<export> <options>
mount_nfs_export() {
	local try=0 said pause
	until said=$(mount.nfs "$1" "$state/volume" -o "$2" 2>&1); do
		said=${said##*mount.nfs: }
		judge_nfs "$1" "${2##*retry=0,}" "$said"
		((try < retries)) || fail "the NFS server ${1%%:/*} does not answer: $said"
		pause=$((1 << (try < 5 ? try : 5)))
		say "the NFS server ${1%%:/*} does not answer ($said), again in $pause s"
		sleep "$pause"
		((try++))
	done
}

# Ends here where another try would not help.
judge_nfs() {
	case $3 in
		# Servers say the one or the other for both: what exists is nobody's business who may not have it.
		*'access denied'* | *'ermission denied'* | *'No such file'* | *'not permitted'*)
			fail "the NFS server ${1%%:/*} does not export ${1#*:} to this node ($(address)): the export does not exist, or is for other addresses ($3)"
			;;
		*'not supported'* | *'not registered'*)
			# A server that is only starting says so as well.
			((try < 2)) || fail "the NFS server ${1%%:/*} does not support the requested NFS version ($2): $3"
			;;
		*'ncorrect mount option'* | *'nvalid argument'*)
			fail "the NFS client rejects the options $2: $3"
			;;
		*'resolve'* | *'Name or service'*)
			fail "the name of the NFS server ${1%%:/*} cannot be resolved: $3"
			;;
	esac
}
