#!/bin/sh
# Makes a machine that has nothing but what a release of Debian begins with, and how the network is reached from here.
#   sh test/hosts/bare-tree.sh <suite> <tree>
set -eu
suite=$1 tree=$2
mkdir -p "$(dirname "$tree")"
# What apt has been told of dates here holds there as well: the mirror is the same.
dates=$(apt-config dump | grep -E '^Acquire::Check-(Valid-Until|Date) ' || :)
mmdebstrap --quiet --variant=minbase --include=ca-certificates --skip=cleanup/apt/lists ${dates:+--aptopt="$dates"} "$suite" "$tree.partial"
# Nothing that is installed starts: that is this machine's business.
printf '#!/bin/sh\nexit 101\n' >"$tree.partial/usr/sbin/policy-rc.d"
chmod 755 "$tree.partial/usr/sbin/policy-rc.d"
# How the network is reached is no part of what is tried here.
cp /etc/resolv.conf "$tree.partial/etc/resolv.conf"
cat /etc/ssl/certs/ca-certificates.crt >"$tree.partial/etc/ssl/certs/ca-certificates.crt"
mv "$tree.partial" "$tree"
