import {spawn, type ChildProcessByStdio} from 'node:child_process';
import type {Readable, Writable} from 'node:stream';
import {setTimeout as sleep} from 'node:timers/promises';
import {endGroup} from '../run/process-group.ts';
import {endedError} from './ended.ts';
import {readLines} from './lines.ts';
import {makeOpenOrders, type OpenOrders} from './open-orders.ts';
import {helperLine, readLine, type Protocol} from './protocol.ts';
import {watchChild} from './watch-child.ts';

/** Ourselves, started again as root or in a namespace. Every order settles: answered, refused, or by its end. */
export type Helper<Order extends {do: string}, Answers extends Record<Order['do'], unknown>> = {
	/** @throws UserError its own; or one (exit 3) that says how it ended, or that no answer came within `seconds` */
	order<Name extends Order['do']>(
		order: Extract<Order, {do: Name}>,
		limit?: {seconds: number},
	): Promise<Answers[Name]>;
	/** Tells it to end, and waits for it. */
	stop(): Promise<void>;
};

export type HelperOptions = {
	/** Program and arguments, the hidden command included. */
	argv: readonly string[];
	/** Whether it runs as this user, so that force can end it. What sudo starts is root's, and uses the terminal. */
	isOurs: boolean;
	/** Subject of the sentences about it. */
	name?: string;
	/** Milliseconds it may take to end; without them there is no limit. */
	patience?: number;
	/** What to do where it ended by itself. */
	hints?: readonly string[];
};

/**
Starts a helper. It notices our death by the end of its input. Events come in order, each before the answers that were
written after it.
*/
export function startHelper<Order extends {do: string}, Event, Answers extends Record<Order['do'], unknown>>(
	options: HelperOptions,
	{events, answers}: Protocol<Order, Event, Answers>,
	onEvent: (event: Event) => void,
): Helper<Order, Answers> {
	const {argv: [program = '', ...words], isOurs, name = 'The root helper', patience, hints = []} = options;
	const child = startChild(program, words, isOurs);
	const orders = makeOpenOrders(name);
	const schema = helperLine(events);
	const ended = follow(child, orders, {
		name,
		hear(text) {
			const line = readLine(schema, text, name);
			if ('event' in line) {
				onEvent(line.event);
			} else {
				orders.settle(line, text);
			}
		},
		errorOfEnd: ending => endedError(ending, {name, program, hints}),
	});
	return {
		async order(order, limit) {
			const does: Order['do'] = order.do;
			const {id, settled} = orders.open(answers[does], {does, ...limit});
			child.stdin.write(`${JSON.stringify({id, order})}\n`);
			return await settled as Answers[typeof order.do];
		},
		async stop() {
			child.stdin.end();
			if (patience === undefined) {
				await ended;
				return;
			}

			await Promise.race([ended, sleep(patience, undefined, {ref: false})]);
			if (isOurs && child.pid) {
				await endGroup(child.pid, ended, 2000);
			}
		},
	};
}

type Child = ChildProcessByStdio<Writable, Readable, Readable | null>;

function startChild(program: string, words: string[], isOurs: boolean): Child {
	// Ctrl-C reaches the whole group of a terminal. In a group of its own the helper does not hear it.
	const stderr = isOurs ? 'pipe' : 'inherit';
	const child = spawn(program, words, {detached: isOurs, stdio: ['pipe', 'pipe', stderr]}) as Child;
	// An order to a helper that has ended is settled by how it ended.
	child.stdin.on('error', () => undefined);
	return child;
}

/** Hears all lines. Nothing that is wrong with one is thrown: it settles every order, and tells the helper to end. */
async function follow(child: Child, orders: OpenOrders, {name, hear, errorOfEnd}: {
	name: string;
	hear: (text: string) => void;
	errorOfEnd: (ending: Awaited<ReturnType<typeof watchChild>>) => Error;
}): Promise<void> {
	const ending = watchChild(child);
	try {
		for await (const text of readLines(child.stdout, name)) {
			hear(text);
		}
	} catch (error) {
		orders.end(error);
	}

	child.stdin.end();
	orders.end(errorOfEnd(await ending));
}
