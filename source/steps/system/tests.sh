#!/usr/lib/ramstrap/busybox sh
# Tests the hardware of this node, all parts at the same time. Run by up, which goes on when all have passed.
#   ramstrap.tests=memory,cpu,disks,network   what is tested
#   ramstrap.time=<seconds>                   for how long
#   ramstrap.fetch=<address>                  a file of the boot server, to be fetched again and again
# Each part leaves one line, "passed: …" or "failed: …", in a file of its name. Nothing is written to a disk.
# shellcheck shell=dash
# shellcheck source=../rambox/report.sh
. /usr/lib/ramstrap/report
results=/run/ramstrap/tests
mkdir -p "$results"
cd "$results" || exit 1

word() {
	tr ' ' '\n' </proc/cmdline | sed -n "s/^$1=//p" | tail -n 1
}

say() {
	echo "ramstrap: $1" >/dev/console
}

# In seconds. Not the clock: that of a doubtful machine is wrong at first, and set while it is tested.
now() {
	cut -d . -f 1 /proc/uptime
}

# end PART passed|failed WHAT: at once, so that nobody reads half a line.
end() {
	echo "$2: $3" >"$1.new"
	mv "$1.new" "$1"
}

has() {
	command -v "$1" >/dev/null
}

# stress PART WHAT OPTIONS: computes, and checks what came of it.
stress() {
	part=$1 what=$2
	shift 2
	if ! has stress-ng; then
		end "$part" failed 'the system files have no stress-ng'
	# A few wrong results do not make it fail by themselves.
	elif stress-ng "$@" --verify --timeout "$seconds" >"$part.said" 2>&1 && ! grep -q 'stress-ng: fail:' "$part.said"; then
		end "$part" passed "$what"
	else
		end "$part" failed "$(sed -n 's/^.*stress-ng: \(fail\|error\): *\[[0-9]*\] *//p' "$part.said" | head -n 1 | grep . || tail -n 1 "$part.said")"
	fi
}

# A fifth stays free: what keeps the system itself in RAM grows, too.
test_memory() {
	size=$(awk '/^MemAvailable:/ {print int($2 * 0.8 / 1024)}' /proc/meminfo)
	stress memory "$size MiB" --vm "$cores" --vm-bytes "${size}M" --vm-keep
}

test_cpu() {
	[ "$cores" = 1 ] && what='1 core' || what="$cores cores"
	stress cpu "$what" --cpu 0
}

# Those that are hardware, and hold something.
disks() {
	for path in /sys/block/*; do
		case ${path##*/} in
			loop* | ram* | zram* | dm-* | md* | sr* | fd* | nbd* | zd*) ;;
			# One of several ways to a disk has no device of its own; a reader without a card holds nothing.
			*) [ "$(cat "$path/hidden" 2>/dev/null)" = 1 ] || [ "$(cat "$path/size")" = 0 ] || echo "${path##*/}" ;;
		esac
	done
}

# Disks behind a controller that nothing drives would be missed without a word.
idle_controllers() {
	for path in /sys/bus/pci/devices/*; do
		case $(cat "$path/class" 2>/dev/null) in
			0x01*) [ -e "$path/driver" ] || sed 's/^0x//' "$path/vendor" "$path/device" | paste -sd : - ;;
		esac
	done
}

name_of() {
	text=$({
		cat "/sys/block/$1/device/model" "/sys/block/$1/serial" "/sys/block/$1/device/serial" 2>/dev/null
		sed -n 's/^Serial Number: *//p' "smart.$1" 2>/dev/null
	} | paste -sd ' ' - | sed 's/  */ /g; s/ $//')
	echo "$1${text:+ ($text)}"
}

# What the disk itself says of its health. @returns 1 when it says nothing
ask_disk() {
	has smartctl || return 1
	timeout 60 smartctl -i -H -A "/dev/$1" >"smart.$1" 2>&1
	status=$?
	if [ $((status & 8)) != 0 ]; then
		echo 'its own check (SMART) says that it is failing'
		return 0
	elif [ $((status & 7)) != 0 ] || [ "$status" -gt 128 ]; then
		return 1
	fi
	# By name: other disks count other things under the same numbers.
	awk '$2 ~ /^(Current_Pending_Sector|Offline_Uncorrectable|Total_Pending_Sectors)$/ && $10 + 0 > 0 {print $10 " sectors that could not be read or corrected (SMART " $2 ")"; exit}
		/^Media and Data Integrity Errors:/ && $NF + 0 > 0 {print $NF " media errors (SMART)"; exit}' "smart.$1"
}

