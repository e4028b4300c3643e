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
