#!/bin/sh
# Decides what a tree needs to be the system of a node, and writes it: finish.sh LISTING FOUND
# In wanted/ lies what the recipe says, in old/ the files of the tree that change. Writes the new ones below new/, and says
# of each entry: type, mode (= keeps that of the tree), path, and for a link where it leads.
set -eu
export LC_ALL=C
listing=$1 found=$2
kind=$(sed -n 's/^kind //p' "$found")

has() {
	grep -qE "^\./($1)( |\$)" "$listing"
}

entry() {
	# entry MODE PATH <text
	mkdir -p "new/${2%/*}"
	cat >"new/$2"
	echo "file $1 $2"
}

link() {
	echo "link 0777 $1 $2"
}

wanted() {
	cat "wanted/$1"
}

old() {
	cat "old/$1" 2>/dev/null || :
}

# In a tree whose /lib is a folder of its own units lie there.
units=/usr/lib/systemd/system
has 'usr/lib/systemd/system/[^ ]*' || units=/lib/systemd/system

has_unit() {
	has "(usr/)?lib/systemd/system/$1"
}

enable_unit() {
	# enable_unit UNIT WANTED-BY
	! has_unit "$1" || link "etc/systemd/system/$2.wants/$1" "$units/$1"
}

identity() {
	hostname=$(wanted hostname)
	wanted hostname | entry 0644 etc/hostname
	old etc/hosts | awk -v name="$hostname" '
		$1 == "127.0.1.1" {next}
		$1 == "127.0.0.1" {local = 1}
		{print}
		END {
			if (!local) print "127.0.0.1 localhost"
			print "127.0.1.1 " name
		}
	' | entry '=' etc/hosts
	# Empty: made at each start, so that no two nodes have the same.
	entry 0444 etc/machine-id </dev/null
	{
		echo '# The root file system comes over the network at each start; nothing of a disk is mounted.'
		wanted tmpfs | grep . || :
	} | entry 0644 etc/fstab
}

accounts() {
	old etc/passwd | awk -F: -v OFS=: '
		$1 == "root" {seen = 1; $2 = "x"}
		{print}
		END {if (!seen) print "root:x:0:0:root:/root:/bin/sh"}
	' | entry '=' etc/passwd
	{
		old etc/shadow
		[ -s old/etc/shadow ] || awk -F: '$1 != "root" {print $1 ":*:18262::::::"}' old/etc/passwd 2>/dev/null || :
	} | awk -F: -v OFS=: -v hashes="$(wanted hashes)" '
		FILENAME == "wanted/password" {hash = $0; next}
		hashes == "locked" && $2 ~ /^[^*!]/ {$2 = "*"}
		$1 == "root" {seen = 1; $2 = hash; $3 = $3 == "" || $3 == 0 ? 18262 : $3}
		{print}
		END {if (!seen) print "root:" hash ":18262:0:99999:7:::"}
	' wanted/password - >wanted/shadow
	if [ -e old/etc/shadow ]; then
		entry '=' etc/shadow <wanted/shadow
	else
		entry 0600 etc/shadow <wanted/shadow
	fi
	[ ! -s wanted/keys ] || {
		folder=$(home_of_root).ssh
		echo "dir! 0700 $folder"
		wanted keys | entry 0600 "$folder/authorized_keys"
	}
}

# Without the slash before it, and with one behind it. The file is a stranger's, and an entry is split at blanks.
home_of_root() {
	home=$(awk -F: '$1 == "root" {print $6; exit}' new/etc/passwd)
	home=${home:-/root}
	if ! printf '%s\n' "$home" | grep -qxE '(/[A-Za-z0-9._@+-]+)*/?' || printf '%s/\n' "$home" | grep -qE '/\.\.?/'; then
		echo "node.keys cannot be installed: in etc/passwd of the system files root has the home folder $(printf '%s' "$home" | tr -cd '[:print:]'); it must be an absolute path of letters, digits and . _ @ + -" >&2
		exit 1
	fi
	home=${home%/}/
	echo "${home#/}"
}

