#!/bin/sh
# Takes the source of BusyBox out of a folder or an archive, wherever in the archive it lies: take-source.sh PATH FOLDER
set -eu
path=$1 folder=$2
if [ -d "$path" ]; then
	found=$path
else
	mkdir unpacked
	tar --extract --no-same-owner --directory unpacked --file "$path"
	found=$(find unpacked -maxdepth 4 -path '*/include/applets.src.h' | head -n 1)
	found=${found%/include/*}
fi
if [ ! -f "$found/Makefile" ] || [ ! -f "$found/include/applets.src.h" ]; then
	echo "tree.path is $path, which does not contain the source of BusyBox. Give the folder or archive of a release, such as busybox-1.37.0.tar.bz2"
	exit 1
fi
mkdir "$folder"
# What it holds, not the folder: it may be a link, and nothing is to happen where that leads.
cp -a --no-preserve=ownership "$found/." "$folder"
rm -rf unpacked
# What was compiled there would be in the way of compiling elsewhere.
[ ! -f "$folder/.config" ] || make -C "$folder" mrproper
