import {existsSync, lstatSync, readlinkSync, statfsSync} from 'node:fs';
import {mkdir, rename, rm} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, StepError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {describeAction} from '../plan/print.ts';
import {describeSystemError} from '../report/system-error.ts';
import type {Action, Step} from '../steps/types.ts';
import {ActionError, type Place} from './actions/types.ts';
import {runAction} from './actions/index.ts';
import {writeRecord} from './journal.ts';
import {openLog} from './log.ts';

/**
Does one step in `<id>.partial` and gives the folder its name when it is whole. Whatever happens, nothing half-made has
the good name.
*/
export async function runStep(step: Step, {folder, logFolder, fingerprint, signal, onLine}: {
	folder: string;
	logFolder: string;
	fingerprint: string;
	signal: AbortSignal;
	onLine: (line: string) => void;
}): Promise<{seconds: number}> {
	const start = performance.now();
	const partial = path.join(folder, `${step.id}.partial`);
	// What a run that was killed has started may still be about to end in there.
	await rm(partial, {recursive: true, force: true, maxRetries: 8, retryDelay: 250});
	await mkdir(partial);
	if (step.scratch !== undefined) {
		const scratch = path.join(folder, step.scratch.folder);
		// Of a shared one, the link is there before it is.
		makeFolder(
			lstatSync(scratch, {throwIfNoEntry: false})?.isSymbolicLink()
				? path.resolve(folder, readlinkSync(scratch))
				: scratch,
		);
	}

	const log = openLog(path.join(logFolder, `${step.id}.log`), onLine);
	try {
		for (const action of step.actions) {
			signal.throwIfAborted();
			log.write(`$ ${describeAction(action)}`);
			await attempt(step, action, {folder: partial, log, signal});
		}

		const seconds = (performance.now() - start) / 1000;
		checkMade(step, partial, log.path);
		writeRecord(
			partial,
			{fingerprint, title: step.title, seconds, warnings: log.warnings()},
			step.bulky && step.makes,
		);
		await replaceFolder(partial, path.join(folder, step.id));
		return {seconds};
	} finally {
		log.close();
		// A helper of a failed command may still be writing for a moment.
		await rm(partial, {recursive: true, force: true, maxRetries: 10});
	}
}

async function attempt(step: Step, action: Action, place: Place): Promise<void> {
	try {
		await runAction(action, place);
	} catch (error) {
		place.signal.throwIfAborted();
		throw asStepError(error, step, action, place);
	}
}

function asStepError(error: unknown, step: Step, action: Action, {log, folder}: Place): StepError {
	// The command itself is the first of the lines; it has a place of its own in the report.
	const said = error instanceof ActionError ? error.lines : [];
	const lastLines = said.length > 0
		? [...said]
		: log.lastLines(11).filter(line => line !== `$ ${describeAction(action)}`).slice(-10);
	const refused = whatIsRefused(error, lastLines, path.dirname(folder));
	const blamed = action.do === 'command' && error instanceof ActionError && error.kind === 'failed'
		? action.blames
		: undefined;
	const kind = refused ? 'machine' : blamed ?? (error instanceof ActionError ? error.kind : 'failed');
	const failure = {
		step: step.id,
		title: step.title,
		command: describeAction(action),
		reason: refused?.says ?? (blamed && lastLines.at(-1)) ?? (error as Error).message,
		lastLines,
		log: log.path,
		hints: refused ? [refused.hint] : [...hintsFor(kind), ...step.hints],
	};
	return new StepError(
		failure,
		{failed: exitCodes.stepFailed, recipe: exitCodes.invalid, machine: exitCodes.notReady}[kind],
		error,
	);
}

function hintsFor(kind: ActionError['kind']): string[] {
	return kind === 'machine' ? ['ramstrap doctor --install   installs what is missing'] : [];
}

function whatIsRefused(
	error: unknown,
	lines: readonly string[],
	folder: string,
): {says: string; hint: string} | undefined {
	const full = {
		says: `the disk that holds ${folder} is full`,
		hint: 'free some space there, or set RAMSTRAP_HOME to a folder on a larger disk',
	};
	if (!(error instanceof ActionError)) {
		return (error as NodeJS.ErrnoException).code === 'ENOSPC' ? full : describeSystemError(error);
	}

	// What a program says of space may be said of any disk; ours is blamed where it is full.
	const line = lines.findLast(line => /no space left on device/i.test(line));
	return line === undefined || isFull(folder)
		? (line === undefined ? undefined : full)
		: {says: `a program reported a full disk: ${line.trim()}`,
			hint: `df -h and df -i show which disk; ${folder} has free space`};
}

function isFull(folder: string): boolean {
	const {bavail, bsize, files, ffree} = statfsSync(folder);
	return bavail * bsize < nearlyFull || (ffree === 0 && files > 0);
}

/** Bytes: what fits no more is larger. */
const nearlyFull = 64 * 1_048_576;

function checkMade(step: Step, folder: string, log: string): void {
	const missing = step.makes.find(file => !existsSync(path.join(folder, file)));
	if (missing !== undefined) {
		throw new StepError({step: step.id, title: step.title, command: '',
			reason: `it succeeded but did not create ${step.id}/${missing}`, lastLines: [], log, hints: step.hints});
	}
}

/** Gives what was made its good name; what had it before goes. */
export async function replaceFolder(made: string, target: string): Promise<void> {
	const former = `${target}.former`;
	await rm(former, {recursive: true, force: true});
	if (existsSync(target)) {
		await rename(target, former);
	}

	await rename(made, target);
	await rm(former, {recursive: true, force: true});
}
