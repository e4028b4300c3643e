# From the source into memory piece by piece: counted, summed up and unpacked, so that it never lies there twice.
# Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash disable=SC2154

# load_image <function that writes the image to its output>
load_image() {
	rm -f "$state"/{fetch.said,fetch.failed,take.said,no-piece,count,sum,kind,headers}
	[[ -z $sha256 ]] || start_sum
	{ "$1" || : >"$state/fetch.failed"; } | in_pieces | take_image
	taken=${PIPESTATUS[2]}
	wait
	[[ -z $sha256 ]] || wait "$summer"
	judge_image
}

start_sum() {
	rm -f "$state/to-sum"
	mkfifo "$state/to-sum"
	sha256sum <"$state/to-sum" >"$state/sum" &
	summer=$!
}

# Hands on to its output, and to the sum, what comes, 4 MiB at a time: pipes that carry a few KiB each have five programs take
# turns for each of them.
in_pieces() {
	local came=0 piece=$state/piece said=$SECONDS
	[[ -z $sha256 ]] || exec 3>"$state/to-sum"
	while
		echo "$came" >"$state/count"
		dd bs=4M count=1 iflag=fullblock of="$piece" status=none 2>/dev/null || { : >"$state/no-piece"; break; }
		[[ -s $piece ]]
	do
		came=$((came + $(wc -c <"$piece")))
		[[ -z $sha256 ]] || cat "$piece" >&3
		cat "$piece" || break
		((SECONDS - said < 2)) || { show_progress "$came"; said=$SECONDS; }
	done
	rm -f "$piece"
}

show_progress() {
	local total
	total=$(total_bytes)
	say "$(mebibytes "$1")${total:+ of $(mebibytes "$total")} MiB downloaded"
}

total_bytes() {
	if [[ -n $bytes ]]; then
		echo "$bytes"
	elif [[ -n ${file:-} ]]; then
		wc -c <"$file"
	else
		# After redirections the last one counts.
		awk 'tolower($1) == "content-length:" {n = $2 + 0} END {if (n) print n}' "$state/headers" 2>/dev/null
	fi
}

take_image() {
	head -c 512 >"$state/head"
	kind_of_image >"$state/kind"
	kind=$(<"$state/kind")
	case $kind in
		'') return 1 ;;
		squashfs) take_squashfs ;;
		*) take_archive ;;
	esac || {
		lacks_room || cat >/dev/null
		return 1
	}
	# An archive may end before its file does.
	cat >/dev/null
}

# By what it begins with, whatever it is called.
kind_of_image() {
	case $(od -An -v -tx1 -N8 "$state/head" | tr -d ' \n') in
		1f8b*) echo gzip ;;
		28b52ffd*) echo zstd ;;
		fd377a585a00*) echo xz ;;
		04224d18* | 02214c18*) echo lz4 ;;
		68737173*) echo squashfs ;;
		*) [[ $(tail -c +258 "$state/head" | head -c 5) != ustar ]] || echo tar ;;
	esac
}

lacks_room() {
	grep -qiE 'no space left|wrote only' "$state/take.said" 2>/dev/null
}

# The first of these that is so explains the others: a short image has a wrong sum and cannot be unpacked.
judge_image() {
	local came sum=
	came=$(<"$state/count")
	[[ -z $sha256 ]] || sum=$(cut -c 1-64 "$state/sum")
	kind=$(<"$state/kind")
	if lacks_room; then
		fail "the root does not fit into its $size of memory (rd.tmpfs.size): that is $(room_in_mebibytes) MiB of $(memory_in_mebibytes MemTotal)"
	elif [[ -e $state/no-piece ]]; then
		fail "memory ran out: $(memory_in_mebibytes MemTotal) MiB are too little"
	elif [[ -e $state/fetch.failed && -s $state/fetch.said ]]; then
		fail "$(<"$state/fetch.said")"
	elif [[ $came == 0 ]]; then
		fail "the image from $origin is empty"
	elif [[ -z $kind ]]; then
		fail "the download from $origin is neither a tar archive nor a squashfs: it begins with \"$(head -c 16 "$state/head" | tr -cd ' -~')\""
	elif [[ -n $bytes ]] && ((came < bytes)); then
		fail "the image was cut short: $(mebibytes "$came") of $(mebibytes "$bytes") MiB came from $origin"
	elif [[ $sum != "$sha256" ]]; then
		fail "the image from $origin is the wrong one: its SHA-256 begins with ${sum:0:12}, not with ${sha256:0:12}"
	elif ((taken != 0)); then
		fail "the image from $origin could not be unpacked, it is damaged or cut short: $(tail -n 1 "$state/take.said")"
	fi
}

mount_tmpfs() {
	mkdir -p "$1"
	# Left to itself a tmpfs takes half of memory and no more.
	# And one with as many files as half the pages of memory; these cost memory, too, which the plan counts.
	mount -t tmpfs -o "mode=0755,nr_inodes=0,size=$size" "$2" "$1" 2>"$state/take.said" || { echo "no tmpfs of the size $size could be created (rd.tmpfs.size)" >"$state/take.said"; return 1; }
}
