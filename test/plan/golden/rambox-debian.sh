#!/bin/sh
# rambox (busybox-initramfs), built as ramstrap builds it. Run this script in an empty folder; it does not need root.
# Each step makes one folder, and renames it when it is complete; steps whose folder exists are skipped.
# The node boots kernel/vmlinuz with initramfs/initrd
# with the command line: console=tty0 console=ttyS0,115200n8 rambox
set -eu
# Other variables and functions of the caller's environment are removed.
unset -f env sed 2>/dev/null || :
for name in $(env | sed -n "s/^BASH_FUNC_\([^=]*\)%%=.*/\1/p"); do unset -f "$name" 2>/dev/null || :; done
for name in $(env | sed -n "s/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p"); do
case $name in PATH | HOME | USER | LOGNAME | SHELL | TMPDIR | XDG_* | http_proxy | https_proxy | ftp_proxy | all_proxy | no_proxy | HTTP_PROXY | HTTPS_PROXY | FTP_PROXY | ALL_PROXY | NO_PROXY | SSL_CERT_FILE | SSL_CERT_DIR | CURL_CA_BUNDLE | REGISTRY_AUTH_FILE | APT_CONFIG | CCACHE_DIR | CCACHE_MAXSIZE | CCACHE_DISABLE) ;; *) unset "$name" 2>/dev/null || : ;; esac
done
export LC_ALL=C TZ=UTC DEBIAN_FRONTEND=noninteractive PATH="$PATH:/usr/sbin:/sbin"
umask 022

# 1. BusyBox: One static program provides the shell and all tools of the node.
if [ ! -d busybox ]; then
echo '1. BusyBox'
rm -rf busybox.partial; mkdir busybox.partial; cd busybox.partial
apt-get download -q busybox-static=1.35.0-4
cat >busybox-static.sha256 <<'END'
bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb  busybox-static_1.35.0-4_amd64.deb
END
sha256sum --check busybox-static.sha256
dpkg-deb --extract busybox-static_1.35.0-4_amd64.deb package
find package -name busybox -type f -perm -100 -exec mv '{}' . ';'
rm -r package busybox-static_1.35.0-4_amd64.deb
./busybox --list-full >tools.txt
cd ..; mv busybox.partial busybox
fi

# 2. Kernel 6.1.0-56-amd64: The kernel, its configuration and all its modules, unpacked and not installed on this machine.
if [ ! -d kernel ]; then
echo '2. Kernel 6.1.0-56-amd64'
rm -rf kernel.partial; mkdir kernel.partial; cd kernel.partial
apt-get download -q linux-image-6.1.0-56-amd64=6.1.192-2
cat >linux-image-6.1.0-56-amd64.sha256 <<'END'
aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  linux-image-6.1.0-56-amd64_6.1.192-2_amd64.deb
END
sha256sum --check linux-image-6.1.0-56-amd64.sha256
dpkg-deb --extract linux-image-6.1.0-56-amd64_6.1.192-2_amd64.deb .
rm linux-image-6.1.0-56-amd64_6.1.192-2_amd64.deb
cat >take-kernel.sh <<'END'
#!/bin/sh
# Out of unpacked packages of a kernel: vmlinuz, config and lib/modules: take-kernel.sh RELEASE
# Where they lie differs: in /boot up to Debian 13 and in Ubuntu, beside the modules from Debian 14 on and in Fedora.
set -eu
release=$1

take() {
	# take NAME PLACE…
	name=$1
	shift
	for place in "$@"; do
		[ ! -f "$place" ] || {
			mv "$place" "$name"
			return
		}
	done
	echo "the packages of Linux $release contain no $name: they have none of $*" >&2
	exit 1
}

# depmod and modprobe look in lib.
[ -d lib/modules ] || mv usr/lib lib
[ -d "lib/modules/$release" ] || {
	echo "the packages of Linux $release contain no modules for it, but for: $(cd lib/modules && echo *)" >&2
	exit 1
}
take vmlinuz "boot/vmlinuz-$release" "lib/modules/$release/vmlinuz"
take config "boot/config-$release" "lib/modules/$release/config" "lib/modules/$release/build/.config"
# A package leaves this to its installation.
depmod -b . "$release"
END
sh take-kernel.sh 6.1.0-56-amd64
cd ..; mv kernel.partial kernel
fi