# In 512 bytes each, as the kernel counts.
sectors_read() {
	awk '{print $3}' "/sys/block/$1/stat"
}

# As the kernel tells it, in sectors of 512 bytes.
place_of_error() {
	dmesg | sed -n "s/.*error, dev $1, sector \([0-9]*\).*/\1/p" | awk 'NR == 1 {printf " at %d MiB", $1 / 2048}'
}

# read_disk DISK: a line of what came of it, "failed" before it if it is bad.
read_disk() {
	asked=''
	case $1 in
		# A disk of a virtual machine has no health.
		vd*) ill='' ;;
		*) ill=$(ask_disk "$1") || asked=', its health (SMART) could not be read' ;;
	esac
	[ -z "$ill" ] || {
		echo "failed $(name_of "$1"): $ill"
		return
	}
	before=$(sectors_read "$1")
	left=$((end - $(now)))
	timeout "$((left > 10 ? left : 10))" dd if="/dev/$1" of=/dev/null bs=1M 2>"dd.$1"
	status=$?
	read=$(($(sectors_read "$1") - before))
	share=$((read * 100 / $(cat "/sys/block/$1/size")))
	case $status in
		0) echo "passed $(name_of "$1")$asked" ;;
		124 | 143)
			if [ "$read" = 0 ]; then
				echo "failed $(name_of "$1"): nothing of it could be read"
			else
				echo "passed $(name_of "$1"), $share % read$asked"
			fi
			;;
		*) echo "failed $(name_of "$1"): cannot be read$(place_of_error "$1"): $(sed -n 's/^dd: .*: //p' "dd.$1" | head -n 1)" ;;
	esac
}

test_disks() {
	idle=$(idle_controllers | sort -u | paste -sd ' ' -)
	# Slow ones come when the others are read already.
	for turn in 1 2; do
		for disk in $(disks); do
			[ -e "disk.$disk" ] || read_disk "$disk" >"disk.$disk" &
		done
		wait
		[ "$turn" = 2 ] || sleep "$pause"
	done
	cat disk.* 2>/dev/null >disks.said || :
	bad=$(sed -n 's/^failed //p' disks.said | paste -sd ';' - | sed 's/;/; /g')
	if [ -n "$bad" ]; then
		end disks failed "$bad"
	elif [ -n "$idle" ]; then
		end disks failed "no driver for a disk controller (PCI $idle): add its module to kernel.modules"
	else
		end disks passed "$(sed 's/^passed //' disks.said | paste -sd ';' - | sed 's/;/; /g' | grep . || echo 'none found')"
	fi
}

# The card that the server is reached by counts what it got wrong.
card_errors() {
	for count in rx_errors tx_errors rx_crc_errors rx_frame_errors; do
		cat "/sys/class/net/$card/statistics/$count"
	done | awk '{sum += $1} END {print sum + 0}'
}

