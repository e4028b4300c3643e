#!/bin/sh
# Types, style and scripts, side by side; what each has to say comes in one piece.
set -u
cd "$(dirname "$0")/.." || exit 1
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT

begin() {
	name=$1
	shift
	{ "$@" >"$said/$name" 2>&1 || echo "$name" >>"$said/failed"; } &
}

begin types tsc
begin style xo --config .ci/xo.config.js
begin scripts sh .ci/check-scripts.sh
wait
cat "$said/types" "$said/style" "$said/scripts"
[ ! -e "$said/failed" ]
