import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../make-folder.ts';

/** Makes sure that one ramstrap at a time works in a folder. Returns the way to let go. A lock whose process is gone counts for nothing. */
export function lockFolder(folder: string): () => void {
	makeFolder(folder);
	const file = path.join(folder, '.lock');
	try {
		writeFileSync(file, String(process.pid), {flag: 'wx'});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
			throw error;
		}

		const owner = Number(readFileSync(file, 'utf8'));
		if (owner !== process.pid && isRunning(owner)) {
			throw new UserError(
				`Another ramstrap (process ${owner}) is working in ${folder}.`,
				['wait until it is done, or end it'],
				exitCodes.notReady,
			);
		}

		writeFileSync(file, String(process.pid));
	}

	return () => {
		rmSync(file, {force: true});
	};
}

function isRunning(pid: number): boolean {
	if (!Number.isSafeInteger(pid) || pid <= 0) {
		return false;
	}

	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