places() {
	case $(wanted locale) in
		C | POSIX | C.UTF-8 | C.utf8) ;;
		*) has 'usr/lib/locale/(locale-archive|[^C ][^ ]*)' || echo "warning: node.locale is $(wanted locale), but the system has no locale except C.UTF-8: programs will use English." >&2 ;;
	esac
	wanted locale | sed 's/^/LANG=/' | entry 0644 etc/locale.conf
	! has etc/default || wanted locale | sed 's/^/LANG=/' | entry 0644 etc/default/locale
	zone=$(wanted timezone)
	wanted timezone | entry 0644 etc/timezone
	if has "usr/share/zoneinfo/$(echo "$zone" | sed 's/[+.]/\\&/g')"; then
		link etc/localtime "/usr/share/zoneinfo/$zone"
	elif [ "$zone" != UTC ]; then
		[ -f "/usr/share/zoneinfo/$zone" ] || {
			echo "node.timezone is $zone, which neither the system files nor this machine have; install tzdata, or add it to tree.packages" >&2
			exit 1
		}
		entry 0644 etc/localtime <"/usr/share/zoneinfo/$zone"
	fi
}

selinux() {
	[ -f old/etc/selinux/config ] && [ "$(wanted selinux)" != keep ] || return 0
	sed "s/^SELINUX=.*/SELINUX=$(wanted selinux)/" old/etc/selinux/config | entry '=' etc/selinux/config
}

network() {
	! has_unit systemd-networkd.service || entry 0644 etc/udev/rules.d/79-ramstrap-card-names.rules <wanted/card-names.rules
	! has 'usr/bin/cloud-init' || entry 0644 etc/cloud/cloud-init.disabled </dev/null
	[ "$(wanted network)" = keep ] || set_aside
	other='NetworkManager|wicked|connman|dhcpcd'
	if [ "$(wanted network)" = keep ] || [ "$kind" != systemd ] || ! has_unit systemd-networkd.service || has "etc/systemd/system/[^ ]*\.wants/($other)\.service"; then
		names_without_resolved
		return 0
	fi
	# The name comes first in the order of names, before what images of clouds bring.
	entry 0644 etc/systemd/network/05-ramstrap.network <wanted/wired.network
	enable_unit systemd-networkd.service multi-user.target
	enable_unit systemd-networkd.socket sockets.target
	enable_unit systemd-networkd-wait-online.service network-online.target
	# One card with an address is enough: the others may have no cable.
	printf '[Service]\nExecStart=\nExecStart=%s/systemd-networkd-wait-online --any\n' "${units%/system}" | entry 0644 etc/systemd/system/systemd-networkd-wait-online.service.d/any.conf
	link etc/systemd/system/dbus-org.freedesktop.network1.service "$units/systemd-networkd.service"
	if has_unit systemd-resolved.service; then
		link etc/systemd/system/dbus-org.freedesktop.resolve1.service "$units/systemd-resolved.service"
		enable_unit systemd-resolved.service sysinit.target
		enable_unit systemd-resolved.service multi-user.target
		link etc/resolv.conf ../run/systemd/resolve/stub-resolv.conf
	else
		names_without_resolved
	fi
}

# A fixed address is that of the machine the tree was. The files go by the table of traces; what says it in one file among
# other things is written anew.
set_aside() {
	sh find-traces.sh "$listing" wanted/aside >aside.txt
	if old etc/network/interfaces | awk '$1 == "iface" && $2 != "lo" {found = 1} END {exit !found}'; then
		echo etc/network/interfaces >>aside.txt
		printf 'auto lo\niface lo inet loopback\nsource /etc/network/interfaces.d/*\n' | entry '=' etc/network/interfaces
	fi
	[ ! -s aside.txt ] || printf 'warning: network settings of another machine are ignored: %s; nodes get their addresses by DHCP (tree.network: keep keeps the settings)\n' "$(paste -sd ' ' aside.txt)" >&2
	for file in old/etc/dhcpcd.conf old/etc/sysconfig/network/ifcfg-* old/etc/conf.d/net; do
		! grep -sqE '^[[:space:]]*(static[[:space:]]+ip_address|IPADDR|config_[a-z0-9]+)=' "$file" || echo "warning: ${file#old/} sets a fixed address and is kept; tree.exclude: [${file#old/}] removes it" >&2
	done
}

