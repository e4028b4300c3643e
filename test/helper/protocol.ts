import * as z from 'zod';
import type {Protocol} from '../../source/helper/protocol.ts';

/** Orders that go wrong in the ways that processes do. */
export type Order =
	| {do: 'add'; numbers: number[]}
	| {do: 'fail'; how: 'user' | 'bug' | 'file'}
	/** Ends the helper by this signal, after a while. */
	| {do: 'die'; signal: NodeJS.Signals; after: number}
	| {do: 'exit'; code: number; says: string}
	/** Never answers. */
	| {do: 'hang'}
	/** Answers after so many milliseconds. */
	| {do: 'wait'; milliseconds: number}
	/** Tells so many events, then answers. */
	| {do: 'flood'; events: number}
	/** Writes this as it is. */
	| {do: 'write'; text: string}
	/** Answers, and leaves a process behind that keeps the pipes open. */
	| {do: 'leave'; seconds: number};

export type Event = {event: 'number'; number: number} | {event: 'pid'; pid: number};

type Nothing = Record<'fail' | 'die' | 'exit' | 'hang' | 'write', undefined>;
type Answers = Nothing & {add: number; wait: string; flood: number; leave: number};

const nothing = z.undefined();
const isOrder = (value: unknown) => Object.hasOwn(protocol.answers, (value as Order).do);

export const protocol: Protocol<Order, Event, Answers> = {
	orders: z.custom<Order>(isOrder),
	events: z.discriminatedUnion('event', [
		z.strictObject({event: z.literal('number'), number: z.int()}),
		z.strictObject({event: z.literal('pid'), pid: z.int()}),
	]),
	answers: {
		add: z.number(), wait: z.string(), flood: z.int(), leave: z.int(),
		fail: nothing, die: nothing, exit: nothing, hang: nothing, write: nothing,
	},
};
