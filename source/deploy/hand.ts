import {execa} from 'execa';
import {UserError, type exitCodes} from '../errors.ts';
import {endedError, type Seen} from '../serve/hand.ts';
import type {Verdict} from './verify.ts';
import type {Change, Deployment, Item, Journal} from './types.ts';

/** What the part that runs as root is told: one line of JSON each. */
export type Order =
	| {do: 'look'; interface: string; address: string; mac: string; ports: string[]}
	| {do: 'journals'}
	| {do: 'compare'; deployment: Deployment}
	| {do: 'apply'; deployment: Deployment}
	| {do: 'verify'; deployment: Deployment; mac: string; seconds: number}
	| {do: 'compare-undo'; recipe: string}
	| {do: 'undo'; recipe: string};

/** What it says meanwhile, and at the end of each order. */
export type HandEvent =
	| {event: 'change'; change: Change; doing: 'make' | 'put back'}
	| {event: 'kept'; sentence: string}
	| {event: 'verdict'; verdict: Verdict}
	| {event: 'problem'; message: string; hints: readonly string[]; exitCode: number}
	| {event: 'answer'; answer: unknown};

type Answers = {look: Seen; journals: Journal[]; compare: Item[]; apply: undefined; verify: Verdict[]; 'compare-undo': Item[]; undo: undefined};

/** The part of deploying that runs as root, in a process of its own. */
export type DeployHand = {
	order<Name extends Order['do']>(order: Extract<Order, {do: Name}>): Promise<Answers[Name]>;
	/** Lets it end what it is about, and waits for it. */
	stop(): Promise<void>;
};

/**
Starts ourselves again as root, by sudo where we are not.
@param self program and arguments, the hidden command included
*/
export function startDeployHand({self, asRoot, onEvent}: {self: string[]; asRoot: boolean; onEvent: (event: HandEvent) => void}): DeployHand {
	const [program, ...argv] = [...(asRoot ? [] : ['sudo', '--prompt=Deploying takes root. Password of %p: ', '--']), ...self];
	// Ctrl-C reaches the whole group of a terminal: this one is to end between two changes, when its input ends.
	const child = execa(program!, argv, {detached: asRoot, reject: false, stdin: 'pipe', stderr: asRoot ? 'pipe' : 'inherit', buffer: {stdout: false, stderr: true}});
	child.stdin.on('error', () => undefined);
	let answer = Promise.withResolvers<unknown>();
	answer.promise.catch(() => undefined);
	const ended = (async () => {
		for await (const line of child.iterable()) {
			const event = JSON.parse(line) as HandEvent;
			if (event.event === 'problem') {
				answer.reject(new UserError(event.message, event.hints, event.exitCode as typeof exitCodes.notReady));
			} else if (event.event === 'answer') {
				answer.resolve(event.answer);
			} else {
				onEvent(event);
			}
		}

		answer.reject(endedError(await child, asRoot));
	})();
	return {
		async order(order) {
			answer = Promise.withResolvers<unknown>();
			answer.promise.catch(() => undefined);
			child.stdin.write(JSON.stringify(order) + '\n');
			return await answer.promise as Answers[typeof order.do];
		},
		async stop() {
			child.stdin.end();
			await ended;
		},
	};
}
