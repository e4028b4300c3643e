#!/bin/sh
# Makes root.tar of a folder: pack-folder.sh FOLDER [--system] [--emptied=PATH…] [--keep=PATH…] [--secret=PATTERN…] [PATTERN…]
# In the order of names, without sockets, without what the kernel and systemd fill, without PATTERNs, and without the files
# below the emptied PATHs, of which the folders stay. What is to be kept goes along whatever patterns say. File systems
# that are mounted below the folder are part of it; of a whole machine (--system) those of the system are, and secrets stay
# behind: what a --secret PATTERN means, and private keys wherever they lie.
set -eu
folder=$1
shift

refuse() {
	echo "$1" >&2
	exit 1
}

# Names are kept as bytes, whatever characters they mean; when a file was last read or renamed says nothing about it.
# Access lists go along as the kernel has them, by number; tar itself would write the names of this machine's users.
create() {
	# create ARCHIVE NAMES WORD…: 1 is a file that changed while it was read, as they do on a machine that runs.
	archive=$1 names=$2
	shift 2
	tar --create --file "$archive" --format=pax --numeric-owner --sort=name --sparse --one-file-system --xattrs --xattrs-include='*' \
		--pax-option='delete=atime,delete=ctime,hdrcharset:=BINARY' --warning=no-file-ignored --warning=no-xattr-write --warning=no-file-removed \
		"$@" --directory "$folder" --null --verbatim-files-from --files-from "$names" || [ $? -eq 1 ]
}

