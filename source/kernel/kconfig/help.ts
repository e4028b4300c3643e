import {placeOf, type Reading, type Source} from './reading.ts';
import type {Definition, ReadFile} from './types.ts';

/** Skips a help text and notes where it stands. It ends at the first line that is indented less than its first one. */
export function readHelp(reading: Reading, source: Source): void {
	const {lines} = source;
	const from = source.at;
	while (source.at < lines.length && lines[source.at]!.trim() === '') {
		source.at++;
	}

	const to = endOfHelp(source);
	const {entry} = reading;
	if (!entry) {
		reading.skipped.push(`${placeOf(reading)}: help`);
	} else if ('selects' in entry && to > from) {
		entry.help = {from: from + 1, to};
	}
}

/** The number of its last line; leaves the source behind it. */
function endOfHelp(source: Source): number {
	const {lines} = source;
	const indentation = indentationOf(lines[source.at] ?? '');
	let to = 0;
	// eslint-disable-next-line no-unmodified-loop-condition -- no help text at all
	for (; indentation > 0 && source.at < lines.length; source.at++) {
		const line = lines[source.at]!;
		if (line.trim() === '') {
			continue;
		}

		if (indentationOf(line) < indentation) {
			break;
		}

		to = source.at + 1;
	}

	return to;
}

/** The help text of a definition, read again from its file. */
export function helpOf({file, help}: Definition, read: ReadFile): string | undefined {
	const text = help && read(file);
	if (!text) {
		return undefined;
	}

	const lines = text.split('\n').slice(help.from - 1, help.to).map(line => withSpaces(line));
	const indentation = Math.min(...lines.filter(line => line.trim() !== '').map(line => indentationOf(line)));
	return lines.map(line => line.slice(indentation).trimEnd()).join('\n').trim();
}

const tabWidth = 8;

function indentationOf(line: string): number {
	let width = 0;
	for (const character of line) {
		if (character === '\t') {
			width += tabWidth - width % tabWidth;
		} else if (character === ' ') {
			width++;
		} else {
			break;
		}
	}

	return width;
}

function withSpaces(line: string): string {
	return ' '.repeat(indentationOf(line)) + line.trimStart();
}
