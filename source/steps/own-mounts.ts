import type {Facts} from '../host/types.ts';
import type {Argv} from './types.ts';

/**
Words before a program that makes a whole system in a temporary folder and mounts /proc and more in there. As root
it does so in the step's own folder, and where nobody else sees the mounts: killed at any moment, it leaves no mount
and nothing in /tmp. All else of this machine but /tmp is read-only there: a package manager that took this machine
for the system it sets up would fail, and not change it. Of other users mmdebstrap makes a namespace by itself, and
could not enter their folders from there.
*/
export function inOwnMounts({user}: Pick<Facts, 'user'>): Argv {
	return user.root ? ['unshare', '--mount', '--', 'sh', '-c', inReadOnlyMachine, 'sh'] : [];
}

/**
The folder and /tmp become mounts of their own, which stay as they are; mmdebstrap's hooks are not told of TMPDIR. In
/proc/mounts a blank is \040 (proc(5)). Some containers do not let their root do
this: then it is in the log, and no more.
*/
const inReadOnlyMachine = [
	'tmp=$(readlink -f /tmp)',
	'for place in "$tmp" .; do mount --rbind "$place" "$place" && cd "$(pwd -P)" || break; done',
	'while read -r _ place _; do place=$(printf %b "$place"); case $place in '
	+ '/proc | /proc/* | /sys | /sys/* | /dev | /dev/* | "$tmp" | "$tmp"/* | "$PWD" | "$PWD"/*) ;; '
	+ '*) mount -o remount,bind,ro "$place" ;; esac; done </proc/self/mounts',
	'for place in /etc /usr /var/lib; do [ ! -w "$place" ] || echo "$place of this machine stays writable while '
	+ 'another system is set up" >&2; done',
	'TMPDIR="$PWD" exec "$@"',
].join('; ');
