# Brings the image of the root to this node. Sourced by /init.
#   ramstrap.image=<address>[,<address>…]   tried in this order
#   ramstrap.sha256= ramstrap.bytes=        what it must be
#   ramstrap.room= ramstrap.need=           MiB the root takes, MiB this node should have in all
# An archive is unpacked and summed up piece by piece, so that it never lies in memory twice.
# shellcheck shell=dash

check_memory() {
	# The same numbers as in the plan's memory budget.
	room=$(word ramstrap.room)
	[ -n "$room" ] || return 0
	free=$(awk '/MemAvailable/ {print int($2 / 1024)}' /proc/meminfo)
	[ "$free" -ge "$room" ] || fail "too little memory: the root takes $room MiB and $free MiB are free; give this node $(word ramstrap.need) MiB"
}

bring_image() {
	# bring_image <prepare> pour <unpack>   it runs through <unpack>, which reads it from its input, and lies nowhere itself
	# bring_image <prepare> keep <file>     it comes to lie in this file
	# <prepare> makes an empty place.
	if [ -e /image ]; then
		"$1"
		"$3" </image 2>/tmp/unpack.said || fail "$(why_not_unpacked $? 'the root inside this initramfs')"
		rm /image
		say image
		return
	fi
	mkfifo /tmp/to-sum
	wait=1
	for attempt in 1 2 3 4 5; do
		for address in $(word ramstrap.image | tr ',' ' '); do
			"$1"
			fetch "$address" "$2" "$3" && return
			# The very image it should be, and still: once more would be no better.
			[ -z "$wanted" ] || [ "$sum" != "$wanted" ] || fail "$problem"
			say "$problem"
		done
		[ "$attempt" != 5 ] || fail "$problem"
		pause=$(some "$wait")
		say "again in $pause seconds"
		sleep "$pause"
		wait=$((wait * 2))
	done
}

some() {
	# Between a half and one and a half of so many seconds: nodes that failed together should not come back together.
	awk -v mean="$1" -v random="$(hexdump -n 1 -e '/1 "%u"' /dev/urandom)" 'BEGIN {printf "%.1f", mean * (0.5 + random / 255)}'
}

make_tmpfs() {
	# make_tmpfs <folder> <mode> <name>: where the root comes to lie.
	# Left to itself a tmpfs takes half of memory and no more.
	size=$(word ramstrap.size)
	size=${size:-80%}
	place=$1
	# And as many files as half the pages of memory; these cost memory, too, which the plan counts.
	mount -t tmpfs -o "mode=$2,nr_inodes=0,size=$size" "$3" "$1" || fail "no tmpfs of the size $size could be created (ramstrap.size)"
}

no_room() {
	echo "the root does not fit into its $size of memory (ramstrap.size): that is $(df -m "$place" | awk 'END {print $2}') MiB of $(awk '/MemTotal/ {print int($2 / 1024)}' /proc/meminfo)"
}

fetch() {
	# fetch <address> pour|keep <unpack or file>
	expected=$(word ramstrap.bytes)
	say "fetching $1${expected:+, $(mebibytes "$expected") MiB}"
	rm -f /tmp/silent /tmp/no-piece
	watch_progress "$2" "$3" &
	watcher=$!
	"$2" "$1" "$3"
	unpacked=$?
	kill "$watcher" 2>/dev/null
	wait
	judge "$1"
}

keep() {
	# To sum it up afterwards, out of memory, takes half the time: a pipe on the way has its two ends take turns.
	download "$1" >"$2"
	kill "$watcher" 2>/dev/null
	stat -c %s "$2" >/tmp/count
	sha256sum "$2" >/tmp/sum
	: >/tmp/unpack.said
}

pour() {
	sha256sum </tmp/to-sum >/tmp/sum &
	download "$1" | in_pieces 3>/tmp/to-sum | {
		"$2" 2>/tmp/unpack.said
		code=$?
		# All of it must come by to be summed up, also what nobody unpacks any more.
		cat >/dev/null
		exit "$code"
	}
}

download() {
	# Which process it is must be known, to end it when nothing comes any more.
	sh -c 'echo $$ >/tmp/wget.pid; exec wget -q -O - "$0"' "$1" 2>/tmp/wget.said
	echo $? >/tmp/wget.code
}

# Hands on to the unpacker, and to the sum on descriptor 3, what comes, 4 MiB at a time: a pipe between each two of them that
# carries a few KiB has them take turns for each, which costs an emulated node more than the unpacking.
in_pieces() {
	came=0
	while
		echo "$came" >/tmp/count
		sh -c 'echo $$ >/tmp/dd.pid; exec dd bs=4M count=1 iflag=fullblock of=/tmp/piece' 2>/dev/null || { : >/tmp/no-piece; break; }
		[ -s /tmp/piece ]
	do
		came=$((came + $(stat -c %s /tmp/piece)))
		cat /tmp/piece >&3
		cat /tmp/piece
	done
	rm -f /tmp/piece
}

