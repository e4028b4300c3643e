import {closeSync, openSync, writeSync} from 'node:fs';
import path from 'node:path';
import {makeFolder} from '../make-folder.ts';

/** The complete output of one step, in a file; the last lines also in memory, to be shown when it fails. */
export type StepLog = {
	readonly path: string;
	write(line: string): void;
	lastLines(count: number): string[];
	close(): void;
};

const kept = 50;

export function openLog(file: string, onLine: (line: string) => void): StepLog {
	makeFolder(path.dirname(file));
	const descriptor = openSync(file, 'w');
	const recent: string[] = [];
	return {
		path: file,
		write(line) {
			writeSync(descriptor, `${line}\n`);
			recent.push(line);
			if (recent.length > kept) {
				recent.shift();
			}

			onLine(line);
		},
		lastLines: count => recent.filter(line => line.trim() !== '').slice(-count),
		close() {
			closeSync(descriptor);
		},
	};
}