test_network() {
	address=$(word ramstrap.fetch)
	card=$(grep -lix "$(boot_mac)" /sys/class/net/*/address | sed -n '1s,.*/net/\(.*\)/address,\1,p')
	[ -n "$card" ] || {
		end network failed 'no network card has the address that this node booted by'
		return
	}
	before=$(card_errors)
	first='' times=0 network=''
	while [ "$times" -lt 3 ] || [ "$(now)" -lt "$end" ]; do
		# A server may start again meanwhile.
		for try in 1 2 3 4; do
			wget -q -O - "$address" 2>network.said | sha256sum >network.sum
			if [ ! -s network.said ] || [ "$try" = 4 ]; then
				break
			fi
			sleep "$((pause * try))"
		done
		[ ! -s network.said ] || {
			network="$address could not be downloaded: $(tail -n 1 network.said | sed 's/^wget: //')"
			break
		}
		first=${first:-$(cat network.sum)}
		[ "$first" = "$(cat network.sum)" ] || {
			network="$address had other bytes when it was downloaded again"
			break
		}
		times=$((times + 1))
		# The server has more to do.
		sleep "$pause"
	done
	errors=$(($(card_errors) - before))
	if [ -n "$network" ]; then
		end network failed "$network"
	elif [ "$errors" != 0 ]; then
		end network failed "$card counted $errors errors: check the cable and the port of the switch"
	else
		end network passed "$card, $times downloads without an error"
	fi
}

# What the kernel says of the machine itself, whichever part was tested. A disk that does not even answer it says at once;
# of the rest only what came since the tests began: firmware may tell of the run before.
hardware_errors() {
	dmesg | sed 's/^\[[^]]*\] //' >kernel.said
	grep -q . kernel.said || {
		echo 'its log cannot be read'
		return
	}
	{
		grep -E '^ata[0-9.]+: (COMRESET failed|failed to IDENTIFY)|^nvme nvme[0-9]+: (Removing after probe failure|Device not ready)' kernel.said
		# All of a log that is so full that its beginning is gone.
		if grep -q "$mark" kernel.said; then
			awk -v mark="$mark" 'seen; $0 == mark {seen = 1}' kernel.said
		else
			cat kernel.said
		fi | grep -E '\[Hardware Error\]|[Mm]achine check events logged|EDAC MC[0-9]+: [0-9]+ [CU]E|error, dev (sd|vd|nvme|mmcblk)|Out of memory: Kill'
	} | not_told | head -n 1
}

# Without what was found of a disk already.
not_told() {
	found=$(sed -n 's/^failed \([^ :]*\).*/\1/p' disks.said 2>/dev/null | paste -sd '|' -)
	grep -vE "error, dev (${found:-none}),"
}

progress() {
	list=''
	for part in $parts; do
		list="$list${list:+, }$part$([ ! -e "$part" ] || sed 's/^\([a-z]*\):.*/ \1/' "$part")"
	done
	echo "testing $list; $((($(now) - began) / 60)) of $(((seconds + 59) / 60)) min"
}

# The server may not listen for a moment.
tell_failure() {
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		report failed "hardware test failed: $1" && return
		sleep 3
	done
}

failures() {
	for part in $parts; do
		[ ! -e "$part" ] || sed -n "s/^failed: /$part: /p" "$part"
	done | paste -sd ';' - | sed 's/;\([^ ]\)/; \1/g'
}

parts=$(word ramstrap.tests | tr ',' ' ')
seconds=$(word ramstrap.time)
case $seconds in
	'' | *[!0-9]*)
		say "failed: ramstrap.time=$seconds is not a number of seconds"
		tell_failure "ramstrap.time=$seconds on the kernel command line is not a number of seconds"
		exit 1
		;;
esac
[ -n "$parts" ] || {
	tell_failure 'ramstrap.tests on the kernel command line names no test'
	exit 1
}
pause=$((seconds > 100 ? 10 : 1))
began=$(now)
end=$((began + seconds))
cores=$(grep -c ^processor /proc/cpuinfo)
mark="ramstrap: hardware tests begin at $began"
echo "$mark" >/dev/kmsg
report testing "$(progress)"
for part in $parts; do
	say "testing $part"
	case $part in
		memory) test_memory & ;;
		cpu) test_cpu & ;;
		disks) test_disks & ;;
		network) test_network & ;;
		*) end "$part" failed 'there is no such test' ;;
	esac
done
told='' turn=0
while :; do
	left=0
	for part in $parts; do
		[ -e "$part" ] || left=$((left + 1))
	done
	# A disk that is at its end may hold up its reader for ever.
	[ "$(now)" -lt $((end + 120)) ] || for part in $parts; do
		[ -e "$part" ] || end "$part" failed 'the test did not end'
	done
	failed=$(failures)
	# At once: whoever waits need not wait for the others.
	if [ "$failed" != "$told" ] && report failed "hardware test failed: $failed"; then
		told=$failed
	fi
	[ "$left" != 0 ] || break
	[ $((turn % 4)) != 0 ] || report testing "$(progress)"
	turn=$((turn + 1))
	sleep 5
done
ill=$(hardware_errors)
[ -z "$ill" ] || failed="$failed${failed:+; }kernel: $ill"
for part in $parts; do
	say "$part: $(cat "$part")"
done
[ -n "$failed" ] || exit 0
say "failed: hardware test failed: $failed"
[ "$failed" = "$told" ] || tell_failure "$failed"
exit 1
