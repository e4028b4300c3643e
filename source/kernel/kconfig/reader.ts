import {UserError} from '../../errors.ts';
import {attributes} from './attributes.ts';
import {statements} from './blocks.ts';
import {dependentsOf} from './dependents.ts';
import {readHelp} from './help.ts';
import {assign, expand, unknownMark, type Shell} from './macros.ts';
import {cursorOver, placeOf, type Reading, type Source} from './reading.ts';
import type {KconfigTree, MenuNode, ReadFile} from './types.ts';

/**
Reads the Kconfig files of a tree, from `file` at its root on. Without `shell` nothing is run: what it would have
to tell stays unknown. A line whose syntax is not known is noted in `skipped`; a tree that falls apart (a missing file,
a menu without end) is a UserError.
*/
export function readKconfig(
	read: ReadFile,
	{file = 'Kconfig', srcarch, environment, shell, hasWordPrompts = false}: {
		file?: string;
		srcarch: string;
		environment: Readonly<Record<string, string>>;
		shell?: Shell;
		/** Whether a prompt may be one word without quotes, as until Linux 4.20. */
		hasWordPrompts?: boolean;
	},
): KconfigTree {
	const root: MenuNode = {kind: 'tree', title: 'Main menu', conditions: [], visibleIf: [], children: []};
	const reading: Reading = {
		read,
		macros: {
			variables: new Map(),
			environment: {SRCARCH: srcarch, ...environment},
			place: {file, line: 1},
			left: 1_000_000,
			...shell && {shell},
		},
		symbols: new Map(),
		choices: [],
		skipped: [],
		hasWordPrompts,
		filesLeft: 50_000,
		block: {kind: 'tree', file, line: 1, conditions: [], visibleIf: [], node: root},
	};
	readText(reading, file, textOf(reading, file), [file]);
	linkSelectors(reading);
	const {symbols, choices, skipped, modules = ''} = reading;
	let dependents: ReturnType<KconfigTree['dependents']> | undefined;
	return {
		version: versionOf(read), srcarch, symbols, choices, root, skipped, modules,
		dependents() {
			dependents ??= dependentsOf(symbols);
			return dependents;
		},
	};
}

function readText(reading: Reading, file: string, text: string, including: readonly string[]): void {
	const {block} = reading;
	const source: Source = {lines: text.split('\n'), at: 0};
	while (source.at < source.lines.length) {
		reading.macros.place = {file, line: source.at + 1};
		const line = wholeLine(source);
		if (isContent.test(line)) {
			readLine(reading, line, source, including);
		}
	}

	const {kind, file: begunIn, line} = reading.block;
	if (reading.block !== block) {
		throw new UserError(`${begunIn}:${line} starts a ${kind} that does not end in the same file.`);
	}
}

const isContent = /^\s*[^\s#]/;
const notOfWord = /[^\w-]/;
const assignment = /^\s*((?:\$\([^)]*\)|[\w-])+)\s*(:=|\+=|=)(.*)$/s;
const sources = new Set(['source', 'rsource', 'osource', 'orsource']);

/** A backslash at the end of a line joins the next one to it. */
function wholeLine(source: Source): string {
	let line = source.lines[source.at++]!;
	while (line.endsWith('\\') && source.at < source.lines.length) {
		line = `${line.slice(0, -1)} ${source.lines[source.at++]}`;
	}

	return line;
}

function readLine(reading: Reading, line: string, source: Source, including: readonly string[]): void {
	const content = line.trimStart();
	const end = content.search(notOfWord);
	const word = end === -1 ? content : content.slice(0, end);
	const rest = end === -1 ? '' : content.slice(end);
	if (sources.has(word)) {
		reading.entry = undefined;
		include(reading, word, rest, including);
	} else if (word === 'help' || word === '---help---') {
		readHelp(reading, source);
	} else {
		readStatement(reading, line, word, rest);
	}
}

function readStatement(reading: Reading, line: string, word: string, rest: string): void {
	const statement = own(statements, word) ?? own(attributes, word);
	const assigned = !statement && assignment.exec(line);
	try {
		if (statement) {
			statement(reading, rest);
		} else if (assigned) {
			assign(reading.macros, expand(reading.macros, assigned[1]!), assigned[2]!, assigned[3]!.trim());
		} else if (
			!line.trimStart().startsWith('$(')
			|| expand(reading.macros, line).replaceAll(unknownMark, '').trim() !== ''
		) {
			throw new SyntaxError('unknown');
		}
	} catch (error) {
		if (!(error instanceof SyntaxError)) {
			throw error;
		}

		reading.skipped.push(`${placeOf(reading)}: ${line.trim()}`);
	}
}

function own<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
	return Object.hasOwn(table, word) ? table[word] : undefined;
}

/** The `r` kinds are relative to the file they stand in, the `o` kinds may name a file that is not there. */
function include(reading: Reading, word: string, rest: string, including: readonly string[]): void {
	const [token] = cursorOver(reading, rest).tokens;
	const {file: from} = reading.macros.place;
	const folder = word.endsWith('rsource') && from.includes('/') ? from.slice(0, from.lastIndexOf('/') + 1) : '';
	const file = `${folder}${token?.value ?? ''}`;
	if (token?.unknown !== undefined || (word.startsWith('o') && reading.read(file) === undefined)) {
		return;
	}

	if (including.includes(file)) {
		throw new UserError(`${placeOf(reading)} reads ${file}, which includes itself.`);
	}

	if (reading.filesLeft-- === 0) {
		throw new UserError(`${placeOf(reading)} is one of more than 50,000 files that this tree reads.`);
	}

	readText(reading, file, textOf(reading, file), [...including, file]);
}

function textOf(reading: Reading, file: string): string {
	const text = reading.read(file);
	if (text === undefined) {
		throw new UserError(reading.macros.place.file === file
			? `This is not a Kconfig tree: it has no file named ${file}.`
			: `${placeOf(reading)} reads ${file}, which is not in this tree.`);
	}

	return text;
}

function linkSelectors({symbols}: Reading): void {
	for (const symbol of symbols.values()) {
		for (const by of symbol.definitions) {
			for (const {name, ...condition} of by.selects) {
				symbols.get(name)?.selectors.push({by, ...condition});
			}

			for (const {name, ...condition} of by.implies) {
				symbols.get(name)?.impliedBy.push({by, ...condition});
			}
		}
	}
}

function versionOf(read: ReadFile): string {
	const makefile = read('Makefile') ?? '';
	const [, major] = /^VERSION *= *(\d+)/m.exec(makefile) ?? [];
	const [, minor] = /^PATCHLEVEL *= *(\d+)/m.exec(makefile) ?? [];
	return major === undefined ? '' : [major, minor].filter(Boolean).join('.');
}
