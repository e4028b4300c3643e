#!/bin/sh
# Fetches the source of a package of the distribution, with the distribution's patches, and unpacks it:
# fetch-source.sh NAME VERSION FOLDER. apt checks it as it checks packages. It gets lists of its own for that: those of this
# machine name no sources, and stay as they are.
set -eu
name=$1 version=$2 folder=$3
mkdir -p apt/sources apt/lists/partial apt/cache/archives/partial
# The machine's package sources, as ones of source packages: a line of one kind, a paragraph of the other (sources.list(5)).
# That a paragraph then names deb-src twice is no matter.
count=0
eval "$(apt-config shell list Dir::Etc::sourcelist/f parts Dir::Etc::sourceparts/d)"
for file in "${list-}" "${parts-}"/*.list "${parts-}"/*.sources; do
	[ -f "$file" ] || continue
	count=$((count + 1))
	sed -E 's/^([[:space:]]*)deb([[:space:]])/\1deb-src\2/; s/^(Types:).*/\1 deb-src/I' "$file" >"apt/sources/$count.${file##*.}"
done
# What the machine does after its own lists have changed is nothing to do here.
cat >apt/apt.conf <<END
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "$PWD/apt/sources";
Dir::State::lists "$PWD/apt/lists";
Dir::Cache "$PWD/apt/cache";
Dir::Cache::archives "archives";
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
Acquire::Languages "none";
APT::Sandbox::User "root";
END
# A repository without source packages makes it fail, whatever the others have.
apt-get -q -c apt/apt.conf update || :
apt-get -q -c apt/apt.conf source --only-source "$name=$version"
mv "$name"-*/ "$folder"
rm -r apt "$name"_*
