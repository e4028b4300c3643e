import {execa} from 'execa';

/** Switches a virtual machine on. What its serial port says goes to `onText`; `gone` resolves with a sentence about how it ended. */
export function startQemu([file = '', ...words]: readonly string[], onText: (text: string) => void): Qemu {
	const child = execa(file, words, {reject: false, stdin: 'ignore', buffer: {stdout: false, stderr: true}});
	child.stdout.setEncoding('utf8').on('data', onText);
	return {
		gone: child.then(({exitCode, stderr}) => exitCode === 0 ? 'The virtual machine ended by itself.' : `QEMU failed: ${stderr.trim()}`),
		off() {
			child.kill('SIGKILL');
		},
	};
}

export type Qemu = {gone: Promise<string>; off(): void};