names_without_resolved() {
	# A link is made good by the program that it was made for; a file names servers of another network.
	if has 'etc/resolv\.conf [^\n]*type=link' && ! has 'etc/resolv\.conf [^\n]*link=[^ ]*systemd/resolve/[^ ]*'; then
		return 0
	fi
	entry 0644 etc/resolv.conf </dev/null
}

remote_access() {
	has '(usr/)?s?bin/sshd' && has '(usr/)?bin/ssh-keygen' || return 0
	entry 0755 usr/lib/ramstrap/host-keys <wanted/host-keys
	[ "$kind" = systemd ] || return 0
	entry 0644 etc/systemd/system/ramstrap-host-keys.service <wanted/ramstrap-host-keys.service
	for unit in ssh.service sshd.service ssh.socket sshd.socket; do
		! has_unit "$unit" || link "etc/systemd/system/$unit.wants/ramstrap-host-keys.service" ../ramstrap-host-keys.service
	done
}

reporter() {
	entry 0755 usr/lib/ramstrap/up <wanted/up
	entry 0644 usr/lib/ramstrap/report <wanted/report
	entry 0644 usr/lib/ramstrap/state <wanted/state
	[ ! -e wanted/tests ] || entry 0755 usr/lib/ramstrap/tests <wanted/tests
	echo 'file 0755 usr/lib/ramstrap/busybox ../busybox/busybox'
	case $kind in
		systemd)
			entry 0644 etc/systemd/system/ramstrap-up.service <wanted/ramstrap-up.service
			link etc/systemd/system/multi-user.target.wants/ramstrap-up.service ../ramstrap-up.service
			entry 0644 etc/systemd/system/getty@.service.d/noclear.conf <wanted/noclear.conf
			;;
		*)
			if [ "$kind" != other ] || [ -f old/etc/inittab ]; then
				inittab
			else
				echo "warning: ramstrap does not know the init of this system ($(sed -n 's/^init //p' "$found")): the node will not report that it is up." >&2
			fi
			;;
	esac
}

# In the inittab of System V the second field are run levels; in BusyBox's nothing stands there.
inittab() {
	{
		if [ -f old/etc/inittab ]; then
			sed '/^[^#].*\/usr\/lib\/ramstrap\//d' old/etc/inittab
		else
			# As BusyBox does without a table; tree.files may bring that script.
			echo '::sysinit:/etc/init.d/rcS'
			echo 'tty1::askfirst:-/bin/sh'
			echo '::ctrlaltdel:/sbin/reboot'
		fi
		if grep -q ':initdefault:' old/etc/inittab 2>/dev/null; then
			! [ -x new/usr/lib/ramstrap/host-keys ] || echo 'rk:2345:once:/usr/lib/ramstrap/host-keys'
			echo 'ru:2345:once:/usr/lib/ramstrap/up'
			for port in $(serial_ports); do
				echo "r${port#tty}:2345:respawn:$(getty) -L $port 115200 vt100"
			done
		else
			! [ -e new/usr/lib/ramstrap/host-keys ] || echo '::once:/usr/lib/ramstrap/host-keys'
			echo '::once:/usr/lib/ramstrap/up'
			for port in $(serial_ports); do
				if [ -f old/etc/inittab ] && has '(usr/)?sbin/getty'; then
					echo "$port::respawn:/sbin/getty -L 115200 $port vt100"
				else
					echo "$port::askfirst:-/bin/sh"
				fi
			done
		fi
	} | entry '=' etc/inittab
}

getty() {
	has '(usr/)?sbin/agetty' && echo /sbin/agetty || echo /sbin/getty
}

# Those that the tree does not serve already; the screen it does.
serial_ports() {
	while read -r port; do
		[ -z "$port" ] || grep -qE "^[^#]*[: ]$port([: ]|\$)|^$port:" old/etc/inittab 2>/dev/null || echo "$port"
	done <wanted/consoles
}

