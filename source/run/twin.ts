import {readdirSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import type {Step} from '../steps/types.ts';
import {recordName, secondsOf, stateOfStep, warningsOf, writeRecord} from './journal.ts';
import {replaceFolder} from './step.ts';

/**
What another recipe has made by the very same step, untouched since: two recipes of one distribution differ in their
last steps only.
*/
export function findTwin(step: Step, {folder, fingerprint}: {folder: string; fingerprint: string}): string | undefined {
	const others = path.dirname(folder);
	return readdirSync(others, {withFileTypes: true})
		.filter(entry => entry.isDirectory() && entry.name !== path.basename(folder))
		.map(({name}) => path.join(others, name, step.id))
		.find(candidate => isWhole(candidate, step, fingerprint));
}

/**
Copies it, where the file system can without taking room twice. Says whether that worked: the other recipe may be built
anew meanwhile.
*/
export async function adoptTwin(
	twin: string,
	step: Step,
	{folder, fingerprint, signal}: {folder: string; fingerprint: string; signal: AbortSignal},
): Promise<boolean> {
	const partial = path.join(folder, `${step.id}.partial`);
	await rm(partial, {recursive: true, force: true});
	try {
		const {failed} = await execa('cp', ['-a', '--reflink=auto', twin, partial], {
			reject: false,
			cancelSignal: signal,
			stdio: 'ignore',
		});
		if (failed || !isWhole(twin, step, fingerprint)) {
			return false;
		}

		await rm(path.join(partial, recordName));
		writeRecord(
			partial,
			{fingerprint, title: step.title, seconds: secondsOf(twin, step.title)?.seconds, warnings: warningsOf(twin)},
			step.bulky && step.makes,
		);
		await replaceFolder(partial, path.join(folder, step.id));
		return true;
	} finally {
		await rm(partial, {recursive: true, force: true});
	}
}

const isWhole = (folder: string, {bulky, makes}: Step, fingerprint: string): boolean =>
	stateOfStep(folder, fingerprint, bulky && makes).is === 'cached';
