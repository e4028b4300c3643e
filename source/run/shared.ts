import {createHash} from 'node:crypto';
import {existsSync, lstatSync, readdirSync, readlinkSync, symlinkSync} from 'node:fs';
import {rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../files/make-folder.ts';
import type {Step} from '../steps/types.ts';
import {tryLock, waitForLock} from './lock.ts';

/**
What all recipes have in common is kept once: an unpacked kernel source, and what was compiled of it. It lies below a
folder of its own, and each recipe's folder has a link of the same name to it, so that steps find it where they expect
it.
*/
export type SharedPlace = {
	/** Of the link. */
	name: string;
	/** Absolute; locked by whoever changes what is in it. */
	folder: string;
};

/**
Where a step works, other than in its recipe's folder: the step itself, or its scratch folder.
@param prints fingerprint of each step by its id
*/
export function sharedPlaceOf(
	{id, shared, scratch}: Step,
	prints: ReadonlyMap<string, string>,
	sharedFolder: string,
): SharedPlace | undefined {
	if (shared) {
		return {name: id, folder: path.join(sharedFolder, shorten(prints.get(id)!))};
	}

	if (scratch?.of === undefined) {
		return undefined;
	}

	const {folder, of} = scratch;
	return {
		name: folder,
		folder: path.join(sharedFolder, shorten(prints.get(of) ?? createHash('sha256').update(of).digest('hex'))),
	};
}

const shorten = (sum: string): string => sum.slice(0, 16);

/**
Links them into a recipe's folder. What had the name before goes, be it a folder of the recipe's own, and so do links
that it no longer needs.
*/
export async function linkShared(places: readonly SharedPlace[], folder: string, sharedFolder: string): Promise<void> {
	const wanted = new Set(places.map(({name}) => name));
	for (const name of readdirSync(folder)) {
		const target = linkAt(path.join(folder, name));
		if (target !== undefined && !wanted.has(name) && path.resolve(folder, target).startsWith(`${sharedFolder}/`)) {
			await rm(path.join(folder, name));
		}
	}

	for (const place of places) {
		const link = path.join(folder, place.name);
		// Absolute: the folder of recipes may itself be a link, to a larger disk.
		const target = path.join(place.folder, place.name);
		if (linkAt(link) === target) {
			continue;
		}

		await rm(link, {recursive: true, force: true});
		symlinkSync(target, link);
	}
}

/** Works in a shared place once nobody else does. */
export async function inTurn<T>(
	{folder, name}: SharedPlace,
	{signal, onLine}: {signal: AbortSignal; onLine: (line: string) => void},
	work: () => Promise<T>,
): Promise<T> {
	const release = await waitForLock(folder, {
		signal,
		onWait(owner) {
			onLine(`${owner} is working on ${name}; waiting for it`);
		},
	});
	try {
		return await work();
	} finally {
		release();
	}
}

/** Removes what no recipe has a link to any more; not what somebody works in. */
export async function removeUnused(sharedFolder: string, workFolder: string): Promise<void> {
	for (const key of subfolders(sharedFolder)) {
		const folder = path.join(sharedFolder, key);
		const lock = isLinked(key, workFolder) ? undefined : tryLock(folder);
		if (!lock || 'heldBy' in lock) {
			continue;
		}

		try {
			// Who links it first and then waits for the lock finds nothing, and makes it anew; nobody finds it half
			// removed.
			if (!isLinked(key, workFolder)) {
				const gone = `${folder}.gone-${process.pid}`;
				await rename(folder, gone);
				// Over NFS a file that is open cannot be removed.
				lock.release();
				await rm(gone, {recursive: true, force: true});
			}
		} finally {
			lock.release();
		}
	}
}

function isLinked(key: string, workFolder: string): boolean {
	return subfolders(workFolder).some(recipe => {
		const folder = path.join(workFolder, recipe);
		// Somebody may be removing it.
		const names = existsSync(folder) ? readdirSync(folder) : [];
		return names.some(name => linkAt(path.join(folder, name))?.split('/').includes(key));
	});
}

function linkAt(file: string): string | undefined {
	return lstatSync(file, {throwIfNoEntry: false})?.isSymbolicLink() ? readlinkSync(file) : undefined;
}

function subfolders(folder: string): string[] {
	makeFolder(folder);
	return readdirSync(folder, {withFileTypes: true}).filter(entry => entry.isDirectory()).map(({name}) => name);
}
