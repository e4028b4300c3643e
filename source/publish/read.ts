import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {UserError} from '../errors.ts';
import {readJson} from '../files/read-json.ts';
import {stateSchema, type State} from './state.ts';
import {versionSchema, type Version} from './version.ts';

/** A recipe's published versions. */
export type Published = {name: string; state: State; versions: ReadonlyMap<string, Version>};

/** In a recipe's folder of published versions. */
export const stateName = 'state.json';
export const versionsName = 'versions';
/**
Roots that are given out over NFS, by version: apart, because some nodes write there, and must not be able to write
anywhere else.
*/
export const treesName = 'trees';
export const manifestName = 'version.json';

/**
All recipes below the folder that have something published, by name.
@param onDamaged hears of what cannot be read; all else is served
*/
export async function readAllPublished(folder: string, onDamaged: (problem: Error) => void): Promise<Published[]> {
	const names = await readdir(folder).catch(() => []);
	const found = await Promise.all(
		names
			.toSorted((one, other) => one.localeCompare(other, 'en'))
			.map(async name =>
				readPublished(folder, name, onDamaged).catch((error: unknown) => {
					onDamaged(error as Error);
					return undefined;
				}),
			),
	);
	return found
		.filter(one => one !== undefined)
		.filter(({name, state, versions}) => {
			const isServed = versions.has(state.current);
			if (!isServed) {
				const place = path.join(folder, name, versionsName, state.current);
				onDamaged(new UserError(`${place}, which nodes of ${name} boot, cannot be read.`));
			}

			return isServed;
		});
}

/**
Nothing where nothing of it was ever published.
@param onDamaged hears of versions that cannot be read, which are passed over then
@throws UserError (exit 3) where what stands there is damaged; nothing of it may be removed by who does not know what it
is
*/
export async function readPublished(
	folder: string,
	name: string,
	onDamaged?: (problem: Error) => void,
): Promise<Published | undefined> {
	const home = path.join(folder, name);
	const mend = [`move ${home} away`, `ramstrap publish ${name}   publishes it again`];
	const state = await readJson<State>(path.join(home, stateName), stateSchema, mend);
	if (!state) {
		return undefined;
	}

	const versions = await Promise.all(state.versions.map(async id => {
		const version = readJson<Version>(path.join(home, versionsName, id, manifestName), versionSchema, mend);
		return [id, await (onDamaged ? version.catch((error: unknown) => {
			onDamaged(error as Error);
			return undefined;
		}) : version)] as const;
	}));
	return {name, state, versions: new Map(versions.filter((one): one is [string, Version] => one[1] !== undefined))};
}
