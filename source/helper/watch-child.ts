import type {ChildProcess} from 'node:child_process';
import type {Ending} from '../report/how-it-ended.ts';

/** Milliseconds in which the last words of a process can still be read. */
const patience = 1000;

/**
Waits until a process is gone and what it wrote is read. What it has started may keep its pipes open: that is not
waited for.
@returns how it ended, with the last characters of its standard error
*/
export async function watchChild(child: ChildProcess): Promise<Ending & {stderr: string}> {
	const {stdout, stderr} = child;
	let said = '';
	stderr?.setEncoding('utf8').on('data', (text: string) => {
		said = (said + text).slice(-10_000);
	});
	const closed = new Promise<void>(resolve => {
		child.once('close', () => {
			resolve();
		});
	});
	const ending = await new Promise<Ending>(resolve => {
		child.once('error', ({code}: NodeJS.ErrnoException) => {
			resolve({code});
		});
		child.once('exit', (exitCode, signal) => {
			resolve({exitCode: exitCode ?? undefined, signal: signal ?? undefined});
		});
	});
	const close = () => {
		stdout?.destroy();
		stderr?.destroy();
	};

	const timer = setTimeout(close, ending.code === undefined ? patience : 0);
	await closed;
	clearTimeout(timer);
	return {...ending, stderr: said};
}
