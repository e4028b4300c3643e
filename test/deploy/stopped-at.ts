import {AsyncLocalStorage} from 'node:async_hooks';
import {closeSync, readdirSync, readlinkSync} from 'node:fs';
import fs from 'node:fs/promises';
import {syncBuiltinESMExports} from 'node:module';
import process from 'node:process';

type Work = {
	/** The step before which it stops. */
	at: number;
	count: number;
	begun: Set<Promise<unknown>>;
	stop: () => void;
};

const works = new AsyncLocalStorage<Work>();
const {promise: never} = Promise.withResolvers<never>();
const changing = fs as unknown as Record<string, (...words: unknown[]) => Promise<unknown>>;
const originals = Object.entries(changing).filter(([name]) => ['open', 'rename', 'rm', 'rmdir', 'mkdir', 'copyFile', 'chmod', 'link', 'writeFile'].includes(name));

/**
From here on changes of files in any work that `stoppedAt` does are steps of it; of work of others nothing changes.
@returns the way back
*/
export function countSteps(): () => void {
	for (const [name, original] of originals) {
		changing[name] = async (...words) => {
			await step();
			const done = original(...words);
			works.getStore()?.begun.add(done);
			return done;
		};
	}

	syncBuiltinESMExports();
	return () => {
		Object.assign(changing, Object.fromEntries(originals));
		syncBuiltinESMExports();
	};
}

/**
Does work in a folder up to one of its steps, which and all later ones never begin: what SIGKILL leaves (killed.real.test.ts compares them), without a
process for each place. @returns whether it was stopped; otherwise it came to its end before
*/
export async function stoppedAt(at: number, folder: string, work: () => Promise<unknown>): Promise<boolean> {
	const {promise: stopped, resolve: stop} = Promise.withResolvers<void>();
	const state: Work = {at, count: 0, begun: new Set(), stop};
	const isOver = await Promise.race([works.run(state, work).then(() => true), stopped.then(() => false)]);
	await Promise.allSettled(state.begun);
	letGoOfLocks(folder);
	return !isOver;
}

/** The same in a process of its own, which is killed there by the signal that nobody can catch. */
export async function killedAt(at: number, work: () => Promise<unknown>): Promise<void> {
	const kill = () => {
		process.kill(process.pid, 'SIGKILL');
	};

	await works.run({at, count: 0, begun: new Set(), stop: kill}, work);
}

/** To be called before each step that is none on files. */
export async function step(): Promise<void> {
	const work = works.getStore();
	if (work === undefined || ++work.count < work.at) {
		return;
	}

	work.stop();
	await never;
}

/** As the kernel does with those of a process that has ended. */
function letGoOfLocks(folder: string): void {
	for (const descriptor of readdirSync('/proc/self/fd')) {
		const file = targetOf(descriptor);
		if (file?.startsWith(`${folder}/`) && file.endsWith('/.lock')) {
			closeSync(Number(descriptor));
		}
	}
}

function targetOf(descriptor: string): string | undefined {
	try {
		return readlinkSync(`/proc/self/fd/${descriptor}`);
	} catch {
		// The one that the list itself was read through.
		return undefined;
	}
}
