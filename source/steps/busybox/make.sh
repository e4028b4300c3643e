#!/bin/sh
# Runs make for BusyBox with musl, whose static programs are a third of what the GNU C library makes of the same:
# make.sh SOURCE BUILD WORD…
set -eu
source=$(cd -P "$1" && pwd) build=$(cd -P "$2" && pwd)
shift 2
# musl brings no headers of the kernel; on this machine they lie among those of the other C library.
mkdir -p headers
asm=$(echo '#include <asm/types.h>' | gcc -E - | sed -n 's,^# 1 "\(/.*/asm\)/types\.h".*,\1,p')
for folder in /usr/include/linux /usr/include/asm-generic /usr/include/mtd "$asm"; do
	[ ! -d "$folder" ] || ln -sfn "$folder" "headers/${folder##*/}"
done
# Its banner names a time, and the same source shall give the same bytes.
export SOURCE_DATE_EPOCH=0
exec make --no-print-directory -C "$source" O="$build" CC="musl-gcc -idirafter $PWD/headers" HOSTCC=gcc --jobs="$(nproc)" "$@"
