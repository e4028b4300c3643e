#!/bin/sh
# The first line of the README on a machine that has nothing but what a release of Debian begins with.
#   sh test/hosts/bare-host.sh <suite> <folder> <recipe> [<words for rehearse>...]
# The machine is made in the folder, if it is not there yet, and stays: a further recipe finds what the one before has installed.
set -eu
suite=$1 folder=$2
shift 2
here=$(dirname "$0")
checkout=$(cd "$here/../.." && pwd)
tree=$folder/$suite

[ -e "$tree" ] || sh "$here/bare-tree.sh" "$suite" "$tree"
[ -e "$tree/root/ramstrap" ] || {
	[ ! -e "$HOME/.npmrc" ] || cp "$HOME/.npmrc" "$tree/root/.npmrc"
	mkdir "$tree/root/ramstrap"
	git -C "$checkout" ls-files -z | tar -C "$checkout" -c --null -T - | tar -x -C "$tree/root/ramstrap"
}
# shellcheck disable=SC2016 # the inner shell fills these in
exec sh "$here/in-tree.sh" "$tree" sh -euc 'cd ramstrap; sh source/setup.sh --yes "$1" && npx ramstrap rehearse "$@" --json' bare-host "$@"