# 3. Check of the kernel configuration: A kernel that lacks a required option would not boot the node.
if [ ! -d kernel-check ]; then
echo '3. Check of the kernel configuration'
rm -rf kernel-check.partial; mkdir kernel-check.partial; cd kernel-check.partial
cp ../kernel/config config
grep -qE '^CONFIG_(64BIT)=y$' config || { echo 'CONFIG_64BIT is missing in the kernel: current programs are 64-bit (make ARCH=x86 leaves it off).' >&2; exit 1; }
grep -qE '^CONFIG_(EFI_STUB)=y$' config || { echo 'CONFIG_EFI_STUB is missing in the kernel: a UEFI machine starts the kernel as an EFI program.' >&2; exit 1; }
grep -qE '^CONFIG_(BINFMT_ELF)=y$' config || { echo 'CONFIG_BINFMT_ELF is missing in the kernel: every program of the node is an ELF file.' >&2; exit 1; }
grep -qE '^CONFIG_(BINFMT_SCRIPT)=y$' config || { echo 'CONFIG_BINFMT_SCRIPT is missing in the kernel: many programs of the boot process are scripts.' >&2; exit 1; }
grep -qE '^CONFIG_(DEVTMPFS)=y$' config || { echo 'CONFIG_DEVTMPFS is missing in the kernel: the kernel creates the device files.' >&2; exit 1; }
grep -qE '^CONFIG_(PROC_FS)=y$' config || { echo 'CONFIG_PROC_FS is missing in the kernel: /init reads the kernel command line in /proc.' >&2; exit 1; }
grep -qE '^CONFIG_(SYSFS)=y$' config || { echo 'CONFIG_SYSFS is missing in the kernel: /init finds the hardware in /sys.' >&2; exit 1; }
grep -qE '^CONFIG_(TMPFS)=y$' config || { echo 'CONFIG_TMPFS is missing in the kernel: files that a node writes are kept in memory.' >&2; exit 1; }
grep -qE '^CONFIG_(INET)=y$' config || { echo 'CONFIG_INET is missing in the kernel: the node uses TCP/IP.' >&2; exit 1; }
grep -qE '^CONFIG_(PACKET)=[ym]$' config || { echo 'CONFIG_PACKET is missing in the kernel: the DHCP client needs raw packets.' >&2; exit 1; }
grep -qE '^CONFIG_(VT_CONSOLE)=y$' config || { echo 'CONFIG_VT_CONSOLE is missing in the kernel: the recipe uses a console on the screen.' >&2; exit 1; }
grep -qE '^CONFIG_(SERIAL_8250_CONSOLE)=y$' config || { echo 'CONFIG_SERIAL_8250_CONSOLE is missing in the kernel: the recipe uses a serial console.' >&2; exit 1; }
grep -qE '^CONFIG_(BLK_DEV_INITRD)=y$' config || { echo 'CONFIG_BLK_DEV_INITRD is missing in the kernel: the kernel loads the initramfs that the boot loader passes.' >&2; exit 1; }
grep -qE '^CONFIG_(RD_ZSTD)=y$' config || { echo 'CONFIG_RD_ZSTD is missing in the kernel: the initramfs is compressed with zstd.' >&2; exit 1; }
cd ..; mv kernel-check.partial kernel-check
fi

