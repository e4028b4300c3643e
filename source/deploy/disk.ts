import {link, lstat, readFile, rm} from 'node:fs/promises';

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
