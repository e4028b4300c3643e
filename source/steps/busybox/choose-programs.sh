#!/bin/sh
# Leaves these programs in a configuration of BusyBox and no others, each with the features that its authors think it should
# have: choose-programs.sh BUILD PROGRAM… -- PROGRAM…, on BUILD/.config; before -- those that every node needs
set -eu
build=$1
shift
# Which option brings which program; a name that several options bring (sh) comes from the first.
sed -nE 's/^IF_([A-Z0-9_]+)\( *(IF_[A-Z0-9_]+\( *)?APPLET[A-Z_]*\( *([^ ,]+) *,.*/\3 \1/p' "$build/include/applets.h" >programs.txt
field=
for name in "$@"; do
	[ "$name" != -- ] || { field=tree.applets; continue; }
	awk -v name="$name" '$1 == name {found = 1} END {exit !found}' programs.txt && continue
	if [ -z "$field" ]; then
		echo "This BusyBox has no $name, which every node needs. Use another version (tree.path)"
	else
		like=$(awk -v letter="$(echo "$name" | cut -c 1)" 'index($1, letter) == 1 {print $1}' programs.txt | sort -u | paste -s -d ' ')
		echo "tree.applets has $name, which this BusyBox does not have.${like:+ It has $like.} Correct the name, or remove it."
	fi
	exit 1
done
printf '%s\n' "$@" | awk '
	# Which program is behind sh, and whether one is behind bash, is a choice of its own.
	FILENAME == "programs.txt" {if (!($1 in option)) option[$1] = $2; if ($2 !~ /_IS_/) off[$2]; next}
	FILENAME == "-" {if ($1 in option) on[option[$1]]; next}
	{name = $0; sub(/^# /, "", name); sub(/^CONFIG_/, "", name); sub(/[= ].*/, "", name)}
	# It runs where there is no C library, and reads the drivers of a distribution, packed and found by alias.
	name ~ /^(STATIC|FEATURE_MODUTILS_ALIAS|FEATURE_MODUTILS_SYMBOLS|FEATURE_MODPROBE_BLACKLIST|FEATURE_SEAMLESS_XZ)$/ {print "CONFIG_" name "=y"; next}
	name == "MODPROBE_SMALL" {print "# CONFIG_MODPROBE_SMALL is not set"; next}
	name in on {print "CONFIG_" name "=y"; next}
	name in off {print "# CONFIG_" name " is not set"; next}
	name == "BASH_IS_NONE" && ("BASH_IS_ASH" in on) {print "# CONFIG_BASH_IS_NONE is not set"; next}
	{print}
' programs.txt - "$build/.config" >chosen.config
mv chosen.config "$build/.config"
