import {closeSync, constants, mkdtempSync, openSync, rmSync} from 'node:fs';
import {Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {execa, execaSync} from 'execa';
import {howItEnded} from '../report/how-it-ended.ts';

/**
Switches a virtual machine on. What its serial port says goes to `onText`; `gone` resolves with a sentence about how it
ended.
*/
export function startQemu([file = '', ...words]: readonly string[], onText: (text: string) => void): Qemu {
	const {output, end} = openPipe();
	// Any descriptor will do; the type knows those from 3 to 9.
	const child = execa(file, words, {
		reject: false,
		stdin: 'pipe',
		stdout: end as 3,
		buffer: {stdout: false, stderr: true},
	});
	closeSync(end);
	const said = new Promise<void>(resolve => {
		output.setEncoding('utf8').on('data', onText).on('error', () => undefined).on('close', resolve);
	});
	// A machine that has ended reads nothing any more.
	child.stdin.on('error', () => undefined);
	return {
		gone: (async () => {
			const ending = await child;
			await said;
			return ending.exitCode === 0
				? 'The virtual machine ended by itself.'
				: `QEMU failed: ${ending.stderr?.trim() || `it ${howItEnded(file, ending)}`}`;
		})(),
		type(text) {
			child.stdin.write(text);
		},
		off() {
			child.kill('SIGKILL');
		},
	};
}

export type Qemu = {
	gone: Promise<string>;
	/** Into its serial port. */
	type(text: string): void;
	off(): void;
};

/**
QEMU drops what its output does not take at once, and it writes single characters. A socket, which is what Node would
give it, is full after less than 300 of them; a pipe holds 65,536.
*/
export function openPipe(): {output: Socket; end: number} {
	const folder = mkdtempSync(join(tmpdir(), 'ramstrap-serial-'));
	try {
		const pipe = join(folder, 'pipe');
		execaSync('mkfifo', [pipe]);
		// Reading is O_RDONLY, which is 0.
		const output = new Socket({fd: openSync(pipe, constants.O_NONBLOCK), readable: true, writable: false});
		return {output, end: openSync(pipe, 'w')};
	} finally {
		rmSync(folder, {recursive: true});
	}
}
