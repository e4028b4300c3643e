#!/bin/bash
# dracut module zz-pack-drivers: packs each kernel module, so that a node unpacks those that it loads and no others. It is the last
# one: what it packs the others have put there, and dracut makes the index of the modules after it.
# shellcheck disable=SC2154 # initdir is set by dracut

check() {
	require_binaries xz || return 1
	# Only where it is asked for.
	return 255
}

installkernel() {
	find "$initdir/lib/modules/" -name '*.ko' -print0 | xargs -0 -r -n 32 -P "$(nproc)" xz -0 -T1 --check=crc32
}
