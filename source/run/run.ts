import {chmod, readdir, rm, stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {fingerprint} from '../plan/fingerprint.ts';
import type {Plan} from '../plan/plan.ts';
import {whyUnreadable} from '../report/system-error.ts';
import type {Step} from '../steps/types.ts';
import {expectedOf, type Expected} from './expected.ts';
import {hashFile} from './hash-file.ts';
import {inputHashes, type InputHashes} from './hash-input.ts';
import {stateOfStep, warningsOf, type StepState} from './journal.ts';
import {lockFolder} from './lock.ts';
import {inTurn, linkShared, removeUnused, sharedPlaceOf, type SharedPlace} from './shared.ts';
import {runStep} from './step.ts';
import {adoptTwin, findTwin} from './twin.ts';
import {toListr, type Display, type Follow, type StepWork} from './to-listr.ts';

export type StepEvent = {
	event: 'step';
	id: string;
	status: 'started' | 'done' | 'cached' | 'skipped' | 'failed';
	seconds: number;
	because?: string;
};

/** What a step has said that is no failure, and that a person should know. */
export type StepWarning = {step: string; message: string};

export type RunOptions = {
	/** Work folder of the recipe; every step makes one folder in it. */
	folder: string;
	/** Of all recipes. */
	sharedFolder: string;
	logFolder: string;
	/** Do every step, whatever is there. */
	fresh: boolean;
	display: Display;
	signal: AbortSignal;
	onEvent: (event: StepEvent) => void;
	/** Called before the first step begins, where there is something to do. */
	onExpected?: (expected: Expected) => void;
	/** Called when all that could be done is done, whether or not a step failed. */
	onWarning?: (warning: StepWarning) => void;
};

/** A file somebody else uses. `path` is absolute. */
export type MadeArtifact = {name: string; path: string; bytes: number; sha256: string};

/**
Does what the plan says and nothing else. Steps that need nothing of each other work side by side; a step that is
done and unchanged costs nothing.
@throws StepError of the first step that failed; Cancelled when told to stop; UserError when the folder is in use
*/
export async function runPlan(plan: Plan, options: RunOptions): Promise<{artifacts: MadeArtifact[]}> {
	process.umask(0o022);
	const unlock = lockFolder(options.folder);
	try {
		// Hashes of passwords are in roots and images.
		await chmod(options.folder, 0o700);
		await removeLeftovers(options.folder);
		const steps = await fingerprintSteps(plan.steps, options);
		const places = steps.flatMap(({place}) => place ?? []);
		await linkShared(places, options.folder, options.sharedFolder);
		await removeUnused(options.sharedFolder, path.dirname(options.folder));
		if (options.fresh) {
			await emptyScratches(steps, options);
		}

		const known = steps.map(step => ({...step, state: stateNow(step, options)}));
		tellExpected(known, options);
		const outcomes = new Map(plan.steps.map(({id}) => [id, Promise.withResolvers<Ended>()]));
		const failures: unknown[] = [];
		const works = known.map(step => toWork(step, {outcomes, failures, options}));
		await toListr(works, options.display).run();
		options.signal.throwIfAborted();
		await tellWarnings(steps, outcomes, options);
		if (failures.length > 0) {
			throw failures[0];
		}

		return {artifacts: await measureArtifacts(plan, options.folder)};
	} finally {
		unlock();
	}
}

function tellExpected(steps: readonly KnownStep[], options: RunOptions): void {
	const todo = new Set(steps.filter(step => !isThere(step, options)).map(({step: {id}}) => id));
	if (todo.size > 0) {
		options.onExpected?.(expectedOf(steps.map(({step}) => step), todo, options));
	}
}

function isThere({step, print, state}: KnownStep, options: RunOptions): boolean {
	return state.is === 'cached'
		|| (!options.fresh
			&& !step.shared
			&& findTwin(step, {folder: options.folder, fingerprint: print}) !== undefined);
}

const stateNow = (
	{step: {id, shared, bulky, makes}, print, place}: PreparedStep,
	{fresh, folder}: RunOptions,
): StepState =>
	fresh
		? {is: 'stale', because: 'not built yet'}
		: stateOfStep(path.join(shared ? place!.folder : folder, id), print, bulky && makes);

type Ended = 'done' | 'cached' | 'skipped' | 'failed';

/**
Of the steps that are whole, those from earlier too; one that failed or was skipped may still have its old folder.
*/
async function tellWarnings(
	steps: readonly PreparedStep[],
	outcomes: ReadonlyMap<string, PromiseWithResolvers<Ended>>,
	{folder, onWarning}: RunOptions,
): Promise<void> {
	for (const {step: {id, shared}, place} of steps) {
		if (['done', 'cached'].includes(await outcomes.get(id)!.promise)) {
			for (const message of warningsOf(path.join(shared ? place!.folder : folder, id))) {
				onWarning?.({step: id, message});
			}
		}
	}
}

async function removeLeftovers(folder: string): Promise<void> {
	const names = await readdir(folder);
	await Promise.all(
		names
			.filter(name => /\.(?:partial|former)$/.test(name))
			.map(async name => rm(path.join(folder, name), {recursive: true})),
	);
}

async function emptyScratches(steps: readonly PreparedStep[], {folder, signal}: RunOptions): Promise<void> {
	await Promise.all(steps.map(async ({step: {scratch}, place}) => {
		if (scratch === undefined) {
			return;
		}

		const empty = async () =>
			rm(path.join(place?.folder ?? folder, scratch.folder), {recursive: true, force: true});
		await (place ? inTurn(place, {signal, onLine: () => undefined}, empty) : empty());
	}),
	);
}

/** `place`: where what all recipes share of it lies. */
type PreparedStep = {step: Step; print: string; place: SharedPlace | undefined};

/** `state`: as it was when the run began. */
type KnownStep = PreparedStep & {state: StepState};

/** Fingerprints follow from definitions and inputs only, so all of them are known before anything runs. */
async function fingerprintSteps(steps: readonly Step[], {folder, sharedFolder}: RunOptions): Promise<PreparedStep[]> {
	const prints = new Map<string, string>();
	const known = inputHashes(folder);
	const result = [];
	for (const step of steps) {
		const inputs = await Promise.all(step.reads.map(async file => hashInput(step, file, known)));
		const print = fingerprint(step, inputs, step.needs.map(id => prints.get(id)!));
		prints.set(step.id, print);
		result.push({step, print, place: sharedPlaceOf(step, prints, sharedFolder)});
	}

	await known.keep();
	return result;
}

async function hashInput(step: Step, file: string, known: InputHashes): Promise<string> {
	try {
		return await known.hash(file);
	} catch (error) {
		const {code, path: place} = error as NodeJS.ErrnoException;
		if (code === undefined) {
			throw error;
		}

		const within = place === undefined || path.resolve(place) === path.resolve(file) ? '' : `: ${place} in it`;
		const why = within === '' ? whyUnreadable(error) : `cannot be read${within} ${whyUnreadable(error)}`;
		throw new UserError(`${step.title} reads ${file}, which ${why}.`, step.hints, exitCodes.notReady);
	}
}

function toWork(prepared: KnownStep, {outcomes, failures, options}: {
	outcomes: Map<string, PromiseWithResolvers<Ended>>;
	failures: unknown[];
	options: RunOptions;
}): StepWork {
	const {step, print, place, state} = prepared;
	const say = (status: StepEvent['status'], seconds = 0, because?: string) => {
		options.onEvent({
			event: 'step',
			id: step.id,
			status,
			seconds: Math.round(seconds * 1000) / 1000,
			...(because ? {because} : {}),
		});
	};

	const folder = step.shared ? place!.folder : options.folder;
	const work = async ({onBegin, onLine}: Follow): Promise<{as: Exclude<Ended, 'failed'>; seconds: number}> => {
		const before = await Promise.all(step.needs.map(async id => outcomes.get(id)!.promise));
		if (options.signal.aborted || before.some(outcome => outcome === 'failed' || outcome === 'skipped')) {
			say('skipped');
			return {as: 'skipped', seconds: 0};
		}

		onBegin();
		if (state.is === 'cached') {
			say('cached');
			return {as: 'cached', seconds: 0};
		}

		const twin =
			options.fresh || step.shared ? undefined : findTwin(step, {folder: options.folder, fingerprint: print});
		if (twin !== undefined && await adoptTwin(twin, step, {...options, fingerprint: print})) {
			say('cached', 0, `the same as in ${path.basename(path.dirname(twin))}`);
			return {as: 'cached', seconds: 0};
		}

		options.signal.throwIfAborted();
		const make = async (): Promise<{as: 'done' | 'cached'; seconds: number}> => {
			// What was waited for may be this very step, in the run of another recipe.
			if (step.shared && stateNow(prepared, options).is === 'cached') {
				say('cached');
				return {as: 'cached', seconds: 0};
			}

			say('started', 0, state.because);
			const {seconds} = await runStep(step, {...options, folder, fingerprint: print, onLine});
			say('done', seconds);
			return {as: 'done', seconds};
		};

		return place ? inTurn(place, {signal: options.signal, onLine}, make) : make();
	};

	return {
		step,
		async start(follow) {
			try {
				const ended = await work(follow);
				outcomes.get(step.id)!.resolve(ended.as);
				return ended;
			} catch (error) {
				failures.push(error);
				say('failed');
				outcomes.get(step.id)!.resolve('failed');
				throw error;
			}
		},
	};
}

async function measureArtifacts(plan: Plan, folder: string): Promise<MadeArtifact[]> {
	return Promise.all(plan.artifacts.map(async artifact => {
		const file = path.join(folder, artifact.of ?? artifact.path);
		const [{size}, sha256] = await Promise.all([stat(file), hashFile(file)]);
		return {name: artifact.name, path: path.join(folder, artifact.path), bytes: size, sha256};
	}));
}
