#!/bin/sh
# Fetches the source of a package of the distribution, with the distribution's patches, and unpacks it:
# fetch-source.sh NAME VERSION FOLDER. apt checks it as it checks packages. It gets lists of its own for that: those of this
# machine name no sources, and stay as they are.
set -eu
name=$1 version=$2 folder=$3
eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
mkdir -p apt/sources apt/lists/partial apt/cache/archives/partial
for file in "${list-}" "${parts-}"/*.list "${parts-}"/*.sources; do
	[ -f "$file" ] || continue
	kind=${file##*.}
	# A line of one kind, a paragraph of the other (sources.list(5)); that both name deb and deb-src is no matter.
	sed -E 's/^deb([[:space:]])/deb-src\1/; s/^(Types:).*/\1 deb-src/I' "$file" >"apt/sources/$(basename "$file" ".$kind").$kind"
done
with_own_lists() {
	apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$PWD/apt/sources" -o Dir::State::lists="$PWD/apt/lists" \
		-o Dir::Cache="$PWD/apt/cache" -o Acquire::Languages=none -o APT::Sandbox::User=root "$@"
}
with_own_lists update
with_own_lists source --only-source "$name=$version"
mv "$name"-*/ "$folder"
rm -r apt "$name"_*
