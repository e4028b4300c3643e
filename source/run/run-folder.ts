import {rmdir} from 'node:fs/promises';
import path from 'node:path';

/** What servers keep while they run. */
export const runFolder = '/run/ramstrap';

/** Removes a folder and those that it lies in, up to the run folder, as far as nothing is in them. */
export async function removeEmptied(folder: string): Promise<void> {
	for (let one = folder; one === runFolder || one.startsWith(`${runFolder}/`); one = path.dirname(one)) {
		try {
			await rmdir(one);
		} catch {
			return;
		}
	}
}
