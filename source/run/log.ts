import {closeSync, openSync, writeSync} from 'node:fs';
import path from 'node:path';
import {makeFolder} from '../make-folder.ts';

/** The complete output of one step, in a file; the last lines also in memory, to be shown when it fails. */
export type StepLog = {
	readonly path: string;
	/** @param shown what whoever watches sees of it */
	write(line: string, shown?: string): void;
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
		write(line, shown = line) {
			writeSync(descriptor, `${line}\n`);
			recent.push(line);
			if (recent.length > kept) {
				recent.shift();
			}

			onLine(shown);
		},
		lastLines: count => recent.filter(line => line.trim() !== '').slice(-count),
		close() {
			closeSync(descriptor);
		},
	};
}
