#!/bin/bash
# Is there what the source needs, an address or a device? 0: yes, 1: not yet, 2: not in time, and why has been said.
# shellcheck disable=SC1090,SC2154

for part in say words network volume; do
	. "/lib/tmpfs-root/$part.sh"
done

now() {
	cut -d. -f1 /proc/uptime
}

is_ready() {
	case $source in
		*://* | nfs:* | nfs4:*) [[ -n $(address) ]] ;;
		*) find_volume >/dev/null ;;
	esac
}

give_up() {
	case $source in
		*://* | nfs:* | nfs4:*) say_failed "no address: $(why_no_address)" ;;
		*) say_failed "the volume $source does not exist; available after $wait seconds: $(volumes_there)" ;;
	esac
}

read_words
[[ -e $state/began ]] || now >"$state/began"
if is_ready; then
	: >"$state/ready"
	exit 0
fi
(($(now) - $(<"$state/began") < wait)) && exit 1
rm -f "$state/began"
give_up
exit 2
