import {createHash} from 'node:crypto';
import {lstatSync, readdirSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import {readNote} from '../files/read-json.ts';

/**
What a finished step left about itself in its folder, so that the two appear by one rename and can never disagree.
`stamp` is made of names, sizes, modes and times (mtime and ctime, which nobody can set back) of all files: looking
costs milliseconds where reading would cost seconds.
*/
const recordSchema = z.object({
	fingerprint: z.string(), title: z.string().optional(), seconds: z.number().optional(),
	stamp: z.string(), warnings: z.array(z.string()).optional(),
});

export type StepRecord = z.infer<typeof recordSchema>;

export const recordName = '.step.json';

/** @param only the files to be watched; without it all in the folder */
export function writeRecord(folder: string, record: Omit<StepRecord, 'stamp'>, only?: readonly string[]): void {
	const stamp = stampFiles(folder, only ?? filesIn(folder));
	writeFileSync(path.join(folder, recordName), `${JSON.stringify({...record, stamp})}\n`);
}

export type StepState =
	| {is: 'cached'}
	| {is: 'stale'; because: 'not built yet' | 'the recipe or this machine changed' | 'its files have changed since'};

/** Whether the folder holds what a step with this fingerprint makes, untouched. */
export function stateOfStep(folder: string, fingerprint: string, only?: readonly string[]): StepState {
	const record = readRecord(folder);
	if (!record) {
		return {is: 'stale', because: 'not built yet'};
	}

	if (record.fingerprint !== fingerprint) {
		return {is: 'stale', because: 'the recipe or this machine changed'};
	}

	return record.stamp === stampFiles(folder, only ?? filesIn(folder))
		? {is: 'cached'}
		: {is: 'stale', because: 'its files have changed since'};
}

/** What a finished step has said that a person should know, however long ago. */
export function warningsOf(folder: string): string[] {
	return readRecord(folder)?.warnings ?? [];
}

/**
How long a step of that title took which has left its record here, and when that was, in milliseconds, whatever it was
made of.
*/
export function secondsOf(folder: string, title: string): {seconds: number; at: number} | undefined {
	const record = readRecord(folder);
	// Another recipe's run may take it away in this moment.
	const file = statSync(path.join(folder, recordName), {throwIfNoEntry: false});
	return file && record?.seconds !== undefined && record.title !== undefined && kindOf(record.title) === kindOf(title)
		? {seconds: record.seconds, at: file.mtimeMs}
		: undefined;
}

/** Titles have versions and numbers in them; the same work under another number takes as long. */
const kindOf = (title: string): string => title.replaceAll(/\d[\w\-.]*/g, '');

function readRecord(folder: string): StepRecord | undefined {
	// No folder, no record, or one that cannot be read: all mean that the step has to be done.
	return readNote(path.join(folder, recordName), recordSchema);
}

function filesIn(folder: string): string[] {
	return namesBelow(folder, '').filter(name => name !== recordName).toSorted();
}

/** In a third of the time of readdir's own `recursive`, which asks for the type of each name again. */
function namesBelow(folder: string, inside: string): string[] {
	return readdirSync(`${folder}/${inside}`, {withFileTypes: true}).flatMap(entry => {
		const name = `${inside}${entry.name}`;
		return entry.isDirectory() ? [name, ...namesBelow(folder, `${name}/`)] : [name];
	});
}

/** A file that is gone changes the stamp as well. */
function stampFiles(folder: string, names: readonly string[]): string {
	const hash = createHash('sha256');
	for (const name of names) {
		const file = lstatSync(`${folder}/${name}`, {bigint: true, throwIfNoEntry: false});
		if (!file) {
			hash.update(`${name}\0gone\0`);
			continue;
		}

		const {mode, size, mtimeNs, ctimeNs} = file;
		// A folder's own times change when something looks like a change but is none (a file written and removed).
		hash.update(file.isDirectory() ? `${name}\0${mode}\0` : `${name}\0${mode}\0${size}\0${mtimeNs}\0${ctimeNs}\0`);
	}

	return hash.digest('hex');
}
