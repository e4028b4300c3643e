#!/bin/sh
# Makes root.tar of an archive: canonical.sh ARCHIVE
# Names begin with ./ however they did before; the folder that holds the root file system is taken off.
set -eu
archive=$1

refuse() {
	echo "$1" >&2
	exit 1
}

bytes_at() {
	od -An -v -tx1 -j "$1" -N "$2" "$archive" 2>/dev/null | tr -d ' \n'
}

# A table of partitions, or the marks of qcow2, ext4, XFS and btrfs; no CD, which has such a table as well.
looks_like_a_disk() {
	[ "$(bytes_at 257 5)" != 7573746172 ] && [ "$(bytes_at 32769 5)" != 4344303031 ] || return 1
	case $(bytes_at 0 4),$(bytes_at 510 2),$(bytes_at 1080 2),$(bytes_at 65600 8) in
		1f8b* | fd37* | 28b5* | 0422* | 425a* | 6873*) return 1 ;;
		514649fb,* | 58465342,* | *,55aa,* | *,53ef,* | *,5f42485266535f4d) ;;
		*) return 1 ;;
	esac
}

[ -e "$archive" ] || refuse "$archive does not exist"
[ ! -d "$archive" ] || refuse "$archive is a folder; write tree.from: directory"
[ -f "$archive" ] || refuse "$archive is not a file"
[ -s "$archive" ] || refuse "$archive is empty"
! looks_like_a_disk || refuse "$archive is an image of a disk or a file system, not an archive; write tree.from: disk-image"
sh read-archive.sh "$archive" >members.tar 2>said.txt || {
	cat said.txt >&2
	! grep -q 'sqfs2tar' said.txt || refuse "$(tail -n 1 said.txt)"
	# A text may look like a manifest.
	grep -qiE 'unrecognized archive format|mtree' said.txt && refuse "$archive is not an archive that bsdtar can read, such as tar compressed with gzip, xz, zstd, lz4 or bzip2"
	refuse "$archive cannot be read to its end: it is truncated or damaged; download or create it again"
}
perl layers.pl --names members.tar >members.txt

# Where the root file system begins: at the top, where etc or usr is; or in the folders nearest to it that look like one.
awk -F / '
	{
		gsub(/\/(\.?\/)+/, "/")
		sub(/^(\.?\/)+/, "")
		prefix = ""
		for (i = 1; i <= NF && i <= 4; i++) {
			if ($i == "etc" || $i == "usr" || $i == "bin") {
				has[prefix, $i] = 1
				if (!(prefix in depth)) order[++count] = prefix
				depth[prefix] = i - 1
			}
			if ($i ~ /^(etc|usr|bin|sbin|lib|lib64|var|opt|boot|home|root|srv|mnt|media|dev|proc|sys|run|tmp)$/) break
			prefix = prefix (prefix == "" ? "" : "/") $i
		}
	}
	function is_root(prefix) {
		if (depth[prefix] < 2) return has[prefix, "etc"] || has[prefix, "usr"]
		return has[prefix, "etc"] && (has[prefix, "usr"] || has[prefix, "bin"])
	}
	END {
		for (least = 0; least < 4; least++) {
			for (i = 1; i <= count; i++) if (depth[order[i]] == least && is_root(order[i])) {
				print order[i]
				found = 1
			}
			if (found) exit
		}
	}
' members.txt >roots.txt
[ "$(wc -l <roots.txt)" -lt 2 ] || refuse "$archive contains more than one root file system: $(tr '\n' ' ' <roots.txt)- unpack one of them, and give its folder with tree.from: directory"
around=$(cat roots.txt)
if [ -n "$around" ]; then
	echo "The root file system is in the folder $around of the archive."
	beside=$(awk -v around="$around" '{sub(/^(\.?\/)+/, "")} $0 != "" && $0 != "." && index($0 "/", around "/") != 1 && index(around "/", $0) != 1' members.txt | head -n 4 | tr '\n' ' ')
	[ -z "$beside" ] || echo "warning: ramstrap uses the root file system in $around of $archive and ignores the rest: $beside" >&2
elif ! [ -s roots.txt ]; then
	inner=$(grep -m 1 -E '\.(squashfs|sqfs|sfs)$|(^|/)(rootfs|root)\.(tar|img)' members.txt || :)
	[ -z "$inner" ] || refuse "$archive contains no root file system, but $inner may be one; extract it, and set tree.path to it"
	! grep -qxE '(\./)?(oci-layout|manifest\.json)' members.txt || refuse "$archive is a container image; write tree.from: oci"
fi
perl layers.pl --around="$around" members.tar >root.tar
rm members.tar members.txt roots.txt said.txt
