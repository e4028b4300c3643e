import {constants, copyFileSync, linkSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import Conf from 'conf';
import {parseDocument} from 'yaml';
import {makeFolder} from './files/make-folder.ts';

/** Where recipes of the user are kept: one YAML file each, readable by its owner only. */
export type RecipeStore = {
	/**
	Whole or not at all. @param about `isNew`: nothing may be there yet @returns the path of the file
	@throws the error of the system: EEXIST, or that of a full disk or a read-only folder
	*/
	save(name: string, text: string, about?: {isNew?: boolean}): string;
	/** False when there was none. */
	remove(name: string): Promise<boolean>;
};

/**
What conf writes with takes part of a text for all of it where the disk becomes full on the way, and goes on for ever
where a file cannot be written at all.
@throws the error of the system, where `text` could not stand in `file`
*/
export function tryToWrite(file: string, text: string, {isNew = false} = {}): void {
	const trial = path.join(path.dirname(file), `.${path.basename(file)}.${isNew ? `${process.pid}.` : ''}trial`);
	try {
		writeFileSync(trial, text, {mode: 0o600, flush: true});
		if (isNew) {
			claim(file, trial);
		}

		if (statSync(file, {throwIfNoEntry: false})?.isDirectory()) {
			// As a rename would say it.
			writeFileSync(file, text);
		}
	} finally {
		rmSync(trial, {force: true});
	}
}

/** Of two processes one has it; a rename would let both. FAT and its like know no links. @throws EEXIST */
function claim(file: string, whole: string): void {
	try {
		linkSync(whole, file);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
			throw error;
		}

		copyFileSync(whole, file, constants.COPYFILE_EXCL);
	}
}

export function recipeStore(folder: string): RecipeStore {
	return {
		save(name, text, about) {
			makeFolder(folder);
			tryToWrite(path.join(folder, `${name}.yaml`), text, about);
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
