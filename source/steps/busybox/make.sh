#!/bin/sh
# Runs make for BusyBox with musl, whose static programs are a third of what the GNU C library makes of the same:
# make.sh SOURCE BUILD WORD…
set -eu
source=$(cd -P "$1" && pwd) build=$(cd -P "$2" && pwd)
shift 2
case $source$build in
	*[[:space:]]*)
		echo "error: BusyBox cannot be built in $build: its makefiles take no path with a blank. Set RAMSTRAP_HOME to a folder without one." >&2
		exit 1
		;;
esac
# By times of files alone another compiler or C library would go unnoticed.
library=$(sed -n 's,.*-specs "\(/.*\)/[^/]*".*,\1,p' "$(command -v musl-gcc)")
compiler=$(gcc --version | head -n 1; cat "$library/libc.a" "$library/musl-gcc.specs" 2>/dev/null | cksum)
if [ "$compiler" != "$(cat "$build/compiler.txt" 2>/dev/null)" ]; then
	find "$build" -mindepth 1 -delete
	echo "$compiler" >"$build/compiler.txt"
fi
# musl brings no headers of the kernel; on this machine they lie among those of the other C library.
mkdir -p "$build/headers"
asm=$(echo '#include <asm/types.h>' | gcc -E - | sed -n 's,^# 1 "\(/.*/asm\)/types\.h".*,\1,p')
for folder in /usr/include/linux /usr/include/asm-generic /usr/include/mtd "$asm"; do
	[ ! -d "$folder" ] || ln -sfn "$folder" "$build/headers/${folder##*/}"
done
# Its banner names a time, and the same source shall give the same bytes.
export SOURCE_DATE_EPOCH=0
exec make --no-print-directory -C "$source" O="$build" CC='musl-gcc -idirafter headers' HOSTCC=gcc --jobs="$(nproc)" "$@"
