import {execa} from 'execa';
import {UserError, exitCodes} from '../errors.ts';
import {howItEnded, type Ending} from '../report/how-it-ended.ts';
import {endGroup} from './process-group.ts';

/** Starts a program that is meant to stay, and waits until a line of its output says that it serves. */
export async function startProgram(program: Program): Promise<Running> {
	const lastLines: string[] = [];
	let stopping = false;
	// In a process group of its own, so that all it starts can be ended with it; and told by the kernel to end should
	// we be killed (prctl(2), PR_SET_PDEATHSIG).
	const child = execa('setpriv', ['--pdeathsig', 'TERM', '--', ...program.argv], {
		detached: true, reject: false, buffer: false, stdin: 'ignore', all: true,
	});
	const ready = Promise.withResolvers<void>();
	// It may end before anybody waits.
	ready.promise.catch(() => undefined);
	const ended = follow(child.iterable({from: 'all'}), child, line => {
		lastLines.push(line);
		lastLines.splice(0, lastLines.length - 10);
		program.onLine(line);
		if (program.refused?.test(line)) {
			ready.reject(failure(program, 'does not serve what it was told to', lastLines));
		} else if (program.ready.test(line)) {
			ready.resolve();
		}
	});

	const died = ended.then(async reason => stopping
		? Promise.withResolvers<never>().promise
		: Promise.reject(failure(program, reason, lastLines)));
	// Not unhandled while nobody listens yet.
	died.catch(() => undefined);

	const stop = async () => {
		stopping = true;
		if (child.pid) {
			await endGroup(child.pid, ended, 2000);
		}
	};

	try {
		await bounded(Promise.race([ready.promise, died]), program);
	} catch (error) {
		await stop();
		throw error instanceof Late
			? failure(program, `is not ready after ${program.patience} seconds`, lastLines)
			: error;
	}

	return {died, stop};
}

/** Something that serves. `died` rejects when it ends without having been told to, and never resolves. */
export type Running = {died: Promise<never>; stop(): Promise<void>};

export type Program = {
	name: string;
	argv: string[];
	ready: RegExp;
	refused: RegExp | undefined;
	/** Seconds. */
	patience: number;
	onLine: (line: string) => void;
	signal?: AbortSignal | undefined;
};

class Late extends Error {}

async function follow(
	lines: AsyncIterable<string>,
	result: Promise<Ending>,
	onLine: (line: string) => void,
): Promise<string> {
	for await (const line of lines) {
		onLine(line);
	}

	// Signals of what it starts, setpriv passes on.
	return howItEnded('setpriv', await result);
}

async function bounded<T>(promise: Promise<T>, {patience, signal}: Program): Promise<T> {
	const late = Promise.withResolvers<never>();
	const abort = () => {
		late.reject(signal?.reason);
	};

	const timer = setTimeout(() => {
		late.reject(new Late());
	}, patience * 1000);
	signal?.addEventListener('abort', abort, {once: true});
	try {
		return await Promise.race([promise, late.promise]);
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', abort);
	}
}

function failure({name, argv}: Program, reason: string, lastLines: string[]): UserError {
	return new UserError(
		[
			`The service ${name} ${reason}.`,
			`  command: ${argv.join(' ')}`,
			...lastLines.map(line => `  │ ${line}`),
		].join('\n'),
		[],
		exitCodes.notReady,
	);
}