# 4. Drivers for every network card: The node needs a driver for its network card; dependencies of drivers are included.
if [ ! -d drivers ]; then
echo '4. Drivers for every network card'
rm -rf drivers.partial; mkdir drivers.partial; cd drivers.partial
cat >select.awk <<'END'
# Prints the names of the wanted modules, out of modules.dep and modules.builtin.
BEGIN {
	FS = ":"
	split("virtio_pci virtio_mmio hv_vmbus xhci_pci ehci_pci ohci_pci uhci_hcd usbhid hid_generic af_packet virtio_net xen_netfront mii mdio", list, " ")
	for (i in list) wanted[list[i]] = 1
}
{
	name = $1
	sub(/.*\//, "", name); sub(/\.ko.*/, "", name); gsub(/-/, "_", name)
	if ($1 ~ /\/drivers\/net\/(ethernet|phy|mdio|pcs|usb|hyperv|fjes|vmxnet3)\//) wanted[name] = 1
	if (name in wanted) print name
	have[name] = 1
}
END
awk -f select.awk ../kernel/lib/modules/6.1.0-56-amd64/modules.dep ../kernel/lib/modules/6.1.0-56-amd64/modules.builtin >wanted.txt
xargs modprobe --dirname ../kernel --set-version 6.1.0-56-amd64 --config /dev/null --all --show-depends <wanted.txt >loads.txt
awk '$1 == "insmod" && match($0, /lib\/modules\/[^ ]*\.ko[.a-z]*/) {print substr($0, RSTART, RLENGTH)}' loads.txt >chosen.txt
sort -u -o chosen.txt chosen.txt
mkdir -p lib/modules/6.1.0-56-amd64
xargs sh -c 'cd ../kernel && cp -L --parents "$@" "$OLDPWD"' sh <chosen.txt
find lib -name '*.ko.zst' -exec zstd -q -d --rm '{}' +
find lib -name '*.ko.xz' -exec xz -d '{}' +
find lib -name '*.ko.gz' -exec gzip -d '{}' +
cp ../kernel/lib/modules/6.1.0-56-amd64/modules.builtin ../kernel/lib/modules/6.1.0-56-amd64/modules.order ../kernel/lib/modules/6.1.0-56-amd64/modules.builtin.modinfo lib/modules/6.1.0-56-amd64
depmod -b . 6.1.0-56-amd64
find lib -type f -printf '%s\t%f\n' >drivers.txt
sort -k 2 -o drivers.txt drivers.txt
awk '{bytes += $1} END {printf "%d files, %.1f MiB\n", NR, bytes / 1048576}' drivers.txt
cd ..; mv drivers.partial drivers
fi

# 5. Initramfs: The whole system of the node, in one archive that the kernel unpacks into RAM.
if [ ! -d initramfs ]; then
echo '5. Initramfs'
rm -rf initramfs.partial; mkdir initramfs.partial; cd initramfs.partial
mkdir -p files
cat >files/init <<'END'
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
END
mkdir -p files/etc/ramstrap
cat >files/etc/ramstrap/report <<'END'
# Tells the boot server how far this node has come. Sourced by /init and by what runs after it.
# The server is named on the kernel's command line: ramstrap.server=http://192.168.24.1
# shellcheck shell=dash

# Of the card that the machine booted from, if the loader said which (BOOTIF=01-52-54-00-12-34-56; 01 is Ethernet), else of
# the one that the server is reached by. Any other one would be another machine to the server.
boot_mac() {
	said=$(sed -n 's/.*BOOTIF=01-\([0-9A-Fa-f-]*\).*/\1/p' /proc/cmdline | tr 'A-F-' 'a-f:')
	for path in /sys/class/net/*; do
		[ -z "$said" ] || [ "$(cat "$path/address" 2>/dev/null)" != "$said" ] || {
			echo "$said"
			return
		}
	done
	host=${server#*://}
	host=${host%%[:/]*}
	card=$(ip -4 route get "$host" 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p')
	[ -n "$card" ] || card=$(ip -o -4 addr show scope global | awk '{print $2; exit}')
	cat "/sys/class/net/$card/address" 2>/dev/null
}

report() {
	server=$(sed -n 's/.*ramstrap\.server=\([^ ]*\).*/\1/p' /proc/cmdline)
	[ -n "$server" ] || return 0
	mac=$(boot_mac)
	# Not wget -T: Debian's BusyBox 1.35 crashes on it.
	timeout 5 wget -q -O /dev/null --post-data "$2" "$server/report/$1?mac=$mac" 2>/dev/null
}
END
mkdir -p files/etc/ramstrap
cat >files/etc/ramstrap/own <<'END'
# What this node alone has, in a small initrd of its own that the kernel has laid out beside this system. Sourced by /init.
#   /ramstrap/node   files over the root
#   /ramstrap/keys   who else may log in as root
# shellcheck shell=dash

own_name() {
	[ -s /ramstrap/node/etc/hostname ] || return 0
	hostname -F /ramstrap/node/etc/hostname
	# What DHCP says, also when it is asked again later, is of less weight.
	: >/etc/ramstrap/own-name
}

lay_over() {
	# lay_over <root>, nothing for this system itself. Without it this would be another node.
	[ -d /ramstrap ] || return 0
	{ (cd /ramstrap/node && find .) | while IFS= read -r path; do
		if [ -d "/ramstrap/node/$path" ] && [ ! -L "/ramstrap/node/$path" ]; then
			# A folder that is there stays as it is, and may be a link.
			[ -d "$1/$path" ] || mkdir -m "$(stat -c %a "/ramstrap/node/$path")" "$1/$path"
		else
			rm -rf "$1/${path:?}"
			cp -a "/ramstrap/node/$path" "$1/$path"
		fi || exit 1
	done && add_keys "$1" && name_in_hosts "$1"; } \
		|| fail "the files of this node could not be written to its root: it has $(
			df -m "$1/" | awk 'END {print $4}'
		) MiB free"
}

add_keys() {
	[ -s /ramstrap/keys ] || return 0
	home=$(awk -F: '$1 == "root" {print $6}' "$1/etc/passwd")
	folder=$1${home:-/root}/.ssh
	[ -d "$folder" ] || mkdir -m 700 "$folder" || return
	# The last line of what is there may have no end.
	[ ! -s "$folder/authorized_keys" ] || [ -z "$(tail -c 1 "$folder/authorized_keys")" ] || echo >>"$folder/authorized_keys"
	cat /ramstrap/keys >>"$folder/authorized_keys" && chmod 600 "$folder/authorized_keys"
}

name_in_hosts() {
	[ -e /etc/ramstrap/own-name ] && [ -f "$1/etc/hosts" ] && [ ! -e /ramstrap/node/etc/hosts ] || return 0
	sed -i "s/^127\.0\.1\.1[[:space:]].*/127.0.1.1 $(hostname)/" "$1/etc/hosts"
}
END
mkdir -p files/etc/ramstrap
cat >files/etc/ramstrap/state <<'END'
# What one would look at after a boot (free, mount, ifconfig, devices), and the hardware as the kernel names it. Sourced by up.
# shellcheck shell=dash

state() {
	echo "hostname $(hostname)"
	echo "kernel $(uname -r)"
	awk '$1 == "MemTotal:" {total = $2} $1 == "MemAvailable:" {free = $2} END {
		print "memory.totalKiB " total
		print "memory.usedKiB " total - free
	}' /proc/meminfo
	# /proc/mounts says rootfs whatever is behind it: ramfs or tmpfs.
	echo "root.type $(stat -f -c %T /)"
	awk '{print "mount " $1, $2, $3}' /proc/mounts
	for path in /sys/class/net/*; do
		name=${path##*/}
		echo "interface $name $(cat "$path/address") $(ip -o -4 addr show dev "$name" | awk '{print $4; exit}')"
	done
	echo "devices $(find /dev | wc -l)"
	echo "sends hardware"
}

