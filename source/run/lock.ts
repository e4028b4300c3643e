import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../make-folder.ts';

/** Makes sure that one ramstrap at a time works in a folder. Returns the way to let go. A lock whose process is gone counts for nothing. */
export function lockFolder(folder: string): () => void {
	makeFolder(folder);
	const file = path.join(folder, '.lock');
	try {
		writeFileSync(file, nameOf(process.pid), {flag: 'wx'});
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
			throw error;
		}

		const owner = readFileSync(file, 'utf8');
		const pid = Number(owner.split(' ', 1)[0]);
		if (pid !== process.pid && owner === nameOf(pid)) {
			throw new UserError(
				`Another ramstrap (process ${pid}) is working in ${folder}.`,
				['wait until it is done, or end it'],
				exitCodes.notReady,
			);
		}

		writeFileSync(file, nameOf(process.pid));
	}

	return () => {
		rmSync(file, {force: true});
	};
}

/** Number and start time of a process: the number alone may belong to another one by now. Field 22 of /proc/<pid>/stat (proc(5)). */
function nameOf(pid: number): string {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20)[19]}`;
	} catch {
		return `${pid} gone`;
	}
}
