import {statSync} from 'node:fs';
import path from 'node:path';
import {hashFile} from '../run/hash-file.ts';
import {versionsName, type Published} from './read.ts';
import type {Version} from './version.ts';

/** The first file of a version's folder that is not what was published; nothing where all of it is. */
export async function damagedFile(folder: string, {files}: Pick<Version, 'files'>): Promise<string | undefined> {
	for (const {name, bytes, sha256} of files) {
		const file = path.join(folder, name);
		const isThere = statSync(file, {throwIfNoEntry: false})?.size === bytes;
		// What the disk cannot read is lost as well.
		if (!isThere || await hashFile(file).catch(() => undefined) !== sha256) {
			return file;
		}
	}

	return undefined;
}

/** What nodes would boot and could not: of each recipe that is published below the folder, a sentence. */
export async function damageOf(folder: string, published: readonly Published[]): Promise<string[]> {
	const all = await Promise.all(published.map(async ({name, state, versions}) => {
		const used = new Set([state.current, ...Object.values(state.only)]);
		const found = await Promise.all([...used].map(async id => {
			const version = versions.get(id);
			return version && damagedFile(path.join(folder, name, versionsName, id), version);
		}));
		return found.filter(file => file !== undefined).map(file => `${file} is not what was published: nodes cannot boot it. Next: ramstrap publish ${name}`);
	}));
	return all.flat();
}
