import {readdir, rm, rmdir} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../files/make-folder.ts';
import {readJson} from '../files/read-json.ts';
import {removeUnfinished, replaceFile, syncPath} from '../files/replace-file.ts';
import {exists} from './disk.ts';
import {journalSchema} from './journal-schema.ts';
import {journalFile, journalsFolder} from './places.ts';
import type {Change, Journal} from './types.ts';

/** What tells one change from another, whatever its content. */
export function keyOf(change: Change): string {
	switch (change.kind) {
		case 'opening': {
			return `opening ${change.firewall} ${change.interface} ${change.port}`;
		}

		case 'version': {
			return `version ${change.version.name}`;
		}

		case 'package':
		case 'unit': {
			return `${change.kind} ${change.name}`;
		}

		case 'command': {
			// By what it runs: a title is for people, and may be worded differently in another release.
			return `command ${JSON.stringify([change.doing ?? [], change.undoing ?? []])}`;
		}

		case 'copy':
		case 'file':
		case 'folder': {
			return `${change.kind} ${change.path}`;
		}
	}
}

export async function readJournal(recipe: string, root: string): Promise<Journal | undefined> {
	return readJson<Journal>(root + journalFile(recipe), journalSchema, [
		`if a newer ramstrap deployed ${recipe}, use that one`,
		`else restore ${journalFile(recipe)} from a backup: it lists what undeploy has to undo`,
	]);
}

/** Of all recipes that are deployed here, or half so. */
export async function readJournals(root: string): Promise<Journal[]> {
	const names = await readdir(root + journalsFolder).catch(() => []);
	const journals = await Promise.all(
		names
			.filter(name => name.endsWith('.json'))
			.map(async name => readJournal(name.slice(0, -'.json'.length), root)),
	);
	return journals.filter(journal => journal !== undefined);
}

/** On the disk when this returns, whole: what it tells of may begin. */
export async function writeJournal(journal: Journal, root: string): Promise<void> {
	makeFolder(root + journalsFolder);
	await replaceFile(root + journalFile(journal.recipe), JSON.stringify(journal, undefined, '\t') + '\n', 0o644);
}

/** Also what is left of one by a process that was killed with nothing else to put back any more, or yet. */
export async function removeJournal(recipe: string, root: string): Promise<void> {
	const file = root + journalFile(recipe);
	await removeUnfinished(file);
	await rm(file, {force: true});
	for (const folder of [path.dirname(file), path.dirname(path.dirname(file))]) {
		if (!await exists(folder)) {
			continue;
		}

		await syncPath(folder);
		if ((await readdir(folder)).length > 0) {
			return;
		}

		await rmdir(folder);
	}
}

/** Whether one of these made that folder. */
export function isShared(journals: readonly Journal[]): (folder: string) => boolean {
	const made = new Set(
		journals.flatMap(({entries}) =>
			entries.flatMap(({change, former}) =>
				change.kind === 'folder' && former.kind === 'folder' && !former.exists ? [change.path] : [],
			),
		),
	);
	return folder => made.has(folder);
}
