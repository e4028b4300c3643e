import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import {execa} from 'execa';
import {Cancelled, describeError, UserError} from '../errors.ts';
import {lockFolder} from '../run/lock.ts';
import {removeEmptied, runFolder} from '../run/run-folder.ts';
import {seeAround} from '../serve/hand-process.ts';
import {apply, type Teller} from './apply.ts';
import {compare, itemsOf} from './compare.ts';
import type {HandEvent, Order} from './hand.ts';
import {isShared, readJournal, readJournals, removeJournal} from './journal.ts';
import type {World} from './types.ts';
import {undo} from './undo.ts';
import {verify, type Verdict} from './verify.ts';

type Emit = (event: HandEvent) => void;

/** The hidden command `deploy-hand`: the part that runs as root. One order per line comes in, events go out. The end of the input stops it after the change it is about. */
export async function serveDeployHand(input: Readable, output: Writable): Promise<void> {
	process.umask(0o022);
	// Where nobody reads any more, what is under way is brought to its end all the same.
	output.on('error', () => undefined);
	const emit: Emit = event => {
		output.write(JSON.stringify(event) + '\n');
	};

	const stop = new AbortController();
	let work = Promise.resolve();
	for await (const line of createInterface({input})) {
		work = work.then(async () => carryOut(JSON.parse(line) as Order, emit, stop.signal));
	}

	stop.abort(new Cancelled('SIGINT'));
	await work;
}

async function carryOut(order: Order, emit: Emit, signal: AbortSignal): Promise<void> {
	try {
		emit({event: 'answer', answer: await answerTo(order, emit, signal)});
	} catch (error) {
		const {lines, exitCode} = describeError(error);
		emit(error instanceof UserError ? {event: 'problem', message: error.message, hints: error.hints, exitCode: error.exitCode} : {event: 'problem', message: lines.join('\n'), hints: [], exitCode});
	}
}

async function answerTo(order: Order, emit: Emit, signal: AbortSignal): Promise<unknown> {
	switch (order.do) {
		case 'look': {
			return seeAround(order);
		}

		case 'journals': {
			return readJournals('');
		}

		case 'compare': {
			return compare(order.deployment, await readJournal(order.deployment.recipe, ''), await machine(order.deployment.recipe));
		}

		case 'compare-undo': {
			return itemsOf((await readJournal(order.recipe, ''))!.entries.toReversed(), await machine(order.recipe));
		}

		case 'apply': {
			const {deployment} = order;
			await locked(async () => apply(deployment, await readJournal(deployment.recipe, ''), await machine(deployment.recipe), tellerOf(emit, signal)));
			return undefined;
		}

		case 'undo': {
			const journal = await readJournal(order.recipe, '');
			await locked(async () => journal ? undo(journal, await machine(order.recipe), tellerOf(emit, signal)) : removeJournal(order.recipe, ''));
			return undefined;
		}

		case 'verify': {
			const world = await machine(order.deployment.recipe);
			const failed: Verdict[] = [];
			for (const proof of order.deployment.proofs) {
				const verdict = await verify(proof, world, {seconds: order.seconds, mac: order.mac, signal});
				emit({event: 'verdict', verdict});
				failed.push(...(verdict.ok ? [] : [verdict]));
			}

			return failed;
		}
	}
}

/** One deploys at a time. */
async function locked(work: () => Promise<unknown>): Promise<void> {
	const unlock = lockFolder(runFolder);
	try {
		await work();
	} finally {
		unlock();
		await removeEmptied(runFolder);
	}
}

async function machine(recipe: string): Promise<World> {
	const others = (await readJournals('')).filter(journal => journal.recipe !== recipe);
	return {
		root: '', isShared: isShared(others), others: others.map(journal => journal.recipe),
		async run([program, ...argv]) {
			const {failed, all} = await execa(program!, argv, {reject: false, stdin: 'ignore', all: true, timeout: 15 * 60_000, env: {LC_ALL: 'C'}});
			return {ok: !failed, output: all ?? ''};
		},
	};
}

function tellerOf(emit: Emit, signal: AbortSignal): Teller {
	return {
		signal,
		onChange(change, doing) {
			emit({event: 'change', change, doing});
		},
		onKept(sentence) {
			emit({event: 'kept', sentence});
		},
	};
}