# A log stays as an empty file, with its owner and mode: who writes to it may not be able to make it.
logs() {
	mkdir -p new
	: >new/empty
	sh find-traces.sh "$listing" wanted/gone >gone.txt
	sh find-traces.sh "$listing" wanted/emptied | grep -vxFf gone.txt | sed 's/^/file = /; s/$/ new\/empty/' || :
}

has_own() {
	# In the recipe's own files, which go over the tree.
	grep -qsE "^[^ ]+ [^ ]+ ($1) " own.txt
}

# What the recipe turns on and off, to go over its own files as well.
turned() {
	while read -r state name; do
		[ -n "$name" ] || continue
		# Of one with an instance, such as getty@tty3.service, the template is what is there.
		template=$(echo "$name" | sed 's/@[^.]*/@/')
		place=$(place_of "$template")
		if [ -z "$place" ]; then
			echo "warning: tree.services turns $state $name, which the system does not have" >&2
		elif [ "$state" = off ]; then
			link "etc/systemd/system/$name" /dev/null
			# By another name it would start all the same.
			other=$(leads_to "$place/$name")
			[ -z "$other" ] || [ "${other##*/}" = "$name" ] || link "etc/systemd/system/${other##*/}" /dev/null
		else
			[ "$(leads_to "etc/systemd/system/$name")" != /dev/null ] || link "etc/systemd/system/$name" "/$place/$template"
			link "etc/systemd/system/$(wanted_by "$name").wants/$name" "/$place/$template"
		fi
	done <wanted/services
}

# The folder that a unit lies in, its own or the distribution's; one that leads to nowhere is none.
place_of() {
	for place in etc/systemd/system "${units#/}" usr/lib/systemd/system lib/systemd/system; do
		if has_own "$place/$1" || { has "$place/$1" && [ "$(leads_to "$place/$1")" != /dev/null ]; }; then
			echo "$place"
			return
		fi
	done
}

# Where a link of the tree leads.
leads_to() {
	sed -n "s,^\./$(echo "$1" | sed 's/[.]/\\&/g') .*type=link.* link=\([^ ]*\).*,\1,p" "$listing"
}

# A unit that leads to nowhere is not started, and a generator not asked.
services() {
	: >services.txt
	[ "$kind" = systemd ] || {
		[ ! -s wanted/services ] || ! grep -q . wanted/services || echo "warning: tree.services needs systemd, and this system has another init: nothing is turned on or off." >&2
		return 0
	}
	while read -r what name unless; do
		[ -z "$unless" ] || { ! has "$unless" && ! has_own "$unless"; } || continue
		case $what in
			unit) folder=system ;;
			generator) folder=system-generators ;;
		esac
		has "(usr/)?lib/systemd/$folder/$name" || continue
		echo "off, because it is useless if the root is lost at power off: $name" >&2
		link "etc/systemd/$folder/$name" /dev/null
	done <wanted/needless
	turned >services.txt
	# Or systemd would have tables and accounts made anew at each start, as after an update of /usr.
	[ "$(wanted settled)" = no ] || {
		entry 0644 etc/.updated </dev/null
		entry 0644 var/.updated </dev/null
	}
}

wanted_by() {
	case $1 in
		*.socket) echo sockets.target ;;
		*.timer) echo timers.target ;;
		*.path) echo paths.target ;;
		*.mount | *.automount) echo local-fs.target ;;
		*.swap) echo swap.target ;;
		*) echo multi-user.target ;;
	esac
}

# An initiator's name is made at boot where the tree knows how to (open-iscsi's startup script).
initiator() {
	! has '(usr/)?lib/open-iscsi/startup-checks\.sh' || echo 'GenerateName=yes' | entry 0600 etc/iscsi/initiatorname.iscsi
}

# What is mounted at boot must have a place, and an image may not let anybody make one.
mount_points() {
	for folder in dev proc sys run; do
		echo "dir 0755 $folder"
	done
	echo 'dir 1777 tmp'
	echo 'dir 0700 root'
	wanted tmpfs | while read -r _ folder _; do
		[ -z "$folder" ] || echo "dir 0755 ${folder#/}"
	done
}

mount_points
logs
identity
initiator
accounts
places
selinux
network
remote_access
services
reporter
