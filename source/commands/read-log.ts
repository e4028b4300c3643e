import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import {cleanLine} from '../boots/console-text.ts';

/** The newest part of it, at most as many bytes, safe to print. @throws the error of the system */
export function readLog(file: string, most = 524_288): string {
	const descriptor = openSync(file, 'r');
	try {
		const buffer = Buffer.alloc(most);
		const read = readSync(descriptor, buffer, {position: Math.max(0, fstatSync(descriptor).size - most)});
		return buffer.toString('utf8', 0, read).split('\n').map(line => cleanLine(line)).join('\n');
	} finally {
		closeSync(descriptor);
	}
}
