import {constants} from 'node:fs';
import {copyFile, open, rename, writeFile} from 'node:fs/promises';
import path from 'node:path';

/** A whole new file in the place of the old one, by one rename: after a power failure it is the old or the new one. */
export async function replaceFile(file: string, text: string): Promise<void> {
	const fresh = path.join(path.dirname(file), `.${path.basename(file)}.new`);
	await writeFile(fresh, text, {flush: true});
	await rename(fresh, file);
	await syncPath(path.dirname(file));
}

/** A copy that is on the disk when this returns; where the file system can, it shares the blocks of the original. */
export async function copyDurably(from: string, to: string): Promise<void> {
	await copyFile(from, to, constants.COPYFILE_FICLONE);
	await syncPath(to);
}

/** What was written to a file or made in a folder is on the disk when this returns (fsync(2)). */
export async function syncPath(name: string): Promise<void> {
	const handle = await open(name, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}
