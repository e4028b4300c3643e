import {execa} from 'execa';

/** Switches a virtual machine on. What its serial port says goes to `onText`; `gone` resolves with a sentence about how it ended. */
export function startQemu([file = '', ...words]: readonly string[], onText: (text: string) => void): Qemu {
	const child = execa(file, words, {reject: false, stdin: 'pipe', buffer: {stdout: false, stderr: true}});
	child.stdout.setEncoding('utf8').on('data', onText);
	// A machine that has ended reads nothing any more.
	child.stdin.on('error', () => undefined);
	return {
		gone: child.then(({exitCode, stderr}) => exitCode === 0 ? 'The virtual machine ended by itself.' : `QEMU failed: ${stderr.trim()}`),
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
