#!/bin/sh
# The first program of the node. Brings up devices, drivers and network, then hands over:
#   shell    a shell at once, before drivers and network
#   rambox   stay in this initramfs and run its /sbin/init
#   root=…   mount that and run its init
#   ramstrap.root=tmpfs|ext2|nfs   get the root file system from the server and run its init
#   ramstrap.failure=reboot   start anew a minute after a failure, where otherwise there is a shell
# When anything fails there is a sentence, never a panic.
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
# shellcheck source=report.sh
. /etc/ramstrap/report
# shellcheck source=own.sh
. /etc/ramstrap/own

# Process 1 must never end. An exec that fails ends this script, whatever stands behind it, so the way out leads here.
doing='/init ended'
failure=shell
trap 'fail "$doing"' EXIT

say() {
	# /dev/console is only the last of the consoles, and nobody may be sitting there; the kernel writes to all.
	echo "ramstrap: $1"
	# shellcheck disable=SC2013 # all in one line
	for name in $(sed 's/ *[^ ]*$//' /sys/class/tty/console/active); do
		echo "ramstrap: $1" >"/dev/$name"
	done
} 2>/dev/null

shell() {
	say "${1:-a shell was requested}"
	echo "To leave: reboot, or poweroff"
	trap - EXIT
	# BusyBox's reboot, poweroff and halt tell process 1 by signals what to do.
	trap 'reboot -f' TERM
	trap 'poweroff -f' USR2
	trap 'halt -f' USR1
	while :; do
		setsid cttyhack sh -l </dev/console >/dev/console 2>&1 &
		wait $!
	done
}

fail() {
	# Before the network is up nobody hears it.
	report failed "$1" || :
	[ "$failure" = reboot ] && start_anew "$1"
	shell "failed: $1"
}

start_anew() {
	trap - EXIT
	say "failed: $1"
	say 'restarting in a minute'
	# Time to read it, and for a server to come back.
	sleep 60
	reboot -f
}

word() {
	# The value of name=value on the kernel's command line; the last one counts, as for the kernel itself.
	sed 's/ /\n/g' /proc/cmdline | sed -n "s/^$1=//p" | tail -n 1
}

has() {
	# Whole words only: loaders add words of their own, such as BOOT_IMAGE=http://…/rambox/vmlinuz.
	case " $(cat /proc/cmdline) " in
		*" $1 "*) return 0 ;;
	esac
	return 1
}

stays() {
	# Whether this initramfs is the system for good.
	has rambox || [ -z "$(word root)$(word ramstrap.root)" ]
}

load_drivers() {
	# A bus that gets its driver shows new devices (virtio behind PCI, cards behind USB), so look again while anything is new.
	known=
	for _ in 1 2 3 4 5 6; do
		# By bus and class: to walk through all of /sys/devices takes ten times as long.
		found=$(cat /sys/bus/*/devices/*/modalias /sys/class/*/*/modalias /sys/devices/system/cpu/modalias 2>/dev/null | sort -u)
		[ "$found" = "$known" ] && break
		known=$found
		echo "$found" | xargs -n 50 modprobe -a -q -b 2>/dev/null
	done
}

cards() {
	for path in /sys/class/net/*; do
		[ -e "$path/device" ] && echo "${path##*/}"
	done
}

wait_for_cards() {
	# USB cards show up late.
	for _ in 1 2 3 4 5; do
		[ -n "$(cards)" ] && return
		sleep 1
		load_drivers
	done
	fail "no driver for a network card: $(cards_without_driver)"
}

