import type * as z from 'zod';
import {exitCodes, UserError} from '../errors.ts';
import {errorOf, nonsense, type Refusal} from './protocol.ts';

/** Orders that wait for their answers. Every one of them settles, also one that is given when the helper has ended. */
export type OpenOrders = {
	/**
	@param answer what it is answered
	@param limit what it is called, and the seconds it may take
	@returns its number, and what settles as the order does
	*/
	open(
		answer: z.ZodType,
		limit: {does: string; seconds?: number | undefined},
	): {id: number; settled: Promise<unknown>};
	/**
	An answer that comes too late is passed over.
	@param text the line as it came
	@throws UserError the helper's own where it has no number; one (exit 3) for an order that was never given
	*/
	settle(line: {id: number; answer?: unknown} | {id?: number | undefined; error: Refusal}, text: string): void;
	/** Refuses all, and those to come. The first error counts. */
	end(error: unknown): void;
};

type OpenOrder = {answer: z.ZodType; settled: PromiseWithResolvers<unknown>; timer: NodeJS.Timeout | undefined};

/** @param name of the helper, the subject of a sentence */
export function makeOpenOrders(name: string): OpenOrders {
	const waiting = new Map<number, OpenOrder>();
	let last = 0;
	let over: {error: unknown} | undefined;
	const take = (id: number) => {
		const order = waiting.get(id);
		waiting.delete(id);
		clearTimeout(order?.timer);
		return order;
	};

	return {
		open(answer, {does, seconds}) {
			last++;
			const id = last;
			const settled = Promise.withResolvers<unknown>();
			const timer = seconds === undefined ? undefined : setTimeout(() => {
				take(id)?.settled.reject(late(name, does, seconds));
			}, seconds * 1000);
			waiting.set(id, {answer, settled, timer});
			if (over) {
				take(id)?.settled.reject(over.error);
			}

			return {id, settled: settled.promise};
		},
		settle(line, text) {
			if ('error' in line && line.id === undefined) {
				throw errorOf(line.error);
			}

			const id = line.id!;
			if (id < 1 || id > last) {
				throw nonsense(name, text);
			}

			const order = take(id);
			if ('error' in line) {
				order?.settled.reject(errorOf(line.error));
				return;
			}

			const parsed = order?.answer.safeParse(line.answer);
			if (parsed?.success) {
				order?.settled.resolve(parsed.data);
			} else {
				order?.settled.reject(nonsense(name, text));
			}
		},
		end(error) {
			over ??= {error};
			for (const id of waiting.keys()) {
				take(id)?.settled.reject(over.error);
			}
		},
	};
}

function late(name: string, does: string, seconds: number): UserError {
	return new UserError(`${name} did not answer the order "${does}" within ${seconds} s.`, [], exitCodes.notReady);
}
