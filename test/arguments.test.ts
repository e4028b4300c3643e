import {describe, expect, test} from 'vitest';
import {commands, helpText, oneOf, parseCommandLine, wholeNumber} from '../source/arguments.ts';
import {describeError} from '../source/errors.ts';

const problemOf = (...argv: string[]) => {
	try {
		parseCommandLine(argv);
	} catch (error) {
		return describeError(error);
	}

	return undefined;
};

test('nothing is the wizard', () => {
	expect(parseCommandLine([])).toEqual({do: 'wizard'});
});

test('a command with its words and flags, in any order', () => {
	expect(parseCommandLine(['rehearse', '--nodes', '3', 'rambox', '--firmware=uefi', '--set', 'a=1', '--set', 'b=2', '--keep'])).toEqual({
		do: 'command', command: 'rehearse', words: ['rambox'], flags: {nodes: '3', firmware: 'uefi', set: ['a=1', 'b=2'], keep: true},
	});
});

test('help and version', () => {
	expect(parseCommandLine(['--version'])).toEqual({do: 'version'});
	expect(parseCommandLine(['help', 'run'])).toEqual({do: 'help', command: 'run'});
	expect(parseCommandLine(['run', 'rambox', '--help'])).toEqual({do: 'help', command: 'run'});
	expect(parseCommandLine(['kernel', '--help', 'import'])).toEqual({do: 'help', command: 'kernel', verb: 'import'});
	expect(parseCommandLine(['help', 'kernel', 'solve'])).toEqual({do: 'help', command: 'kernel', verb: 'solve'});
	expect(parseCommandLine(['kernel', '--tree', 'menu', 'solve', '--help'])).toEqual({do: 'help', command: 'kernel', verb: 'solve'});
	expect(parseCommandLine(['kernel', 'nothing', '--help'])).toEqual({do: 'help', command: 'kernel'});
});

test.each([
	[['rehears', 'rambox'], 'rehears is not a ramstrap command.', 'did you mean rehearse?'],
	[['run', 'rambox', '--frsh'], '--frsh is not a flag of ramstrap run.', 'did you mean --fresh?'],
	[['run', 'rambox', '--install'], '--install is not a flag of ramstrap run.', 'ramstrap run --help   lists all flags'],
	[['kernel', 'build', 'rambox-tiny', '--hardware', 'x'], '--hardware is not a flag of ramstrap kernel build; it belongs to check and import.', 'ramstrap kernel build --help   lists its flags'],
	[['rehearse', 'rambox', '--memory'], '--memory needs a value: --memory MiB', undefined],
	[['run', 'rambox', '--fresh=no'], '--fresh takes no value; no was given.', undefined],
])('%j is refused in a sentence', (argv, sentence, hint) => {
	const {lines, exitCode} = problemOf(...argv)!;
	expect(exitCode).toBe(2);
	expect(lines[0]).toBe(sentence);
	expect(lines[1]?.replace('  → ', '')).toBe(hint);
});

describe('values of flags', () => {
	test('numbers within bounds', () => {
		const bounds = {least: 1, most: 32, fallback: 1};
		expect(wholeNumber('nodes', undefined, bounds)).toBe(1);
		expect(wholeNumber('nodes', '3', bounds)).toBe(3);
		for (const value of ['0', '33', '-1', '2.5', 'two', '1e1', '']) {
			expect(() => wholeNumber('nodes', value, bounds)).toThrow(`--nodes ${value}: must be a whole number from 1 to 32.`);
		}
	});

	test('one of a few words', () => {
		expect(oneOf('firmware', undefined, ['bios', 'uefi'], 'bios')).toBe('bios');
		expect(() => oneOf('firmware', 'ufei', ['bios', 'uefi'], 'bios')).toThrow('--firmware ufei: must be bios or uefi.');
	});
});

test('help names every command and every flag', () => {
	for (const [name, {flags}] of Object.entries(commands)) {
		expect(helpText()).toContain(`ramstrap ${name}`);
		for (const flag of Object.keys(flags)) {
			expect(helpText(name as keyof typeof commands)).toContain(`--${flag}`);
		}
	}
});

type Name = keyof typeof commands;

const pages = Object.entries(commands).flatMap(([name, command]) => [
	helpText(name as Name),
	...Object.keys('verbs' in command ? command.verbs : {}).map(verb => helpText(name as Name, verb)),
]);

test('a subcommand has a page of its own, with its flags only, and an example', () => {
	expect(helpText('kernel', 'import')).toContain('--hardware file');
	expect(helpText('kernel', 'import')).not.toContain('--batch');
	for (const page of pages) {
		expect(page).toMatch(/^ {2}ramstrap \w/m);
	}
});

test('examples of help are commands as they are parsed', () => {
	for (const {examples} of Object.values(commands)) {
		for (const example of examples) {
			expect(parseCommandLine(example.split(' '))).toMatchObject({do: 'command'});
		}
	}
});

test('help fits into 112 columns', () => {
	expect([helpText(), ...pages].join('\n').split('\n').filter(line => line.length > 112)).toEqual([]);
});
