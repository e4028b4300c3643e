import type {Readable} from 'node:stream';
import {nonsense} from './protocol.ts';

/** Characters. The longest line that is meant to be is an order with every file of a deployment in it. */
const longest = 2 ** 26;

/**
The lines of a stream, until it ends or is destroyed. What its end cuts off is left out: the process that wrote it died,
and half an order is none.
@param who writes them, the subject of a sentence
@yields a line without its end
@throws UserError (exit 3) for a line that does not end
*/
export async function * readLines(stream: Readable, who: string): AsyncGenerator<string> {
	let rest = '';
	try {
		for await (const text of stream.setEncoding('utf8') as AsyncIterable<string>) {
			rest += text;
			// Only what is new is searched: a long line comes in many pieces.
			if (text.includes('\n')) {
				const lines = rest.split('\n');
				rest = lines.pop()!;
				yield * lines;
			}

			if (rest.length > longest) {
				throw nonsense(who, rest);
			}
		}
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') {
			throw error;
		}
	}
}