cards_without_driver() {
	# A bridge to another bus (virtio) may have its driver while the card behind it has none: what counts is an interface.
	for path in /sys/bus/pci/devices/*; do
		case $(cat "$path/class") in
			0x02*) ls -d "$path"/net/* "$path"/*/net/* >/dev/null 2>&1 || printf '%s:%s ' "$(sed s/0x// "$path/vendor")" "$(sed s/0x// "$path/device")" ;;
		esac
	done | grep . || echo "none on the PCI bus"
}

boot_card_first() {
	# The loader says which card it booted from: BOOTIF=01-aa-bb-cc-dd-ee-ff
	boot=$(word BOOTIF | tr 'A-F-' 'a-f:')
	for card in $(cards); do
		[ "01:$(cat "/sys/class/net/$card/address")" = "$boot" ] && echo "$card"
	done
	for card in $(cards); do
		[ "01:$(cat "/sys/class/net/$card/address")" = "$boot" ] || echo "$card"
	done
}

wait_for_link() {
	# Cards take seconds to agree on a speed; where there is no cable nothing else will come.
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ "$(cat "/sys/class/net/$1/carrier" 2>/dev/null)" = 1 ] && return
		sleep 1
	done
	return 1
}

address_by_kernel() {
	# A kernel with IP_PNP has done ip=… before we started.
	card=$(ip -o -4 addr show scope global | awk '{print $2; exit}')
	[ -n "$card" ] || return 1
	# What it learnt about names it leaves there, and uses none of it.
	grep -E '^(nameserver|domain) ' /proc/net/pnp >/etc/resolv.conf 2>/dev/null || :
}

address_by_hand() {
	# ip=<client>:<server>:<gateway>:<netmask>:<hostname>:<device>:<autoconf>:<dns0>:<dns1>; without a netmask that of the class, as for the kernel
	setting=$(word ip)
	case $setting in
		*.*.*.*) ;;
		*) return 1 ;;
	esac
	field() { echo "$setting:" | cut -d: -f"$1"; }
	card=$(field 6)
	[ -n "$card" ] || card=$(boot_card_first | head -n 1)
	mask=$(field 4)
	ifconfig "$card" "$(field 1)" ${mask:+netmask "$mask"} up || return 1
	[ -z "$(field 3)" ] || route add default gw "$(field 3)"
	[ -z "$(field 5)" ] || hostname "$(field 5)"
	for address in $(field 8) $(field 9); do
		echo "nameserver $address"
	done >/etc/resolv.conf
	wait_for_link "$card"
}

address_by_dhcp() {
	for card in $(boot_card_first); do
		ip link set "$card" up
	done
	for card in $(boot_card_first); do
		wait_for_link "$card" || continue
		# Forty seconds: a switch port with spanning tree forwards nothing for the first thirty.
		# Not asked for by itself: MTU (26), search list (119), routes (121, and 249 of Microsoft).
		udhcpc -i "$card" -s /etc/ramstrap/udhcpc -O 26 -O 119 -O 121 -O 249 -t 20 -T 2 -n >/dev/null && return
	done
	return 1
}

find_root() {
	# Disks on USB and behind slow controllers show up late.
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		case $root in
			UUID=* | LABEL=*) device=$(findfs "$root" 2>/dev/null) ;;
			*) device=$root ;;
		esac
		[ -b "$device" ] && return
		sleep 1
		load_drivers
	done
	fail "root=$root does not exist: no such disk, or no driver for it in this image"
}

is_shared() {
	# The root lies on the server, and others have the same.
	[ "$kind" = nfs ] && [ -n "$(word ramstrap.overlay)" ]
}

make_own() {
	# What every node that shares a root must have for itself, and what was found out about names.
	if [ ! -s /newroot/etc/machine-id ]; then
		echo "ramstrap $(cat "/sys/class/net/$card/address")" | md5sum | cut -c 1-32 >/newroot/etc/machine-id
	fi
	# DHCP may have named this node. One of many that share a root gets, where nobody named it, the end of its hardware address.
	name=$(hostname)
	[ "$name" != "$(cat /etc/hostname)" ] || [ -e /etc/ramstrap/own-name ] || ! is_shared || name="$name-$(tr -d ':\n' <"/sys/class/net/$card/address" | tail -c 6)"
	hostname "$name"
	echo "$name" >/newroot/etc/hostname
	if [ -f /newroot/etc/resolv.conf ] && [ ! -L /newroot/etc/resolv.conf ] && [ ! -s /newroot/etc/resolv.conf ]; then
		cat /etc/resolv.conf >/newroot/etc/resolv.conf
	fi
} 2>/dev/null

hand_over() {
	check_init "$1"
	killall -q udhcpc
	for folder in dev proc sys run; do
		mkdir -p "/newroot/$folder" 2>/dev/null
		mount -o move "/$folder" "/newroot/$folder" 2>/dev/null
	done
	echo "ramstrap: root $1" >/newroot/dev/console
	doing="switch_root to root=$1 did not work"
	exec switch_root /newroot "$init"
}

check_init() {
	# switch_root deletes this system before it starts the other's init: what cannot be started is a panic then.
	program=$(inside "$init")
	{ [ -n "$program" ] && [ -x "$program" ]; } \
		|| fail "there is no $init in the root ($1): the system is incomplete, or init= is wrong"
	interpreter=$(interpreter_of "$program")
	if [ -n "$interpreter" ]; then
		program=$(inside "$interpreter")
		[ -n "$program" ] || fail "$init of the root ($1) needs $interpreter, which is missing"
	fi
	machine=$(machine_of "$program")
	[ -n "$machine" ] || fail "$init of the root ($1) is neither a program nor a script, so no kernel can start it (exec format error)"
	case $machine$(machine_of /bin/busybox) in
		# A 64-bit kernel runs 32-bit programs of its own kind.
		"$machine$machine" | 03003e00 | 2800b700) ;;
		*) fail "the root ($1) is for another architecture: its $init is a program for $(machine_name "$machine"), and this kernel is for $(uname -m) (exec format error)" ;;
	esac
}

inside() {
	# The file behind a path, by its links as the new root will see them.
	rest=$1 real='' links=0
	while [ -n "$rest" ]; do
		part=${rest%%/*}
		case $rest in
			*/*) rest=${rest#*/} ;;
			*) rest= ;;
		esac
		case $part in
			'' | .) ;;
			..) real=${real%/*} ;;
			*)
				if [ ! -L "/newroot$real/$part" ]; then
					real=$real/$part
					continue
				fi
				links=$((links + 1))
				[ "$links" -le 40 ] || return
				target=$(readlink "/newroot$real/$part")
				[ "${target#/}" = "$target" ] || real=
				rest=$target/$rest
				;;
		esac
	done
	[ ! -f "/newroot$real" ] || echo "/newroot$real"
}

interpreter_of() {
	# Of a script, or of a program that is linked dynamically: the first path of a loader in its first page (elf(5), PT_INTERP).
	if [ "$(head -c 2 "$1")" = '#!' ]; then
		head -c 256 "$1" | sed -n '1s/^#! *\([^ ]*\).*/\1/p'
	else
		head -c 4096 "$1" | tr '\000' '\n' | grep -m 1 -x '/[-+._/[:alnum:]]*/ld[-+._[:alnum:]]*'
	fi
} 2>/dev/null