hardware() {
	# The drivers first: the server takes 64 KiB, and a very large machine may have more to say.
	drivers
	cat /sys/bus/*/devices/*/modalias /sys/class/*/*/modalias /sys/devices/system/cpu/modalias | sort -u
}

drivers() {
	# In use by network cards, whatever bus they hang on, and by what is a network card or a disk controller on PCI.
	for path in /sys/class/net/*/device $(grep -l '^0x0[12]' /sys/bus/pci/devices/*/class | sed 's,/class$,,'); do
		[ -e "$path/driver" ] || continue
		# What is built in has no module, but a driver.
		used=$(readlink -f "$path/driver/module") || used=$(readlink -f "$path/driver")
		echo "driver ${used##*/} $(cat "$path/modalias")"
	done | sort -u
}
END
mkdir -p files/etc/ramstrap
cat >files/etc/ramstrap/up <<'END'
#!/bin/sh
# Run once by init: the node is up, and tells the boot server how it is.
export PATH=/bin:/sbin:/usr/bin:/usr/sbin
# shellcheck source=report.sh
. /etc/ramstrap/report
# shellcheck source=state.sh
. /etc/ramstrap/state

report up "$(state)"
echo "ramstrap: up"
# Nobody waits for this one.
{ report hardware "$(hardware 2>/dev/null | head -c 60000)"; } </dev/null >/dev/null 2>&1 &
END
mkdir -p files/etc/ramstrap
cat >files/etc/ramstrap/udhcpc <<'END'
#!/bin/sh
# What udhcpc calls with the news: $1 is deconfig, bound, renew, nak or leasefail; the lease is in the environment.
# shellcheck disable=SC2154 # the lease

add_route() {
	# To $1 by the router $2; 0.0.0.0 is none, what lies behind the cable itself.
	[ "$2" = 0.0.0.0 ] && set -- "$1"
	[ -z "${2-}" ] || reach "$2"
	ip route add "$1" ${2:+via "$2"} dev "$interface" 2>/dev/null
}

reach() {
	# With a single address (/32), as providers of machines give them, the router is on no network of ours, but behind the cable.
	case "$(ip route get "$1" 2>/dev/null) " in
		*" via "*) ;;
		*" dev $interface "*) return ;;
	esac
	ip route add "$1" dev "$interface"
}

