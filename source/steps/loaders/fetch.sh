#!/bin/sh
# Fetches Debian's shim and its GRUB for network boot, both signed for Secure Boot: fetch.sh SUITE KEYRING
# By an apt that knows of nothing but this suite: that of the machine may have an older GRUB, or none.
set -eu
suite=$1 keyring=$2
mkdir -p apt/lists/partial apt/archives/partial
: >apt/status
for place in "debian $suite" "debian-security $suite-security"; do
	echo "deb [arch=amd64 signed-by=$keyring] http://deb.debian.org/$place main"
done >apt/sources.list

own_apt() {
	apt-get -qq -o APT::Architecture=amd64 -o APT::Architectures=amd64 -o "Dir::State=$PWD/apt" \
		-o "Dir::State::status=$PWD/apt/status" -o "Dir::Cache=$PWD/apt" -o "Dir::Etc::SourceList=$PWD/apt/sources.list" \
		-o Dir::Etc::SourceParts=/dev/null -o Dir::Etc::Preferences=/dev/null \
		-o Dir::Etc::PreferencesParts=/dev/null -o APT::Sandbox::User= -o Acquire::Languages=none "$@"
}

own_apt update
own_apt download shim-signed grub-efi-amd64-signed
for package in *.deb; do
	dpkg-deb --extract "$package" unpacked
done
mv unpacked/usr/lib/shim/shimx64.efi.signed shimx64.efi
mv unpacked/usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed grubx64.efi
rm -r apt unpacked ./*.deb
