#!/bin/bash
# dracut module tmpfs-root: a root file system in RAM, from an image over HTTP or NFS or from a disk.
# See readme.md beside this folder for the kernel words.
# shellcheck disable=SC2154 # moddir and its like are set by dracut

check() {
	require_binaries tar awk od head tail dd sha256sum md5sum chroot || return 1
	# Only where it is asked for.
	return 255
}

depends() {
	echo base bash fs-lib
	local module
	for module in dm lvm; do
		can_have "$module" && echo "$module"
	done
	can_have_network || return 0
	# In dracut 059 systemd-networkd, which it would choose first, does not wait for the network.
	# Later ones have no scripts of their own for it; NetworkManager does without systemd.
	if can_have network-legacy; then
		echo network-legacy
	elif can_have network-manager; then
		echo network-manager
	fi
	for module in url-lib nfs; do
		can_have "$module" && echo "$module"
	done
	return 0
}

can_have() {
	[[ " $omit_dracutmodules " == *" $1 "* ]] && return 1
	# 255 is "only when asked for".
	module_check "$1" &>/dev/null
	[[ $? == 0 || $? == 255 ]]
}

# Without one of these, a module that depends on the network would take this one down with it.
can_have_network() {
	can_have network-legacy || can_have network-manager || can_have systemd-networkd || can_have connman
}

installkernel() {
	hostonly='' instmods loop squashfs overlay ext4 vfat xfs btrfs iso9660 virtio_blk virtio_net e1000 e1000e
}

install() {
	local part
	inst_multiple tar awk od head tail dd cat sha256sum md5sum chroot mount umount mkfifo sleep grep sed cut wc df cp rm mkdir sync chmod
	inst_multiple -o gzip xz zstd lz4 curl ip blkid
	for part in say words network memory volume nfs http image archive squashfs tree node; do
		inst_simple "$moddir/$part.sh" "/lib/tmpfs-root/$part.sh"
	done
	# Where a static BusyBox lies beside this file: a node has its address sooner.
	if [[ -x $moddir/busybox ]]; then
		inst_simple "$moddir/busybox" /lib/tmpfs-root/busybox
		inst_simple "$moddir/udhcpc.sh" /lib/tmpfs-root/udhcpc
		inst_script "$moddir/address.sh" /sbin/tmpfs-root-address
		inst_multiple sort xargs udevadm
		chmod 755 "$initdir"/lib/tmpfs-root/{busybox,udhcpc} "$initdir/sbin/tmpfs-root-address"
	fi
	inst_script "$moddir/main.sh" /sbin/tmpfs-root
	inst_script "$moddir/ready.sh" /sbin/tmpfs-root-ready
	inst_hook cmdline 20 "$moddir/parse-tmpfs-root.sh"
	inst_hook initqueue/settled 50 "$moddir/wait-tmpfs-root.sh"
	inst_hook mount 10 "$moddir/tmpfs-root.sh"
	for part in reboot poweroff halt; do
		# Debian has these with systemd only; without them rd.emergency= would end in a kernel panic.
		find_binary "$part" &>/dev/null || { inst_script "$moddir/leave.sh" "/sbin/$part"; chmod 755 "$initdir/sbin/$part"; }
	done
	if dracut_module_included systemd; then
		inst_script "$moddir/generator.sh" "$systemdutildir/system-generators/tmpfs-root-generator"
		chmod 755 "$initdir$systemdutildir/system-generators/tmpfs-root-generator"
	fi
	# Who copied this folder may have lost the modes.
	chmod 755 "$initdir"/sbin/tmpfs-root{,-ready}
	# Below lib/dracut, or var/lib/dracut.
	find "$initdir" -path '*/dracut/hooks/*' -name '*tmpfs-root.sh' -exec chmod 755 {} +
	# The NFS module makes things root's by name.
	grep -qs '^root:' "$initdir/etc/group" || echo 'root:x:0:' >>"$initdir/etc/group"
	dracut_need_initqueue
}
