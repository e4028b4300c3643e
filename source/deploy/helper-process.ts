import type {Readable, Writable} from 'node:stream';
import {execa} from 'execa';
import {serveOrders, type Carrying} from '../helper/serve-orders.ts';
import {lockFolder} from '../run/lock.ts';
import {removeEmptied, runFolder} from '../run/run-folder.ts';
import {probeNetwork} from '../serve/helper-process.ts';
import {apply, type Teller} from './apply.ts';
import {compare, itemsOf} from './compare.ts';
import {isShared, readJournal, readJournals, removeJournal} from './journal.ts';
import {deployProtocol, type DeployEvent, type DeployOrder} from './root-helper.ts';
import type {World} from './types.ts';
import {undo} from './undo.ts';
import {verify, type ProofResult} from './verify.ts';

/** The hidden command `helper deploy`: what runs as root. Told to stop, it ends after the change it is about. */
export async function serveDeployHelper(input: Readable, output: Writable): Promise<void> {
	process.umask(0o022);
	await serveOrders({input, output}, deployProtocol, answerTo);
}

async function answerTo(order: DeployOrder, {emit, signal}: Carrying<DeployEvent>): Promise<unknown> {
	switch (order.do) {
		case 'probe-network': {
			return probeNetwork(order, signal);
		}

		case 'journals': {
			return readJournals('');
		}

		case 'compare': {
			return compare(
				order.deployment,
				await readJournal(order.deployment.recipe, ''),
				await machine(order.deployment.recipe),
			);
		}

		case 'compare-undo': {
			return itemsOf((await readJournal(order.recipe, ''))!.entries.toReversed(), await machine(order.recipe));
		}

		case 'apply': {
			const {deployment} = order;
			await locked(async () =>
				apply(
					deployment,
					await readJournal(deployment.recipe, ''),
					await machine(deployment.recipe),
					tellerOf({emit, signal}),
				),
			);
			return undefined;
		}

		case 'undo': {
			const journal = await readJournal(order.recipe, '');
			await locked(async () =>
				journal
					? undo(journal, await machine(order.recipe), tellerOf({emit, signal}))
					: removeJournal(order.recipe, ''),
			);
			return undefined;
		}

		case 'verify': {
			const world = await machine(order.deployment.recipe);
			const failed: ProofResult[] = [];
			for (const proof of order.deployment.proofs) {
				const result = await verify(proof, world, {seconds: order.seconds, mac: order.mac, signal});
				emit({event: 'proof', result});
				failed.push(...(result.ok ? [] : [result]));
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
		// Of every script of a package: deb(7), dpkg(1).
		isInDpkg: process.env.DPKG_RUNNING_VERSION !== undefined,
		root: '', isShared: isShared(others), others: others.map(journal => journal.recipe),
		async run([program, ...argv]) {
			const {failed, all} = await execa(program!, argv, {
				reject: false,
				stdin: 'ignore',
				all: true,
				timeout: 15 * 60_000,
				env: {LC_ALL: 'C'},
			});
			return {ok: !failed, output: all ?? ''};
		},
	};
}

function tellerOf({emit, signal}: Carrying<DeployEvent>): Teller {
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
