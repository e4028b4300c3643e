import type {Readable, Writable} from 'node:stream';
import {Cancelled} from '../errors.ts';
import {readLines} from './lines.ts';
import {orderLine, readLine, refusalOf, type HelperLine, type Protocol} from './protocol.ts';

/** With what an order is carried out. The signal says that nobody waits for its answer any more. */
export type Carrying<Event> = {emit: (event: Event) => void; signal: AbortSignal};

/**
The helper's side: carries out each order as it comes, side by side with those before, and writes its answer or its
error. The input stays open for as long as somebody wants the helper. Its end, on purpose or because the other side
died, aborts what is under way; this returns when all of that has ended.
*/
export async function serveOrders<Order extends {do: string}, Event, Answers extends Record<Order['do'], unknown>>(
	{input, output}: {input: Readable; output: Writable},
	{orders}: Protocol<Order, Event, Answers>,
	carryOut: (order: Order, carrying: Carrying<Event>) => Promise<unknown>,
): Promise<void> {
	const stop = new AbortController();
	const write = (line: HelperLine) => {
		output.write(`${JSON.stringify(line)}\n`);
	};

	const emit = (event: Event) => {
		write({event});
	};

	const settle = async ({id, order}: {id: number; order: Order}) => {
		try {
			write({id, answer: await carryOut(order, {emit, signal: stop.signal})});
		} catch (error) {
			write({id, error: refusalOf(error)});
		}
	};

	// Where nobody reads any more, nobody wants the helper.
	output.on('error', () => {
		input.destroy();
	});
	const schema = orderLine(orders);
	const work: Array<Promise<void>> = [];
	try {
		for await (const line of readLines(input, parent)) {
			work.push(settle(readLine(schema, line, parent)));
		}
	} catch (error) {
		write({error: refusalOf(error)});
	}

	stop.abort(new Cancelled('SIGTERM'));
	await Promise.all(work);
}

const parent = 'The process that started the root helper';
