import {createInterface} from 'node:readline/promises';
import {Cancelled} from '../errors.ts';

type Asked = {input: NodeJS.ReadableStream; output: NodeJS.WritableStream; signal?: AbortSignal};

/** A question that only `y` or `yes` agrees to. @throws Cancelled at Ctrl-C; the signal's own reason when it aborts */
export async function askYesNo(question: string, {input, output, signal}: Asked): Promise<boolean> {
	signal?.throwIfAborted();
	const terminal = createInterface({input, output});
	const {promise: stopped, resolve, reject} = Promise.withResolvers<string>();
	const abort = (): void => {
		reject(signal?.reason);
	};

	// Closed input (Ctrl-D) ends the question without an answer.
	terminal.once('close', () => {
		resolve('');
	});
	// While it reads keys a terminal sends no signal.
	terminal.once('SIGINT', () => {
		reject(new Cancelled('SIGINT', 'Stopped.'));
	});
	signal?.addEventListener('abort', abort);
	try {
		const answer = await Promise.race([terminal.question(`${question} [y/N] `), stopped]);
		return /^y(?:es)?$/i.test(answer.trim());
	} finally {
		signal?.removeEventListener('abort', abort);
		terminal.close();
	}
}
