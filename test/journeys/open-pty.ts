import {onTestFinished} from 'vitest';
import {Pty, type Program} from '../terminal/pty.ts';

/** A program in a terminal that closes with the test. */
export function openPty(what: Program): Pty {
	const pty = new Pty(what);
	onTestFinished(() => {
		try {
			pty.close();
		} catch {
			// It has ended by itself, as it should.
		}
	});
	return pty;
}