judge() {
	# The first of these that is so explains the others: a short image has a wrong sum and cannot be unpacked.
	came=$(cat /tmp/count)
	sum=$(cut -d ' ' -f 1 /tmp/sum)
	wanted=$(word ramstrap.sha256)
	if grep -q ' 40[34] ' /tmp/wget.said; then
		problem="the server does not have $1 ($(grep -o '40[34].*' /tmp/wget.said))"
	elif [ -e /tmp/no-piece ] || [ "$(cat /tmp/wget.code)" = 137 ]; then
		problem=$(out_of_memory)
	elif grep -qi 'no space left' /tmp/unpack.said /tmp/wget.said; then
		problem=$(no_room)
	elif [ "$came" = 0 ]; then
		problem="nothing came from $1: $(why_it_ended)"
	elif [ "$(cat /tmp/wget.code)" != 0 ] || [ "$came" -lt "${expected:-0}" ]; then
		problem="the image was cut short: $(mebibytes "$came")${expected:+ of $(mebibytes "$expected")} MiB came from $1; $(why_it_ended)"
	elif [ -n "$wanted" ] && [ "$sum" != "$wanted" ]; then
		problem="the image from $1 is the wrong one: its SHA-256 begins with $(echo "$sum" | cut -c 1-12), not with $(echo "$wanted" | cut -c 1-12)"
	elif [ "$unpacked" != 0 ]; then
		problem=$(why_not_unpacked "$unpacked" "the image from $1")
	else
		say image
		report image
		[ -z "$wanted" ] || { say verified; report verified; }
		return 0
	fi
	return 1
}

why_it_ended() {
	if [ -e /tmp/silent ]; then
		echo "the server was silent for $silence seconds"
	elif [ "$(cat /tmp/wget.code)" = 0 ]; then
		echo 'the server has no more of it'
	else
		# wget says it of a connection that was cut in other words each time.
		said=$(sed 's/^wget: //' /tmp/wget.said | tail -n 1)
		case $said in
			*prematurely* | *reset* | *'read error'*) echo 'the connection was cut' ;;
			*) echo "${said:-wget ended by itself}" ;;
		esac
	fi
}

why_not_unpacked() {
	# why_not_unpacked <exit code> <what>
	if grep -qi 'no space left' /tmp/unpack.said; then
		no_room
	elif [ "$1" -ge 128 ]; then
		out_of_memory
	else
		# tar's last words are that it gives up; what was wrong it says before.
		echo "$2 could not be unpacked: $(grep -v -e 'not recoverable' -e 'Exiting with' /tmp/unpack.said | head -n 1)"
	fi
}

out_of_memory() {
	echo "memory ran out while the root was unpacked: $(awk '/MemTotal/ {print int($2 / 1024)}' /proc/meminfo) MiB are too little"
}

# Seconds without a single byte after which a server counts as gone; the kernel's own limits are minutes, wget's are a quarter of an hour.
silence=30

watch_progress() {
	# watch_progress pour|keep <unpack or file>
	# What the card has received says it well enough, whatever program is reading.
	# shellcheck disable=SC2154 # init sets card
	received="/sys/class/net/$card/statistics/rx_bytes"
	before=$(cat "$received")
	said='' woken='' quiet=0
	while sleep 3; do
		progress="$(mebibytes $(($(cat "$received") - before)))${expected:+ of $(mebibytes "$expected")} MiB have come"
		[ "$progress" = "$said" ] || say "$progress"
		said=$progress
		# Whatever else is going on on this wire: a file grows, and dd wakes up, for whatever comes of the image, and for nothing
		# else (proc(5)). Where there is no dd, a piece is being unpacked.
		case $1 in
			keep) now=$(stat -c %s "$2") ;;
			pour) now=$(sed -n 's/^voluntary_ctxt_switches://p' "/proc/$(cat /tmp/dd.pid)/status" 2>/dev/null) ;;
		esac
		quiet=$((quiet + 3))
		[ "$now" = "$woken" ] || quiet=0
		woken=$now
		if [ -n "$now" ] && [ "$quiet" -ge "$silence" ]; then
			: >/tmp/silent
			kill "$(cat /tmp/wget.pid)"
			return
		fi
	done
}

mebibytes() {
	awk -v bytes="$1" 'BEGIN {printf "%.1f", bytes / 1048576}'
}

# Programs of the machine that built this, with their own libraries.
tool() {
	program=$1
	shift
	/lib/ramstrap/ld-linux-x86-64.so.2 --library-path /lib/ramstrap "/lib/ramstrap/$program" "$@"
}

decompress() {
	# By the name of the image, which the recipe gave it.
	case $(word ramstrap.image) in
		*.zst) tool zstd -d -q -c ;;
		*.xz) tool xz -d -c ;;
		*.gz) tool gzip -d -c ;;
		*.lz4) tool lz4 -d -q -c ;;
		*) cat ;;
	esac
}