machine_of() {
	# e_machine of an ELF file, its bytes as they stand there (elf(5)).
	[ "$(head -c 4 "$1" | tail -c 3)" != ELF ] || hexdump -s 18 -n 2 -e '/1 "%02x"' "$1"
} 2>/dev/null

machine_name() {
	case $1 in
		0300) echo i386 ;;
		2800) echo '32-bit ARM' ;;
		3e00) echo x86-64 ;;
		b700) echo arm64 ;;
		f300) echo RISC-V ;;
		*) echo "machine $1 (elf.h)" ;;
	esac
}

# devtmpfs first: what is mounted below /dev would vanish under it.
mount -t devtmpfs devtmpfs /dev
mkdir -p /dev/pts /dev/shm
mount -a
ln -sf /proc/mounts /etc/mtab
ln -sf /proc/self/fd /dev/fd
hostname -F /etc/hostname
own_name
# Later /proc may have gone along into the new root.
failure=$(word ramstrap.failure)
say init

[ -e /etc/ramstrap/whole ] || fail "the initramfs did not fit into the $(awk '/MemTotal/ {print int($2 / 1024)}' /proc/meminfo) MiB of memory of this machine: add memory, or use fewer drivers in the recipe"
has shell && shell

if stays; then
	lay_over ''
	rm -rf /ramstrap
fi
load_drivers
wait_for_cards
ip link set lo up
address_by_kernel || address_by_hand || address_by_dhcp || fail "no address: no DHCP server answered on $(cards | xargs)"
say "network $(ip -o -4 addr show dev "$card" | awk '{print $4; exit}')"
report init
report network

root=$(word root)
init=$(word init)
init=${init:-/sbin/init}

if stays; then
	[ -x "$init" ] || fail "there is no $init in this initramfs"
	doing="$init could not be run"
	exec "$init"
fi

mkdir -p /newroot
kind=$(word ramstrap.root)
if [ -n "$kind" ]; then
	[ -e "/etc/ramstrap/root-$kind" ] || fail "ramstrap.root is $kind, which this initramfs does not support"
	# shellcheck source=fetch.sh
	. /etc/ramstrap/fetch
	# shellcheck source=/dev/null
	. "/etc/ramstrap/root-$kind"
	mount_root
	# One root on the server for all who write to it is no place for what is one node's.
	{ [ "$kind" = nfs ] && ! is_shared; } || lay_over /newroot
	make_own
	hand_over "$kind"
fi

type=$(word rootfstype)
flags=$(word rootflags)
access=ro
has rw && access=rw
find_root
# The kernel loads a file system's driver only when asked for it by name; mount tries those that are loaded.
find /lib/modules -path '*/kernel/fs/*' -name '*.ko*' 2>/dev/null | sed 's,.*/,,; s/\.ko.*//' | xargs -r modprobe -a -q
mount ${type:+-t "$type"} -o "$access${flags:+,$flags}" "$device" /newroot || fail "root=$root could not be mounted${type:+ as $type}: the driver of its file system may not be in this image"
hand_over "$root"
