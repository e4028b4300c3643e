# What this machine alone has, in a small initrd of its own that the kernel has laid out beside this one:
# /ramstrap/node, files over the root, and /ramstrap/keys, who else may log in as root. Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash

lay_node_over() {
	local said
	[[ -d /ramstrap ]] || return 0
	# A folder that is there stays as it is, and may be a link.
	said=$(set -o pipefail; { tar -c -C /ramstrap/node . | tar -x -C "$NEWROOT" --preserve-permissions --same-owner --numeric-owner --keep-directory-symlink --no-overwrite-dir --warning=no-timestamp; } 2>&1) \
		|| fail "the files of this machine could not be written to its root: ${said%%$'\n'*}"
	add_keys || fail 'the SSH keys of this machine could not be written to its root'
	name_in_hosts
}

add_keys() {
	local home keys
	[[ -s /ramstrap/keys ]] || return 0
	home=$(awk -F: '$1 == "root" {print $6}' "$NEWROOT/etc/passwd")
	home=$(inside "${home:-/root}") || return
	keys=$home/.ssh/authorized_keys
	[[ -d $home/.ssh ]] || { mkdir -p "$home" && mkdir -m 700 "$home/.ssh"; } || return
	# The last line of what is there may have no end.
	[[ ! -s $keys || -z $(tail -c 1 "$keys") ]] || echo >>"$keys"
	cat /ramstrap/keys >>"$keys" && chmod 600 "$keys"
}

name_in_hosts() {
	local hosts=$NEWROOT/etc/hosts
	[[ -s /ramstrap/node/etc/hostname && -f $hosts && ! -e /ramstrap/node/etc/hosts ]] || return 0
	sed -i "s/^127\.0\.1\.1[[:space:]].*/127.0.1.1 $(</ramstrap/node/etc/hostname)/" "$hosts"
}