[ -e "$folder" ] || refuse "tree.path is $folder, which does not exist; a relative path starts at the folder of the recipe"
[ -d "$folder" ] || refuse "tree.path is $folder, which is not a folder; for a file write tree.from: archive or disk-image"
[ -e "$folder/etc" ] || [ -e "$folder/usr" ] || for inner in "$folder"/*/; do
	[ ! -d "$inner/etc" ] || refuse "tree.path is $folder, and the root file system is in ${inner%/}; use that folder"
done
[ "$(id -u)" = 0 ] || hidden=$(find "$folder/" -xdev ! -type l ! -readable -print -quit 2>/dev/null)
[ -z "${hidden-}" ] || refuse "you may not read $hidden, and the copy would be incomplete without it; run ramstrap as root, for example with sudo"

# The words for tar, in place of ours; what is left out by its very name comes last.
: >left-out.txt
: >kept.txt
: >mounted.txt
: >secret.txt
system=''
words=$#
while [ "$words" -gt 0 ]; do
	case $1 in
		--system) system=1 ;;
		--emptied=*) find "$folder/${1#--emptied=}" -xdev ! -type d -printf "./${1#--emptied=}/%P\n" >>left-out.txt 2>/dev/null || : ;;
		--secret=*)
			printf '%s\n' "./${1#--secret=}" >>secret.txt
			;;
		--keep=*)
			[ -e "$folder/${1#--keep=}" ] || refuse "tree.keep has ${1#--keep=}, which does not exist"
			printf './%s\0' "${1#--keep=}" >>kept.txt
			;;
		*) set -- "$@" "--exclude=$1" ;;
	esac
	shift
	words=$((words - 1))
done

# What is mounted below the folder, a line each: its kind, and its name from there on (proc(5), mountinfo). File systems
# that hold nothing of their own, and those of containers and packages, say nothing.
mounts_below() {
	awk -v folder="$(cd -P "$folder" && pwd)" '
		BEGIN {if (folder != "/") folder = folder "/"}
		{
			place = $5
			while (match(place, /\\[0-7][0-7][0-7]/)) {
				code = substr(place, RSTART + 1, 3)
				place = substr(place, 1, RSTART - 1) sprintf("%c", substr(code, 1, 1) * 64 + substr(code, 2, 1) * 8 + substr(code, 3, 1)) substr(place, RSTART + 4)
			}
			for (i = 7; $i != "-"; i++);
			if (place == folder || index(place, folder) != 1) next
			name = substr(place, length(folder) + 1)
			if (name ~ /^(proc|sys|dev|run|tmp|snap)(\/|$)/ || name ~ /\n/) next
			if ($(i + 1) ~ /^(proc|sysfs|dev(pts|tmpfs)|tmpfs|ramfs|cgroup2?|overlay|nsfs|mqueue|autofs|binfmt_misc|rpc_pipefs|.*(debug|trace|security|config|fusectl|efivar|bpf|pstore|huge).*|fuse\.(portal|gvfsd-fuse|lxcfs))$/) next
			print $(i + 1) ~ /^(nfs|cifs|smb|9p|ceph|afs|virtiofs|fuse|glusterfs|ocfs|gfs)/ ? "foreign" : "local", name
		}
	' /proc/self/mountinfo
}

# Subvolumes are devices of their own, and no mounts; snapshots are older states of what is there anyway.
subvolumes_below() {
	[ "$(stat -f -c %T "$folder")" = btrfs ] || return 0
	# 256 is the number of each one's top (btrfs(5)).
	find "$folder/" -mindepth 1 \( -path "${folder%/}/proc" -o -path "${folder%/}/sys" -o -path "${folder%/}/run" \) -prune -o -type d -inum 256 -printf '%P\n' |
		grep -vE '(^|/)[.@]?snapshots?(/|$)' | while read -r name; do
		[ "$(stat -f -c %T "$folder/$name")" != btrfs ] || echo "local $name"
	done
}

printf '.\0' >names.txt
{ mounts_below && subvolumes_below; } | sort -u >mounts.txt
while read -r kind name; do
	if [ "$kind" = local ] && { [ -z "$system" ] || printf '%s\n' "$name" | grep -qE '^(usr|var|opt|srv|boot|etc)(/|$)'; }; then
		printf './%s\0' "$name" >>names.txt
	elif ! printf '%s\n' "$name" | grep -qE '^(home|root|mnt|media)(/|$)' || [ -z "$system" ]; then
		printf './%s/*\n' "$(printf '%s' "$name" | sed 's/[][*?\\]/\\&/g')" >>mounted.txt
		! grep -qzxF "./$name" kept.txt || continue
		echo "warning: $name is a separate file system on this machine ($([ "$kind" = local ] && echo 'not part of the system' || echo 'of another machine')) and is not copied${system:+; tree.keep: [$name] copies it}" >&2
	fi
done <mounts.txt

# Under any name.
private_keys() {
	for place in etc opt srv usr/local; do
		[ ! -d "$folder/$place" ] || (cd "$folder" && find "./$place" -xdev -type f -size -64k -exec grep -lE -e '-----BEGIN ([A-Z]+ )*PRIVATE KEY-----' {} +) || :
	done
}

if [ -n "$system" ]; then
	for place in etc opt srv usr/local var/lib; do
		[ ! -d "$folder/$place" ] || find "$folder/$place" -xdev -type f -size +0 -printf "./$place/%P\n"
	done | sed 's/ /\\040/g; s/$/ type=file/' >files.txt
	sed 's/^..//' secret.txt >patterns.txt
	private_keys >private.txt
	tr '\0' '\n' <kept.txt >kept-names.txt
	{ sh find-traces.sh files.txt patterns.txt && sed 's/^..//' private.txt; } | LC_ALL=C sort -u | awk '
		FILENAME == "kept-names.txt" {kept[++count] = substr($0, 3) "/"; next}
		{for (i = 1; i <= count; i++) if (index($0 "/", kept[i]) == 1) next; print}
	' kept-names.txt - >found.txt
	[ ! -s found.txt ] || printf 'warning: secrets of this machine are not copied: %s; tree.keep lists files to copy anyway\n' \
		"$(awk 'NR <= 4 {printf "%s%s", (NR > 1 ? ", " : ""), $0} END {if (NR > 4) printf " and %d more", NR - 4}' found.txt)" >&2
	sed 's/[][*?\\]/\\&/g' private.txt >>secret.txt
fi

create packed.tar names.txt --anchored --exclude='./proc/*' --exclude='./sys/*' --exclude='./dev/*' --exclude='./run/*' --exclude='./tmp/*' \
	--exclude=./lost+found --exclude-from=mounted.txt --exclude-from=secret.txt "$@" --no-wildcards --exclude-from=left-out.txt
set -- packed.tar
if [ -s kept.txt ]; then
	create kept.tar kept.txt
	set -- packed.tar kept.tar
fi
perl layers.pl "$@" >root.tar
rm -f left-out.txt names.txt mounts.txt mounted.txt secret.txt private.txt files.txt patterns.txt found.txt kept.txt kept-names.txt packed.tar kept.tar
