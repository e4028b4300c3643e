import type {Download} from '../host/types.ts';
import type {Action} from './types.ts';

/**
Fetch a Debian package, pinned to its version, and check it; apt checks signatures,
the sum fixes which bytes the plan means.
*/
export function downloadPackage({name, version, file, sha256}: Download): Action[] {
	return [
		{do: 'command', argv: ['apt-get', 'download', '-q', `${name}=${version}`]},
		{do: 'write-file', path: `${name}.sha256`, text: `${sha256}  ${file}\n`},
		{do: 'command', argv: ['sha256sum', '--check', `${name}.sha256`]},
	];
}

/** When the mirror no longer has the version that the package lists name. */
export const downloadHints = ['sudo apt-get update   if a package is not found: the package lists on this machine may '
	+ 'be out of date'];