set_routes() {
	ip route del default dev "$interface" 2>/dev/null
	# Who is given option 121 (249 is Microsoft's older one) takes no notice of the routers of option 3 (RFC 3442).
	# shellcheck disable=SC2086 # pairs of destination and router
	set -- ${staticroutes:-$msstaticroutes}
	if [ $# -gt 0 ]; then
		while [ $# -gt 1 ]; do
			add_route "$1" "$2"
			shift 2
		done
		return
	fi
	for gateway in $router; do
		add_route default "$gateway" && break
	done
}

set_mtu() {
	# Less than every host must take (RFC 791) is a mistake of the server, and would be slow at best.
	[ "${mtu:-0}" -lt 576 ] || [ "$mtu" = "$(cat "/sys/class/net/$interface/mtu")" ] || ip link set "$interface" mtu "$mtu"
} 2>/dev/null

case $1 in
	deconfig)
		# Not what the kernel has given itself: an IPv6 address of the link comes once, and networkd waits for it.
		ip -4 addr flush dev "$interface"
		ip link set "$interface" up
		;;
	bound | renew)
		# Some cards lose their link and their routes over it.
		set_mtu
		ifconfig "$interface" "$ip" netmask "${subnet:-255.255.255.0}" ${broadcast:+broadcast "$broadcast"}
		set_routes
		{
			[ -z "${search:-$domain}" ] || echo "search ${search:-$domain}"
			for address in $dns; do
				echo "nameserver $address"
			done
		} >/etc/resolv.conf
		[ -z "$hostname" ] || [ -e /etc/ramstrap/own-name ] || hostname "$hostname"
		;;
esac
exit 0
END
mkdir -p files/sbin
cat >files/sbin/renew-ip <<'END'
#!/bin/sh
# Asks DHCP again, for the same as /init: renew-ip [card]

