import {existsSync, mkdirSync} from 'node:fs';
import path from 'node:path';

/**
Makes a folder and those it lies in. Node 24's own recursive mkdir says ENOENT where the file system is read-only,
and below /proc it never returns.
@throws the error of the system, with the path that could not be made
*/
export function makeFolder(folder: string): void {
	if (existsSync(folder)) {
		return;
	}

	makeFolder(path.dirname(folder));
	try {
		mkdirSync(folder);
	} catch (error) {
		// Somebody else was quicker.
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
			throw error;
		}
	}
}
