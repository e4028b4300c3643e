#!/bin/sh
# Makes root.tar of a container image: stack-layers.sh path|name IMAGE
set -eu

refuse() {
	echo "$1" >&2
	exit 1
}

# How skopeo names it.
case $1 in
	name) source=docker://$2 ;;
	path)
		[ -e "$2" ] || refuse "tree.path is $2, which does not exist; a relative path starts at the folder of the recipe"
		if [ -d "$2" ]; then
			[ -f "$2/index.json" ] || refuse "tree.path is $2, a folder without index.json, so not an OCI layout; for an unpacked system write tree.from: directory"
			source=oci:$2
		elif bsdtar -tf "$2" 2>/dev/null | grep -qxE '(\./)?oci-layout'; then
			source=oci-archive:$2
		elif bsdtar -tf "$2" 2>/dev/null | grep -qxE '(\./)?manifest\.json'; then
			source=docker-archive:$2
		else
			refuse "tree.path is $2, which is not a container image; for an archive of a root file system write tree.from: archive"
		fi
		;;
esac

# By its digests each layer is checked on the way. An image of one layout may be there for several machines.
skopeo --insecure-policy --override-os linux --override-arch amd64 copy --quiet "$source" dir:image >said.txt 2>&1 || {
	cat said.txt >&2
	case $(cat said.txt) in
		*'no image found in image index for architecture'* | *'no image found in manifest list'*) refuse "$2 has no image for x86-64 machines" ;;
		*'more than one image in oci'*) refuse "$2 contains more than one image; skopeo copy oci:$2:TAG oci:one-image extracts one of them" ;;
	esac
	refuse "$2 could not be read by skopeo: $(sed -n 's/.*msg="\(.*\)"$/\1/p' said.txt | tail -n 1)"
}
skopeo inspect --no-tags --format '{{.Architecture}}{{range .Layers}} {{.}}{{end}}' dir:image >layers.txt 2>said.txt || {
	cat said.txt >&2
	refuse "$2 is not an image of a system: $(tail -n 1 said.txt)"
}
# shellcheck disable=SC2046
set -- $(cat layers.txt)
[ "${1-}" = amd64 ] || refuse "the image is for ${1:-another kind of} machines, and the nodes are x86-64"
shift
[ $# -gt 0 ] || refuse "the image is empty: it has no layer"
number=0
for digest in "$@"; do
	number=$((number + 1))
	# Layers may be packed in any way; the next tool reads one kind of archive.
	sh read-archive.sh "image/${digest#sha256:}" >"layer-$(printf %04d "$number").tar" 2>said.txt || {
		cat said.txt >&2
		refuse "layer $number of the image cannot be read: $(head -n 1 said.txt)"
	}
done
perl layers.pl --whiteouts layer-*.tar >root.tar
echo "$number layers make the tree."
rm -r image layer-*.tar said.txt layers.txt
