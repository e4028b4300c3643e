# Mounts the root of the node over NFS. Part of /init, whose functions it uses.
#   ramstrap.nfs=<server>:<path>     the server by its address
#   ramstrap.nfsopts=vers=4.2,…      options of the kernel's NFS client (nfs(5))
#   ramstrap.overlay=tmpfs|zram      read-only, with a layer in RAM for what the node writes
# shellcheck shell=dash
# shellcheck source=overlay.sh
. /etc/ramstrap/overlay

mount_root() {
	nfs_source=$(word ramstrap.nfs)
	nfs_options=$(word ramstrap.nfsopts)
	nfs_server=${nfs_source%%:*}
	nfs_path=${nfs_source#*:}
	case $nfs_source in
		*.*.*.*:/*) ;;
		*) fail "ramstrap.nfs=$nfs_source is not <address of the server>:/<path>" ;;
	esac
	load_nfs
	choose_version
	if [ -n "$(word ramstrap.overlay)" ]; then
		# Below /run, which goes along with the node: what is in there stays reachable.
		mkdir -p /run/ramstrap/lower
		mount_nfs /run/ramstrap/lower ro
		mount_overlay "$nfs_source"
	else
		mount_nfs /newroot rw
	fi
}

choose_version() {
	# Without a version the kernel takes 3; negotiating is what mount.nfs does, which is not here.
	nfs_version=$(option '\(nfs\)\{0,1\}vers')
	[ -n "$nfs_version" ] || {
		nfs_version=4.2
		nfs_options=vers=4.2${nfs_options:+,$nfs_options}
	}
	# Locks stay within the node: rpc.statd, which locks over NFS 3 need, would have to run before there is a root.
	[ "$nfs_version" != 3 ] || has_option lock || nfs_options=$nfs_options,nolock
}

has_option() {
	case ,$nfs_options, in
		*,"$1",*) return 0 ;;
	esac
	return 1
}

load_nfs() {
	# A module that is built in is no error, one that is missing shows below.
	modprobe -a -q nfs nfsv3 nfsv4 2>/dev/null
	grep -qw nfs /proc/filesystems || fail "this kernel has no NFS client: nfs is neither built in nor a module in this image"
	# To a server of NFS 4 nodes of the same name are one, which it takes for restarted whenever the other one comes.
	# Without an end of line, which would be part of it.
	# shellcheck disable=SC2154 # init sets card
	[ ! -w /sys/module/nfs/parameters/nfs4_unique_id ] || printf %s "$(cat "/sys/class/net/$card/address")" >/sys/module/nfs/parameters/nfs4_unique_id
}

mount_nfs() {
	# A switch may take half a minute to forward, a server that was started with the node as long: about a minute, in growing pauses.
	nfs_patience=${nfs_patience:-60}
	nfs_pause=1
	nfs_began=$(nfs_clock)
	until try_nfs "$1" "$2"; do
		[ $(($(nfs_clock) - nfs_began + nfs_pause)) -lt "$nfs_patience" ] || fail "$nfs_problem, for $nfs_patience seconds"
		[ $nfs_pause -gt 1 ] || say "$nfs_problem, trying again"
		sleep $nfs_pause
		[ $nfs_pause -ge 8 ] || nfs_pause=$((nfs_pause * 2))
	done
}

nfs_clock() {
	# Seconds since boot: the clock of the day may jump.
	cut -d. -f1 /proc/uptime
}

try_nfs() {
	# Fails where another try may help, and ends here where none will.
	nfs_port=$(option port)
	knock "${nfs_port:-2049}" || {
		nfs_problem="the NFS server $nfs_server does not answer: $nfs_said"
		return 1
	}
	if [ "$nfs_version" = 3 ] && ! knock 111 && [ "$nfs_said" = "port 111 is closed" ]; then
		fail "the NFS server $nfs_server does not support NFS 3: $nfs_said from its mount service"
	fi
	nfs_before=$(dmesg | wc -l)
	nfs_said=$(
		exec 2>&1
		# With something behind it, so that the shell that stays hears of its end, and not the one outside, on the console.
		timeout $((nfs_patience / 3)) mount -t nfs -o "$2,$nfs_options" "$nfs_source" "$1" || exit 1
	) && return
	nfs_said=${nfs_said##*failed: }
	judge_nfs
}

option() {
	echo "$nfs_options" | tr , '\n' | sed -n "s/^$1=//p" | tail -n 1
}

knock() {
	# A plain connection, because the kernel's client waits three minutes for a server that is silent.
	nfs_said=$(timeout 5 nc -w 4 "$nfs_server" "$1" </dev/null 2>&1 >/dev/null) && return
	case $nfs_said in
		*refused*) nfs_said="port $1 is closed" ;;
		*) nfs_said="nothing comes back from port $1" ;;
	esac
	return 1
}

judge_nfs() {
	nfs_kernel=$(dmesg | tail -n +$((nfs_before + 1)) | grep -i nfs | tail -n 1 | sed 's/^\[ *[0-9.]*\] //')
	case $nfs_said in
		# Servers say the one or the other for both: what exists is nobody's business who may not have it.
		*'Permission denied'* | *'No such file'*) fail "the NFS server $nfs_server does not export $nfs_path to this node ($(nfs_address)): the export does not exist, or is for other addresses ($nfs_said)" ;;
		*'Protocol not supported'*)
			kernel_speaks || fail "this kernel does not support NFS $nfs_version: the module is not in this image"
			fail "the NFS server $nfs_server does not support NFS $nfs_version"
			;;
		*'Invalid argument'*) fail "the NFS client of this kernel rejects the options $nfs_options${nfs_kernel:+: $nfs_kernel}" ;;
		*Terminated* | '') nfs_problem="the NFS server $nfs_server takes connections, but does not answer" ;;
		*) nfs_problem="$nfs_source could not be mounted: $nfs_said${nfs_kernel:+ ($nfs_kernel)}" ;;
	esac
	return 1
}

kernel_speaks() {
	# In a module, which is loaded by now, or built in.
	[ -d "/sys/module/nfsv${nfs_version%%.*}" ] || grep -q "/nfsv${nfs_version%%.*}.ko" "/lib/modules/$(uname -r)/modules.builtin" 2>/dev/null
}

nfs_address() {
	ip -o -4 addr show dev "$card" | awk '{print $4; exit}'
}
