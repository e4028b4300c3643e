import type {Action} from '../types.ts';
import canonicalize from './canonical.sh';
import {writeLayers} from './layers.ts';
import readArchive from './read-archive.sh';

/**
Turns a tar archive into `root.tar` as every source of a tree makes it: one uncompressed archive whose names begin with
`./`, owners as numbers, without sockets and without what lies in the folders that the kernel and systemd fill.
*/
export function canonical(archive: string): Action[] {
	return [
		{do: 'write-file', path: 'canonical.sh', text: canonicalize},
		...writeLayers,
		{do: 'write-file', path: 'read-archive.sh', text: readArchive},
		{do: 'command', argv: ['sh', 'canonical.sh', archive], blames: 'recipe'},
	];
}