card=${1:-$(ip -o -4 addr show scope global | awk '{print $2; exit}')}
exec udhcpc -i "${card:-eth0}" -s /etc/ramstrap/udhcpc -O 26 -O 119 -O 121 -O 249 -t 5 -n -q
END
mkdir -p files/etc
cat >files/etc/inittab <<'END'
::sysinit:/etc/ramstrap/up
tty1::askfirst:-/bin/sh
ttyS0::askfirst:-/bin/sh
::ctrlaltdel:/sbin/reboot
::shutdown:/bin/umount -a -r
END
mkdir -p files/etc
cat >files/etc/fstab <<'END'
proc     /proc     proc    nosuid,nodev,noexec             0 0
sysfs    /sys      sysfs   nosuid,nodev,noexec             0 0
devpts   /dev/pts  devpts  nosuid,noexec,gid=5,mode=0620   0 0
tmpfs    /dev/shm  tmpfs   nosuid,nodev,mode=1777          0 0
tmpfs    /run      tmpfs   nosuid,nodev,mode=0755          0 0
END
mkdir -p files/etc
cat >files/etc/passwd <<'END'
root:x:0:0:root:/root:/bin/sh
www:x:33:33:HTTP server:/var/www:/bin/false
nobody:x:65534:65534:nobody:/:/bin/false
END
mkdir -p files/etc
cat >files/etc/group <<'END'
root:x:0:
tty:x:5:
www:x:33:
nogroup:x:65534:
END
mkdir -p files/etc
cat >files/etc/hostname <<'END'
rambox
END
mkdir -p files/etc
cat >files/etc/hosts <<'END'
127.0.0.1 localhost
127.0.1.1 rambox
END
mkdir -p files/etc
cat >files/etc/host.conf <<'END'
multi on
END
mkdir -p files/etc
cat >files/etc/timezone <<'END'
UTC
END
mkdir -p files/etc
cat >files/etc/profile <<'END'
export PATH=/bin:/sbin:/usr/bin:/usr/sbin:/usr/local/bin
export PS1='\h:\w\$ '
END
mkdir -p files/etc
: >files/etc/resolv.conf
cat >base.mtree <<'END'
#mtree
/set uid=0 gid=0 time=0
./bin type=dir mode=0755
./sbin type=dir mode=0755
./lib type=dir mode=0755
./lib64 type=dir mode=0755
./usr type=dir mode=0755
./usr/bin type=dir mode=0755
./usr/sbin type=dir mode=0755
./usr/lib type=dir mode=0755
./usr/local type=dir mode=0755
./usr/local/bin type=dir mode=0755
./etc type=dir mode=0755
./etc/ramstrap type=dir mode=0755
./dev type=dir mode=0755
./mnt type=dir mode=0755
./run type=dir mode=0755
./srv type=dir mode=0755
./var type=dir mode=0755
./var/cache type=dir mode=0755
./var/lib type=dir mode=0755
./var/log type=dir mode=0755
./var/spool type=dir mode=0755
./var/www type=dir mode=0755
./proc type=dir mode=0555
./sys type=dir mode=0555
./root type=dir mode=0700
./tmp type=dir mode=1777
./var/tmp type=dir mode=1777
./var/run type=link mode=0777 link=../run
./dev/console type=char mode=0600 device=native,5,1
./dev/null type=char mode=0666 device=native,1,3
./bin/busybox type=file mode=0755 contents=../busybox/busybox
./init type=file mode=0755 contents=files/init
./etc/ramstrap/report type=file mode=0644 contents=files/etc/ramstrap/report
./etc/ramstrap/own type=file mode=0644 contents=files/etc/ramstrap/own
./etc/ramstrap/state type=file mode=0644 contents=files/etc/ramstrap/state
./etc/ramstrap/up type=file mode=0755 contents=files/etc/ramstrap/up
./etc/ramstrap/udhcpc type=file mode=0755 contents=files/etc/ramstrap/udhcpc
./sbin/renew-ip type=file mode=0755 contents=files/sbin/renew-ip
./etc/inittab type=file mode=0644 contents=files/etc/inittab
./etc/fstab type=file mode=0644 contents=files/etc/fstab
./etc/passwd type=file mode=0644 contents=files/etc/passwd
./etc/group type=file mode=0644 contents=files/etc/group
./etc/hostname type=file mode=0644 contents=files/etc/hostname
./etc/hosts type=file mode=0644 contents=files/etc/hosts
./etc/host.conf type=file mode=0644 contents=files/etc/host.conf
./etc/timezone type=file mode=0644 contents=files/etc/timezone
./etc/profile type=file mode=0644 contents=files/etc/profile
./etc/resolv.conf type=file mode=0644 contents=files/etc/resolv.conf
END
cat >end.mtree <<'END'
#mtree
/set uid=0 gid=0 time=0
./etc/ramstrap/whole type=file mode=0644 contents=files/etc/hostname
END
awk '$0 != "bin/busybox" {print "./" $0 " type=link mode=0777 link=/bin/busybox"}' ../busybox/tools.txt >tools.mtree
cat >pack.sh <<'END'
#!/bin/sh
# Packs each of the modules below FOLDER/lib/modules, so that a node unpacks those that it loads and no others:
# pack.sh FOLDER BUSYBOX. Quickly: the best packing takes eight times as long and saves a tenth.
set -eu
# What reads one file packed by xz loads all of them.
if [ "$(echo packed | xz -0 --check=crc32 | "$2" zcat 2>/dev/null)" != packed ]; then
	echo 'warning: this BusyBox cannot unpack drivers; the initramfs contains them unpacked and needs 35 MiB more memory' >&2
	exit 0
fi
find "$1/lib/modules" -name '*.ko' -print0 | xargs -0 -r -n 32 -P "$(nproc)" xz -0 -T1 --check=crc32
# BusyBox finds its way by this table; the others have no names of files in them.
for release in "$1"/lib/modules/*; do
	sed -i 's/\.ko\>/.ko.xz/g' "$release/modules.dep"
done
END
mkdir -p packed/lib
cp -r ../drivers/lib/modules packed/lib
sh pack.sh packed ../busybox/busybox
find packed/lib/modules '!' -name '*.bin' '!' -name '*.modinfo' -printf '%y lib/modules/%P\n' >drivers.txt
sort -k 2 -o drivers.txt drivers.txt
awk '{sub("/$", "", $2); from = $2; sub("^lib/modules", "packed/lib/modules", from)} $1 == "d" {print "./" $2 " type=dir mode=0755"} $1 == "f" {print "./" $2 " type=file mode=0644 contents=" from}' drivers.txt >drivers.mtree
cat base.mtree tools.mtree drivers.mtree end.mtree >manifest.mtree
bsdtar -c -f pack.tar --format ustar @manifest.mtree
bsdtar -c -f root.cpio --format newc @pack.tar
rm pack.tar
stat -c %s root.cpio >unpacked
zstd -q -3 -T0 -c <root.cpio >initrd
rm -r root.cpio packed
cd ..; mv initramfs.partial initramfs
fi

sha256sum kernel/vmlinuz initramfs/initrd
