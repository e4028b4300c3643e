import {closeSync, openSync, writeSync} from 'node:fs';
import path from 'node:path';
import {makeFolder} from '../files/make-folder.ts';

/** The complete output of one step, in a file; the last lines also in memory, to be shown when it fails. */
export type StepLog = {
	readonly path: string;
	/** @param shown what whoever watches sees of it */
	write(line: string, shown?: string): void;
	lastLines(count: number): string[];
	/** What was said in lines that begin with `warning: `, without these words. */
	warnings(): string[];
	close(): void;
};

const kept = 50;

/** Of one step; a person reads no more. */
const mostWarnings = 20;

export function openLog(file: string, onLine: (line: string) => void): StepLog {
	makeFolder(path.dirname(file));
	const descriptor = openSync(file, 'w');
	const recent: string[] = [];
	const warnings = new Set<string>();
	return {
		path: file,
		write(line, shown = line) {
			writeSync(descriptor, `${line}\n`);
			recent.push(line);
			if (recent.length > kept) {
				recent.shift();
			}

			const warning = /^warning: (.+)$/.exec(line)?.[1];
			if (warning !== undefined && warnings.size < mostWarnings) {
				// Names in it are a stranger's.
				warnings.add(warning.replaceAll(/\p{Control}/gu, '?'));
			}

			onLine(shown);
		},
		lastLines: count => recent.filter(line => line.trim() !== '').slice(-count),
		warnings: () => [...warnings],
		close() {
			closeSync(descriptor);
		},
	};
}
