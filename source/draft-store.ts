import {rmSync, statSync} from 'node:fs';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import Conf from 'conf';
import {makeFolder} from './files/make-folder.ts';
import {recipeSchema, type Recipe} from './recipe/schema.ts';
import {tryToWrite} from './recipe-store.ts';
import {describeSystemError} from './report/system-error.ts';

/** Answers of the wizard that are in no recipe's file yet, by the name that a recipe was opened by. */
export type Drafts = Readonly<Record<string, Recipe>>;

/** Keeps them from one start to the next, in a file that only its owner reads. Passwords are in it as hashes only. */
export type DraftStore = {
	read: () => Drafts;
	/** Does nothing where they cannot be written: whoever answers questions is not to be stopped by that. */
	keep: (drafts: Drafts) => void;
	/** What was kept last. */
	kept: () => Drafts;
};

const fileName = 'unsaved';
const fileIn = (folder: string): string => path.join(folder, `${fileName}.json`);

export function draftStore(folder: string): DraftStore {
	let kept: Drafts = {};
	return {
		read() {
			kept = recipesIn(stored(folder));
			return kept;
		},
		keep(drafts) {
			if (isDeepStrictEqual(drafts, kept)) {
				return;
			}

			try {
				write(folder, withOwn(stored(folder), {kept, drafts}));
				kept = drafts;
			} catch (error) {
				if (!describeSystemError(error)) {
					throw error;
				}
			}
		},
		kept: () => kept,
	};
}

/** What another wizard keeps, and what is no recipe today, stays. */
function withOwn(
	there: Record<string, unknown>,
	{kept, drafts}: {kept: Drafts; drafts: Drafts},
): Record<string, unknown> {
	const others = Object.entries(there).filter(([name]) => !Object.hasOwn(kept, name));
	return {...Object.fromEntries(others), ...drafts};
}

function stored(folder: string): Record<string, unknown> {
	return statSync(fileIn(folder), {throwIfNoEntry: false})?.isFile() ? {...open(folder).store} : {};
}

function open(folder: string): Conf {
	return new Conf<Record<string, unknown>>({
		cwd: folder,
		configName: fileName,
		configFileMode: 0o600,
		// A broken file has nothing to be kept in it.
		clearInvalidConfig: true,
	});
}

function write(folder: string, drafts: Record<string, unknown>): void {
	if (Object.keys(drafts).length === 0) {
		rmSync(fileIn(folder), {force: true});
		return;
	}

	makeFolder(folder);
	// Where conf cannot write it tries for ever.
	tryToWrite(fileIn(folder), JSON.stringify(drafts));
	open(folder).store = drafts;
}

/** What an older version kept, and this one would refuse, is left out. */
function recipesIn(store: Record<string, unknown>): Drafts {
	return Object.fromEntries(Object.entries(store).flatMap(([name, value]) => {
		const {success, data} = recipeSchema.safeParse(value);
		return success ? [[name, data]] : [];
	}));
}
