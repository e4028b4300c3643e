import {createInterface} from 'node:readline/promises';

/** A question that only `y` or `yes` agrees to. */
export async function askYesNo(
	question: string,
	{input, output}: {input: NodeJS.ReadableStream; output: NodeJS.WritableStream},
): Promise<boolean> {
	const terminal = createInterface({input, output});
	try {
		// Closed input (Ctrl-D) ends the question without an answer.
		const closed = new Promise<string>(resolve => {
			terminal.once('close', () => {
				resolve('');
			});
		});
		const answer = await Promise.race([terminal.question(`${question} [y/N] `), closed]);
		return /^y(?:es)?$/i.test(answer.trim());
	} finally {
		terminal.close();
	}
}
