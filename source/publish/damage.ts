import {statSync} from 'node:fs';
import path from 'node:path';
import {hashFile} from '../run/hash-file.ts';
import {versionsName, type Published} from './read.ts';
import type {Version} from './version.ts';

/**
The first file of a version's folder that is not what was published; nothing where all of it is. What the disk cannot
read is lost as well.
*/
export async function damagedFile(
	folder: string,
	{files}: Pick<Version, 'files'>,
	signal?: AbortSignal,
): Promise<string | undefined> {
	for (const {name, bytes, sha256} of files) {
		const file = path.join(folder, name);
		if (sizeOf(file) !== bytes || await hashFile(file, signal).catch(() => undefined) !== sha256) {
			return signal?.aborted ? undefined : file;
		}
	}

	return undefined;
}

function sizeOf(file: string): number | undefined {
	try {
		return statSync(file).size;
	} catch {
		return undefined;
	}
}

/**
What nodes would boot and could not: of recipes that are published below the folder, a sentence for each such version.
@param signal who no longer wants to know aborts
@param whole a version that is known to be so
*/
export async function damageOf(
	folder: string,
	published: readonly Published[],
	{signal, whole = ''}: {signal?: AbortSignal; whole?: string} = {},
): Promise<string[]> {
	const all = await Promise.all(
		published.map(async ({name, state, versions}) => {
			const used = new Set([state.current, ...Object.values(state.only)]);
			const found = await Promise.all(
				[...used].map(async id => {
					const version = id === whole ? undefined : versions.get(id);
					const place = path.join(folder, name, versionsName, id);
					const file = version && await damagedFile(place, version, signal);
					// An older version is not what would be built now.
					const next = id === state.versions[0] ? ` Next: ramstrap publish ${name}` : '';
					return file
						&& `${name} ${id} cannot be booted: ${path.basename(file)} has changed `
						+ `since it was published (${file}).${next}`;
				}),
			);
			return found.filter(sentence => sentence !== undefined);
		}),
	);
	return all.flat();
}
