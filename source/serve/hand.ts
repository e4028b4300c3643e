import {execa} from 'execa';
import {UserError, exitCodes} from '../errors.ts';
import type {Answer} from '../host/dhcp-probe.ts';
import type {Firewall} from '../host/firewall.ts';
import type {ListeningPort} from '../host/types.ts';
import {howItEnded, type Ending} from '../report/how-it-ended.ts';
import {endGroup} from '../run/process-group.ts';
import type {Service} from '../services/types.ts';

/** What the root part is told: one line of JSON each. */
export type HandOrder =
	| {do: 'look'; interface: string; address: string; mac: string; ports: string[]}
	| {do: 'start'; services: Service[]; folder: string}
	/** A file of a service that runs; `path` below the folder that it was started with. */
	| {do: 'write'; folder: string; path: string; text: string};

export type Seen = {answers: readonly Answer[] | {unknown: string}; ports: ListeningPort[]; firewall: Firewall};

/** What it says. */
export type HandEvent =
	| ({event: 'seen'} & Seen)
	| {event: 'ready'}
	| {event: 'line'; service: string; line: string}
	| {event: 'problem'; message: string; hints: readonly string[]};

/** The part that runs as root: asks the network, and holds the programs that need low ports. */
export type Hand = {
	look(around: {interface: string; address: string; mac: string; ports: string[]}): Promise<Seen>;
	start(services: readonly Service[], folder: string): Promise<void>;
	write(file: {folder: string; path: string; text: string}): Promise<void>;
	/** Rejects when something it holds ends by itself, or it does; never resolves. */
	died: Promise<never>;
	stop(): Promise<void>;
};

/** What is said where the part that is root ended by itself, or never began. */
export function endedError({stderr, ...ending}: Ending & {stderr?: string | undefined}, asRoot: boolean): UserError {
	const hints = asRoot ? [] : ['run it as a user who may use sudo, or as root'];
	// A folder of the path that may not be looked into is as good as none.
	if (!asRoot && (ending.code === 'ENOENT' || ending.code === 'EACCES')) {
		return new UserError('This takes root for its last part, and there is no sudo on this machine.', hints, exitCodes.notReady);
	}

	const last = stderr?.trim().split('\n').at(-1);
	return new UserError(`The part that runs as root ${ending.exitCode === 0 ? 'ended' : howItEnded('setpriv', ending)}${last ? `: ${last}` : ''}.`, hints, exitCodes.notReady);
}

/** The first process of a namespace: when it ends, however, the kernel ends all that it started. A program that gave up root no longer hears of its parent's death (prctl(2), PR_SET_PDEATHSIG). */
const alone = ['unshare', '--fork', '--pid', '--kill-child', '--'];

/**
Starts ourselves again as root, by sudo where we are not; sudo asks for the password on the terminal itself.
@param self program and arguments, the hidden command included
*/
export function startHand({self, asRoot, onLine}: {self: string[]; asRoot: boolean; onLine: (service: string, line: string) => void}): Hand {
	const [program, ...argv] = [...(asRoot ? [] : ['sudo', '--prompt=Serving takes root for its ports. Password of %p: ', '--']), 'setpriv', '--pdeathsig', 'TERM', '--', ...alone, ...self];
	const child = execa(program!, argv, {detached: asRoot, reject: false, stdin: 'pipe', stderr: asRoot ? 'pipe' : 'inherit', buffer: {stdout: false, stderr: true}});
	child.stdin.on('error', () => undefined);
	let answer = Promise.withResolvers<HandEvent>();
	const died = Promise.withResolvers<never>();
	died.promise.catch(() => undefined);
	const fail = (error: UserError) => {
		answer.reject(error);
		died.reject(error);
	};

	answer.promise.catch(() => undefined);
	const ended = (async () => {
		for await (const line of child.iterable()) {
			const event = JSON.parse(line) as HandEvent;
			if (event.event === 'line') {
				onLine(event.service, event.line);
			} else if (event.event === 'problem') {
				fail(new UserError(event.message, event.hints, exitCodes.notReady));
			} else {
				answer.resolve(event);
			}
		}

		fail(endedError(await child, asRoot));
	})();
	const order = async (what: HandOrder): Promise<HandEvent> => {
		answer = Promise.withResolvers<HandEvent>();
		answer.promise.catch(() => undefined);
		child.stdin.write(JSON.stringify(what) + '\n');
		return Promise.race([answer.promise, died.promise]);
	};

	return {
		died: died.promise,
		async look(around) {
			return await order({do: 'look', ...around}) as {event: 'seen'} & Seen;
		},
		async start(services, folder) {
			await order({do: 'start', services: [...services], folder});
		},
		async write(file) {
			await order({do: 'write', ...file});
		},
		async stop() {
			child.stdin.end();
			// What sudo started is root's, and ends when its input does; a process group of ours can be told.
			await Promise.race([ended, new Promise(resolve => {
				setTimeout(resolve, 5000).unref();
			})]);
			if (asRoot && child.pid) {
				await endGroup(child.pid, ended, 2000);
			}
		},
	};
}
