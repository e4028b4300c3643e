import {existsSync} from 'node:fs';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import type {Context} from '../context.ts';
import {onceName} from '../publish/booted-once.ts';
import {journalFile, placesOf, publishedFolder} from './places.ts';

/** Where the versions of a recipe are that nodes boot: what is deployed is the machine's, not a user's. */
export function servedFolder(name: string, {folders}: Pick<Context, 'folders'>): string {
	return existsSync(journalFile(name)) ? publishedFolder : folders.published;
}

/** Where it is written down which machines of a recipe have been up; of a deployed one root alone can read it. */
export function onceFolderOf(name: string, folder: string): string {
	const place = folder === publishedFolder ? `/var/lib/${placesOf(name).httpState}` : path.join(folder, name);
	return path.join(place, onceName);
}

/** @throws UserError where only root may change it */
export function folderToChange(
	name: string,
	context: Pick<Context, 'folders'>,
	{asRoot, instead}: {asRoot: boolean; instead: string},
): string {
	const folder = servedFolder(name, context);
	if (folder === publishedFolder && !asRoot) {
		throw new UserError(
			`${name} is deployed on this machine; only root may change what its nodes boot.`,
			[instead],
			exitCodes.notReady,
		);
	}

	return folder;
}
