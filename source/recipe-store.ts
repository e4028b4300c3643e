import {rmSync, writeFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import Conf from 'conf';
import {parseDocument} from 'yaml';
import {makeFolder} from './files/make-folder.ts';

/** Where recipes of the user are kept: one YAML file each, readable by its owner only. */
export type RecipeStore = {
	/** Whole or not at all; the path of the file. A full disk or a read-only folder is the error of the system. */
	save(name: string, text: string): string;
	/** False when there was none. */
	remove(name: string): Promise<boolean>;
};

/** What conf writes with takes part of a text for all of it where the disk becomes full on the way. */
function tryToWrite(file: string, text: string): void {
	try {
		writeFileSync(file, text, {mode: 0o600});
	} finally {
		rmSync(file, {force: true});
	}
}

export function recipeStore(folder: string): RecipeStore {
	return {
		save(name, text) {
			makeFolder(folder);
			tryToWrite(path.join(folder, `.${name}.trial`), text);
			const file = new Conf<Record<string, unknown>>({
				cwd: folder,
				configName: name,
				fileExtension: 'yaml',
				configFileMode: 0o600,
				// The text as it is: its comments are somebody's notes.
				serialize: () => text,
				// Nothing of the old file is kept, so there is nothing to read in it; it may well be broken.
				deserialize: () => ({}),
			});
			file.store = parseDocument(text).toJS() as Record<string, unknown>;
			return file.path;
		},
		async remove(name) {
			return rm(path.join(folder, `${name}.yaml`)).then(() => true, (error: unknown) => {
				if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
					return false;
				}

				throw error;
			});
		},
	};
}
