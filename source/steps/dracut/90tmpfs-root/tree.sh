# What must be so in a root before its init is started, and what is different on every machine. Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash disable=SC2154

check_init() {
	local path machine ours
	{ path=$(inside "$init") && [[ -f $path && -x $path ]]; } \
		|| fail "there is no $init in the image from $origin: the system is incomplete, or init= is wrong"
	machine=$(machine_of "$path")
	ours=$(machine_of "$(type -P bash)")
	case $machine in
		'') fail "$init of the image is neither a program nor a script, so the kernel cannot run it (exec format error)" ;;
		"$ours") ;;
		3) [[ $ours == 62 ]] || wrong_machine ;;
		40) [[ $ours == 183 ]] || wrong_machine ;;
		*) wrong_machine ;;
	esac
}

wrong_machine() {
	fail "the image is for another architecture: its $init is for $(machine_name "$machine"), and this kernel is for $(uname -m) (exec format error)"
}

# Follows links as the new root will see them.
inside() {
	local rest=$1 path='' part target hops=0
	while [[ -n $rest ]]; do
		part=${rest%%/*}
		[[ $rest == */* ]] && rest=${rest#*/} || rest=
		case $part in
			'' | .) ;;
			..) path=${path%/*} ;;
			*)
				path+=/$part
				[[ -L $NEWROOT$path ]] || continue
				((hops++ < 40)) || return 1
				target=$(readlink "$NEWROOT$path")
				[[ $target == /* ]] && path= || path=${path%/*}
				rest=$target${rest:+/$rest}
				;;
		esac
	done
	echo "$NEWROOT$path"
}

# The number of the architecture in an ELF file, or in the interpreter of a script.
machine_of() {
	local path=$1 line _
	for _ in 1 2 3 4; do
		case $(od -An -v -tx1 -N4 "$path" 2>/dev/null | tr -d ' ') in
			7f454c46) od -An -tu2 -j18 -N2 "$path" | tr -d ' '; return ;;
			2321*) IFS= read -r line <"$path" ;;
			*) return ;;
		esac
		read -r path _ <<<"${line#??}"
		path=$(inside "$path") || return
	done
}

# e_machine of elf(5).
machine_name() {
	case $1 in
		3) echo i386 ;;
		8) echo mips ;;
		21) echo ppc64 ;;
		22) echo s390 ;;
		40) echo arm ;;
		62) echo x86_64 ;;
		183) echo aarch64 ;;
		243) echo riscv ;;
		258) echo loongarch ;;
		*) echo "machine $1" ;;
	esac
}

make_own() {
	local folder mac
	for folder in dev proc sys run; do
		[[ -d $NEWROOT/$folder ]] || mkdir -p "$NEWROOT/$folder"
	done
	[[ -d $NEWROOT/etc ]] || return 0
	[[ -z $hostname ]] || echo "$hostname" >"$NEWROOT/etc/hostname"
	mac=$(boot_mac)
	if [[ -n $mac && ! -L $NEWROOT/etc/machine-id && ! -s $NEWROOT/etc/machine-id ]]; then
		echo "ramstrap $mac" | md5sum | cut -c 1-32 >"$NEWROOT/etc/machine-id"
	fi
	if [[ -s /etc/resolv.conf && ! -L $NEWROOT/etc/resolv.conf && ! -s $NEWROOT/etc/resolv.conf ]]; then
		cat /etc/resolv.conf >"$NEWROOT/etc/resolv.conf"
	fi
	# systemd switches to nothing that does not look like a system.
	if [[ -n ${DRACUT_SYSTEMD:-} && ! -e $(inside /etc/os-release) && ! -e $NEWROOT/usr/lib/os-release ]]; then
		echo 'ID=linux' >"$NEWROOT/etc/os-release"
	fi
}

restore_labels() {
	local config=$NEWROOT/etc/selinux/config policy contexts setfiles
	# A squashfs has its labels with it, and writing them would copy all of it into the layer above.
	[[ -f $config && ! ($kind == squashfs && $overlay == 1) ]] || return 0
	! grep -q '^SELINUX=disabled' "$config" && [[ $(value selinux 1) != 0 ]] || return 0
	policy=$(sed -n 's/^SELINUXTYPE=\([^ ]*\).*/\1/p' "$config")
	contexts=/etc/selinux/$policy/contexts/files/file_contexts
	[[ -f $NEWROOT$contexts ]] || return 0
	for setfiles in /sbin/setfiles /usr/sbin/setfiles ''; do
		[[ -z $setfiles || ! -x $(inside "$setfiles") ]] || break
	done
	[[ -n $setfiles ]] || { say 'SELinux labels are not restored: there is no setfiles in the image'; return; }
	say 'restoring SELinux labels'
	chroot "$NEWROOT" "$setfiles" -F -e /proc -e /sys -e /dev -e /run "$contexts" / >"$state/labels.said" 2>&1 \
		|| say "not all SELinux labels could be restored: $(tail -n 1 "$state/labels.said")"
}
