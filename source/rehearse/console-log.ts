import {createWriteStream} from 'node:fs';
import {finished} from 'node:stream/promises';
import {consoleReader} from './console-text.ts';

/** The serial console: cleaned, written down with the seconds, and its last lines remembered. */
export function openConsole(path: string, seconds: () => number, onLine: (line: string) => void) {
	const log = createWriteStream(path);
	const tail: string[] = [];
	const reader = consoleReader(line => {
		log.write(`${seconds().toFixed(1).padStart(6)} ${line}\n`);
		tail.push(line);
		tail.splice(0, tail.length - tailLength);
		onLine(line);
	});
	return {
		path,
		push: reader.push,
		async close() {
			reader.end();
			await finished(log.end());
			return tail;
		},
	};
}

const tailLength = 10;
