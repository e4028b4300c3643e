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
		end "$part" failed 'the system has no stress-ng: add it to tree.packages'
	elif stress-ng "$@" --verify --timeout "$seconds" >"$part.said" 2>&1; then
		end "$part" passed "$what"
	else
		end "$part" failed "$(sed -n 's/^.*stress-ng: \(fail\|error\): *\[[0-9]*\] *//p' "$part.said" | head -n 1 | grep . || tail -n 1 "$part.said")"
	fi
}

# A fifth stays free: what keeps the system itself in RAM grows, too.
test_memory() {
	size=$(awk '/^MemAvailable:/ {print int($2 * 0.8 / 1024)}' /proc/meminfo)
	stress memory "$size MiB" --vm 1 --vm-bytes "${size}M" --vm-keep
}

test_cpu() {
	cores=$(grep -c ^processor /proc/cpuinfo)
	[ "$cores" = 1 ] && what='1 core' || what="$cores cores"
	stress cpu "$what" --cpu 0
}

# Those that are hardware, and hold something.
disks() {
	for path in /sys/block/*; do
		case ${path##*/} in
			loop* | ram* | zram* | dm-* | md* | sr* | fd* | nbd* | zd*) ;;
			*) [ "$(cat "$path/size")" = 0 ] || echo "${path##*/}" ;;
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
	text=$(cat "/sys/block/$1/device/model" "/sys/block/$1/serial" 2>/dev/null | paste -sd ' ' - | sed 's/  */ /g; s/ $//')
	echo "$1${text:+ ($text)}"
}

# What the disk itself says of its health.
illness() {
	has smartctl || return 0
	smartctl -H -A "/dev/$1" >"smart.$1" 2>&1
	[ $(($? & 8)) = 0 ] || {
		echo 'its own check (SMART) says that it is failing'
		return
	}
	awk '($1 == 197 || $1 == 198) && $10 + 0 > 0 {print $10 " sectors that could not be read or corrected (SMART " $1 ")"; exit}
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
	ill=$(illness "$1")
	[ -z "$ill" ] || {
		echo "failed $(name_of "$1"): $ill"
		return
	}
	before=$(sectors_read "$1")
	timeout "$seconds" dd if="/dev/$1" of=/dev/null bs=1M 2>"dd.$1"
	status=$?
	share=$((($(sectors_read "$1") - before) * 100 / $(cat "/sys/block/$1/size")))
	case $status in
		0) echo "passed $(name_of "$1")" ;;
		124 | 143) echo "passed $(name_of "$1"), $share % in that time" ;;
		*) echo "failed $(name_of "$1"): cannot be read$(place_of_error "$1"): $(sed -n 's/^dd: .*: //p' "dd.$1" | head -n 1)" ;;
	esac
}

test_disks() {
	idle=$(idle_controllers | sort -u | paste -sd ' ' -)
	for disk in $(disks); do
		read_disk "$disk" >"disk.$disk" &
	done
	wait
	cat disk.* 2>/dev/null >disks.said || :
	bad=$(sed -n 's/^failed //p' disks.said | paste -sd ';' - | sed 's/;/; /g')
	if [ -n "$bad" ]; then
		end disks failed "$bad"
	elif [ -n "$idle" ]; then
		end disks failed "no driver for a disk controller (PCI $idle): add it to kernel.modules"
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
	before=$(card_errors)
	first='' times=0 network=''
	while [ "$times" -lt 3 ] || [ "$(date +%s)" -lt "$end" ]; do
		wget -q -O - "$address" 2>network.said | sha256sum >network.sum
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

# What the kernel says of the machine itself, whichever part was tested.
hardware_errors() {
	dmesg | sed 's/^\[[^]]*\] //' | grep -E '\[Hardware Error\]|[Mm]achine check events logged|EDAC MC[0-9]+: [0-9]+ [CU]E|error, dev (sd|vd|nvme|mmcblk)|Out of memory: Killed' | head -n 1
}

progress() {
	list=''
	for part in $parts; do
		list="$list${list:+, }$part$([ ! -e "$part" ] || sed 's/^\([a-z]*\):.*/ \1/' "$part")"
	done
	echo "testing $list; $((($(date +%s) - began) / 60)) of $(((seconds + 59) / 60)) min"
}

failures() {
	for part in $parts; do
		[ ! -e "$part" ] || sed -n "s/^failed: /$part: /p" "$part"
	done | paste -sd ';' - | sed 's/;\([^ ]\)/; \1/g'
}

parts=$(word ramstrap.tests | tr ',' ' ')
seconds=$(word ramstrap.time)
[ -n "$parts" ] || exit 0
seconds=${seconds:-3600}
pause=$((seconds > 100 ? 10 : 1))
began=$(date +%s)
end=$((began + seconds))
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
told=''
while :; do
	left=0
	for part in $parts; do
		[ -e "$part" ] || left=$((left + 1))
	done
	# A disk that is at its end may hold up its reader for ever.
	[ "$(date +%s)" -lt $((end + 120)) ] || for part in $parts; do
		[ -e "$part" ] || end "$part" failed 'the test did not end'
	done
	failed=$(failures)
	[ -z "$failed" ] || [ -n "$told" ] || {
		# At once: whoever waits need not wait for the others.
		told=$failed
		report failed "hardware test failed: $failed"
	}
	[ "$left" != 0 ] || break
	report testing "$(progress)"
	sleep 5
done
[ -n "$failed" ] || failed=$(hardware_errors | sed 's/^/kernel: /')
for part in $parts; do
	say "$part: $(cat "$part")"
done
[ -n "$failed" ] || exit 0
say "failed: hardware test failed: $failed"
report failed "hardware test failed: $failed"
exit 1
