#!/bin/sh
# Fetches Debian's shim and its GRUB for network boot, both signed for Secure Boot: fetch.sh SUITE KEYRING
# By apt, which goes its usual way through proxies, but knows of nothing but this suite: that of the machine may have an older
# GRUB, or none.
set -eu
suite=$1 keyring=$2
mkdir -p apt/lists/partial apt/cache/archives/partial
: >apt/status
for place in "debian $suite" "debian-security $suite-security"; do
	echo "deb [signed-by=$keyring] http://deb.debian.org/$place main"
done >apt/sources.list
# What the machine does after its own lists have changed is nothing to do here.
cat >apt/apt.conf <<END
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
#clear APT::Architectures;
APT::Architecture "amd64";
APT::Default-Release "";
APT::Sandbox::User "root";
APT::Update::Error-Mode "any";
Acquire::AllowInsecureRepositories "false";
Acquire::Languages "none";
Dir::Cache "$PWD/apt/cache";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
Dir::Etc::SourceList "$PWD/apt/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::State::Lists "$PWD/apt/lists";
Dir::State::status "$PWD/apt/status";
END
apt-get -qq -c apt/apt.conf update
apt-get -qq -c apt/apt.conf download shim-signed grub-efi-amd64-signed
for package in *.deb; do
	dpkg-deb --extract "$package" unpacked
done
mv unpacked/usr/lib/shim/shimx64.efi.signed shimx64.efi
mv unpacked/usr/lib/grub/x86_64-efi-signed/grubnetx64.efi.signed grubx64.efi
rm -r apt unpacked ./*.deb
