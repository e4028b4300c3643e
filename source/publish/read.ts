import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import type {State} from './state.ts';
import type {Version} from './version.ts';

/** A recipe's published versions. */
export type Published = {name: string; state: State; versions: ReadonlyMap<string, Version>};

/** In a recipe's folder of published versions. */
export const stateName = 'state.json';
export const versionsName = 'versions';
/** Roots that are given out over NFS, by version: apart, because some nodes write there, and must not be able to write anywhere else. */
export const treesName = 'trees';
export const manifestName = 'version.json';

/** All recipes below the folder that have something published, by name. */
export async function readAllPublished(folder: string): Promise<Published[]> {
	const names = await readdir(folder).catch(() => []);
	const found = await Promise.all(names.toSorted((one, other) => one.localeCompare(other, 'en')).map(async name => readPublished(folder, name)));
	return found.filter(one => one !== undefined);
}

/** Nothing where nothing of it was ever published. */
export async function readPublished(folder: string, name: string): Promise<Published | undefined> {
	const state = await readJson<State>(path.join(folder, name, stateName));
	if (!state) {
		return undefined;
	}

	const versions = await Promise.all(state.versions.map(async id => [id, await readJson<Version>(path.join(folder, name, versionsName, id, manifestName))] as const));
	return {name, state, versions: new Map(versions.filter((one): one is [string, Version] => one[1] !== undefined))};
}

async function readJson<T>(file: string): Promise<T | undefined> {
	try {
		return JSON.parse(await readFile(file, 'utf8')) as T;
	} catch (error) {
		if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
			return undefined;
		}

		throw error;
	}
}
