import type {Facts} from '../host/types.ts';
import type {Argv} from './types.ts';

/**
Words before a program that makes a whole system in a temporary folder and mounts /proc and more in there. As root it does so
in the step's own folder, and where nobody else sees the mounts: killed at any moment, it leaves no mount and nothing in
/tmp. Of other users mmdebstrap makes a namespace by itself, and could not enter their folders from there.
*/
export function inOwnMounts({user}: Pick<Facts, 'user'>): Argv {
	return user.root ? ['unshare', '--mount', '--', 'sh', '-c', 'TMPDIR="$PWD" exec "$@"', 'sh'] : [];
}
