# The image comes over HTTP: every address in turn, in rounds. Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash disable=SC2154

# Writes the image to its output. What broke off is taken up where it broke off, at whatever address comes next.
fetch_http() {
	local came=0 round=0 url again code status size said reason
	type curl &>/dev/null || { give_reason 'this initramfs cannot fetch over HTTP: curl is not in it'; return 1; }
	while :; do
		again=
		for url in "${urls[@]}"; do
			fetch_url && return
			# The reader has left; it knows why.
			((code == 23)) && return 1
			give_reason "$reason"
			((${#urls[@]} == 1 && round >= retries)) || say "$reason"
		done
		[[ -n $again ]] && ((round++ < retries)) || return 1
		say "again in $((1 << (round < 6 ? round - 1 : 5))) s"
		sleep $((1 << (round < 6 ? round - 1 : 5)))
	done
}

give_reason() {
	echo "$1" >"$state/fetch.said"
}

# Sets code, reason and, where another try may help, again.
fetch_url() {
	local before=$came
	get "$came"
	if ((code == 33)); then
		# A server that cannot start in the middle starts anew, and what is known already is dropped.
		get_anew
		before=0
	fi
	read -r status size < <(grep -E '^[0-9]{3} [0-9]+$' "$state/curl.said")
	said=$(sed -n 's/^curl: ([0-9]*) //p' "$state/curl.said" | tail -n 1)
	((before + size < came)) || came=$((before + size))
	((code == 0)) && return
	explain
	return 1
}

# get <bytes to leave out>
get() {
	code=0
	curl -q --fail --silent --show-error --location --connect-timeout 10 --speed-limit 1 --speed-time 30 --continue-at "$1" \
		--dump-header "$state/headers.new" --write-out '%{stderr}\n%{http_code} %{size_download}\n' "$url" 2>"$state/curl.said" || code=$?
	# Of a part it is not said how long the whole is.
	(($1 > 0)) || mv "$state/headers.new" "$state/headers"
} 2>/dev/null

get_anew() {
	{ get 0; echo "$code" >"$state/curl.code"; } | tail -c "+$((came + 1))"
	code=$(<"$state/curl.code")
}

explain() {
	local host=${url#*://}
	host=${host%%/*}
	case $code in
		22)
			case $status in
				404) reason="the server does not have $url (404 Not Found)" ;;
				4??) reason="the server does not give out $url (it says $status)" ;;
				*) reason="the server is in trouble with $url (it says $status)"; again=yes ;;
			esac
			return
			;;
		6) reason="the host $host is not known: no name server knows it" ;;
		7) reason="nothing answers at $host: $said" ;;
		28) reason="$host did not answer in time: $said" ;;
		35 | 51 | 53 | 54 | 58 | 60 | 77 | 83 | 91) reason="$host cannot be trusted: $said"; return ;;
		1 | 3) reason="$url is not an address that can be fetched: $said"; return ;;
		18 | 52 | 55 | 56 | 92) reason="the connection to $host was cut" ;;
		*) reason="$url could not be fetched: $said" ;;
	esac
	((came == 0)) || reason="the image was cut short: $(mebibytes "$came")$(of_total) MiB came from $url; $reason"
	again=yes
}

of_total() {
	local total
	total=$(total_bytes)
	[[ -z $total ]] || echo " of $(mebibytes "$total")"
}
