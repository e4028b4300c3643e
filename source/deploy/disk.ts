import {link, lstat, open, readFile, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {syncPath} from '../publish/files.ts';

/** Writes a file whole or not at all, and so that it is on the disk when this returns. */
export async function writeWhole(file: string, content: Uint8Array | string, mode: number): Promise<void> {
	const handle = await open(temporary(file), 'w', mode);
	try {
		await handle.chmod(mode);
		await handle.writeFile(content);
		await handle.sync();
	} finally {
		await handle.close();
	}

	await rename(temporary(file), file);
	await syncPath(path.dirname(file));
}

/** What a write that was killed may have left. */
export const temporary = (file: string): string => `${file}.ramstrap-new`;

/** Moves what somebody else wrote out of the way, under a name that nothing reads. @returns that name */
export async function keep(file: string): Promise<string> {
	for (let number = 0; ; number++) {
		const name = `${file}.kept${number === 0 ? '' : `.${number}`}`;
		try {
			// A link never replaces, as a renaming would.
			await link(file, name);
			await rm(file);
			return name;
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
				throw error;
			}
		}
	}
}

export async function exists(file: string): Promise<boolean> {
	return lstat(file).then(() => true, () => false);
}

/** Nothing where there is none. */
export async function readIfThere(file: string): Promise<Buffer | undefined> {
	try {
		return await readFile(file);
	} catch (error) {
		if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
			return undefined;
		}

		throw error;
	}
}
