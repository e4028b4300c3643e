# The words of the kernel's command line that this module knows. Sourced by /sbin/tmpfs-root.
# shellcheck shell=bash disable=SC2034,SC2154

[[ -n ${hookdir:-} ]] || export hookdir=/lib/dracut/hooks
# shellcheck source=/dev/null
. /lib/dracut-lib.sh

value() {
	getarg "$1=" || echo "${2:-}"
}

number() {
	local text
	text=$(value "$@")
	[[ -z $text || $text =~ ^[0-9]+$ ]] || { say "$1=$text is not a number and is ignored"; text=${2:-}; }
	echo "$text"
}

read_words() {
	source=$(<"$state/source")
	source=${source#NFS=}
	imgfile=$(value rd.tmpfs.imgfile)
	size=$(value rd.tmpfs.size 80%)
	sha256=$(value rd.tmpfs.sha256)
	sha256=${sha256,,}
	bytes=$(number rd.tmpfs.bytes)
	room=$(number rd.tmpfs.room)
	need=$(number rd.tmpfs.need)
	retries=$(number rd.tmpfs.retries 5)
	wait=$(number rd.tmpfs.wait 60)
	hostname=$(value rd.tmpfs.hostname)
	init=$(value init /sbin/init)
	overlay=1
	getargbool 1 rd.tmpfs.overlay || overlay=0
	urls=("$source")
	local url
	for url in $(getargs rd.tmpfs.url=); do
		urls+=("$url")
	done
}
