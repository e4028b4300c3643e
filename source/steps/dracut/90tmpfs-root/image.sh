# From the source through a pipe into memory: counted, summed up and unpacked at the same time, so that it never lies there twice.
# Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash disable=SC2154

# load_image <function that writes the image to its output>
load_image() {
	rm -f "$state"/{fetch.said,fetch.failed,take.said,count,sum,kind,headers}
	[[ -z $sha256 ]] || start_sum
	{ "$1" || : >"$state/fetch.failed"; } | dd bs=64K status=progress 2> >(count_bytes) | sum_up | take_image
	taken=${PIPESTATUS[3]}
	wait
	[[ -z $sha256 ]] || wait "$summer"
	wait_for_count
	judge_image
}

start_sum() {
	rm -f "$state/to-sum"
	mkfifo "$state/to-sum"
	sha256sum <"$state/to-sum" >"$state/sum" &
	summer=$!
}

sum_up() {
	if [[ -n $sha256 ]]; then tee "$state/to-sum"; else cat; fi
}

# dd says how far it is once a second, with a carriage return in front.
count_bytes() {
	local line came word rest said=$SECONDS
	while IFS= read -r -d $'\r' line || [[ -n $line ]]; do
		while read -r came word rest; do
			[[ $word == byte* ]] || continue
			echo "$came" >"$state/count.new"
			((SECONDS - said < 2)) || { show_progress "$came"; said=$SECONDS; }
		done <<<"$line"
	done
	mv "$state/count.new" "$state/count"
}

show_progress() {
	local total
	total=$(total_bytes)
	say "$(mebibytes "$1")${total:+ of $(mebibytes "$total")} MiB have come"
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

# A process substitution ends when it likes.
wait_for_count() {
	local _
	for _ in {1..30}; do
		[[ ! -e $state/count ]] || return 0
		sleep 0.1
	done
	echo 0 >"$state/count"
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
	elif [[ -e $state/fetch.failed && -s $state/fetch.said ]]; then
		fail "$(<"$state/fetch.said")"
	elif [[ $came == 0 ]]; then
		fail "the image from $origin is empty"
	elif [[ -z $kind ]]; then
		fail "what came from $origin is neither a tar archive nor a squashfs: it begins with \"$(head -c 16 "$state/head" | tr -cd ' -~')\""
	elif [[ -n $bytes ]] && ((came < bytes)); then
		fail "the image was cut short: $(mebibytes "$came") of $(mebibytes "$bytes") MiB came from $origin"
	elif [[ $sum != "$sha256" ]]; then
		fail "the image from $origin is another one: its SHA-256 begins with ${sum:0:12}, not with ${sha256:0:12}"
	elif ((taken != 0)); then
		fail "the image from $origin could not be unpacked, it is damaged or cut short: $(tail -n 1 "$state/take.said")"
	fi
}

mount_tmpfs() {
	mkdir -p "$1"
	# Left to itself a tmpfs takes half of memory and no more.
	mount -t tmpfs -o "mode=0755,size=$size" "$2" "$1" 2>"$state/take.said" || { echo "no tmpfs of the size $size could be made (rd.tmpfs.size)" >"$state/take.said"; return 1; }
}
