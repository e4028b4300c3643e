import {commands, hasFlag, type Command, type CommandName, type Flag} from '../arguments.ts';
import type {Field} from '../recipe/fields.ts';

/** A word that could stand where the cursor is, with what it is. */
export type Candidate = {word: string; help: string};

/** `files`: paths are possible as well. */
export type Completion = {candidates: Candidate[]; files: boolean};

/** What is known beside the command table. */
export type Known = {
	recipes: () => Promise<Candidate[]>;
	nodes: () => Promise<Candidate[]>;
	fields: () => Promise<readonly Field[]>;
};

/**
What can follow on the command line.
@param words behind `ramstrap`, up to the cursor: the last one is being typed, and may be empty
*/
export async function complete(words: readonly string[], known: Known): Promise<Completion> {
	const [typed = '', before = ''] = words.toReversed();
	const [first, ...others] = words;
	const found = first === undefined || others.length === 0
		? only(firstWords())
		: await behindCommand(first, {others: others.slice(0, -1), before, typed}, known);
	return {...found, candidates: found.candidates.filter(({word}) => word.startsWith(typed))};
}

type Line = {others: readonly string[]; before: string; typed: string};

const only = (candidates: Candidate[]): Completion => ({candidates, files: false});
const nothing = only([]);

function firstWords(): Candidate[] {
	return [
		...Object.entries(commands).map(([word, {summary}]) => ({word, help: summary})),
		{word: '--help', help: 'list all commands'},
		{word: '--version', help: 'print the version'},
	];
}

async function behindCommand(name: string, {others, before, typed}: Line, known: Known): Promise<Completion> {
	if (!Object.hasOwn(commands, name)) {
		return name === 'help' && others.length === 0 ? only(firstWords()) : nothing;
	}

	const command: Command = commands[name as CommandName];
	const flag = before.startsWith('--') ? command.flags[before.slice(2)] : undefined;
	if (flag?.takes !== undefined) {
		return valuesOf(before.slice(2), flag, typed, known);
	}

	const [, named, value] = /^--([\w-]+)=(.*)$/.exec(typed) ?? [];
	const assigned = named === undefined ? undefined : command.flags[named];
	if (assigned?.takes !== undefined) {
		const {candidates, files} = await valuesOf(named!, assigned, value!, known);
		return {files, candidates: candidates.map(({word, help}) => ({word: `--${named}=${word}`, help}))};
	}

	const plain = wordsIn(others, command);
	const verb = plain.find(word => Object.hasOwn(command.verbs ?? {}, word));
	if (typed.startsWith('-')) {
		return only(flagsOf(command, verb, others));
	}

	if (verb === undefined && command.verbs) {
		return only(Object.entries(command.verbs).map(([word, {summary}]) => ({word, help: summary})));
	}

	return argumentsOf(verb === undefined ? command.takes : command.verbs![verb]!.takes, plain, verb, known);
}

/** Without flags and their values. */
function wordsIn(words: readonly string[], {flags}: Command): string[] {
	return words.filter((word, index) =>
		flags[words[index - 1]?.slice(2) ?? '']?.takes === undefined && !word.startsWith('-'));
}

function flagsOf({flags}: Command, verb: string | undefined, given: readonly string[]): Candidate[] {
	return [
		...Object.entries(flags)
			.filter(([name, flag]) => hasFlag(verb, flag) && (flag.many === true || !given.includes(`--${name}`)))
			.map(([name, {help}]) => ({word: `--${name}`, help})),
		{word: '--help', help: 'explain it'},
	];
}

/** What stands behind a flag, by what the table says that it takes. */
async function valuesOf(name: string, {takes = ''}: Flag, typed: string, known: Known): Promise<Completion> {
	if (takes === 'path=value') {
		return only(settings(await known.fields(), typed));
	}

	if (takes === 'file' || takes === 'folder') {
		return {candidates: [], files: true};
	}

	return only((takes.includes('|') ? takes.split('|') : values[name] ?? []).map(word => ({word, help: ''})));
}

/** Of flags whose line in the help has no room for them. */
const values: Record<string, readonly string[]> = {
	arch: ['x86_64', 'arm64', 'riscv'],
	card: ['virtio-net-pci', 'e1000', 'e1000e', 'rtl8139'],
	link: ['100M', '1G', '2.5G', '10G'],
	mode: [
		'olddefconfig', 'savedefconfig', 'allnoconfig', 'alldefconfig', 'allyesconfig', 'allmodconfig', 'defconfig',
		'config', 'fragment',
	],
};

/** Fields of a recipe up to the `=`, and then what a field can be. */
function settings(fields: readonly Field[], typed: string): Candidate[] {
	const [, named] = /^([^=]+)=/.exec(typed) ?? [];
	const field = fields.find(({path}) => path.join('.') === named);
	return named === undefined
		? fields.map(({path, title}) => ({word: `${path.join('.')}=`, help: title}))
		: (field?.choices ?? []).map(({value, label}) => ({word: `${named}=${value}`, help: label}));
}

async function argumentsOf(
	takes: string,
	plain: readonly string[],
	verb: string | undefined,
	{recipes, nodes}: Known,
): Promise<Completion> {
	const given = plain.length - (verb === undefined ? 0 : 1);
	if ((given === 0 || takes.startsWith('<words>')) && takes.includes('<recipe>')) {
		return {candidates: await recipes(), files: true};
	}

	if (takes.startsWith('<node>')) {
		const known = await nodes();
		return only(known.filter(({word}) => !plain.includes(word)));
	}

	if (takes.includes('<file>')) {
		return {candidates: [], files: true};
	}

	const choices = given === 0 && takes.includes('|') && !takes.includes('<') ? takes.split('|') : [];
	return only(choices.map(word => ({word, help: ''})));
}
