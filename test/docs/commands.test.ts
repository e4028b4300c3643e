import {readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {commands, parseCommandLine, type ParsedCommand} from '../../source/arguments.ts';
import {problemOfMac} from '../../source/recipe/mac.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import {callOf, namedRecipes, shownCalls, shownCommands, wordsOf} from './commands.ts';
import {isThere} from './pages.ts';

test('words of a line: quotes, comments, and nothing else taken away', () => {
	const line = 'npx ramstrap run a --set \'tree.keep=[b, c]\'   # why';
	expect(wordsOf(line)).toEqual(['npx', 'ramstrap', 'run', 'a', '--set', 'tree.keep=[b, c]']);
});

test('every command is shown somewhere', () => {
	const shown = new Set(shownCalls.map(([command]) => command).filter(command => !command?.startsWith('--')));
	expect(shown).toEqual(new Set(Object.keys(commands)));
});

describe.each(shownCalls.map(argv => [argv.join(' '), argv] as const))('%s', (_, argv) => {
	test('has a recipe that exists, and fields that it may have', () => {
		const request = parseCommandLine(argv);
		// A sentence may name a command alone.
		if (request.do !== 'command' || ['recipes', 'completion', 'wake'].includes(request.command) || request.flags.tree !== undefined || request.words[0] === 'diff' || argv.length === 1) {
			return;
		}

		const text = namedRecipes.get(path.basename(request.words.at(-1) ?? '', '.yaml'));
		expect(text).toBeDefined();
		expect(() => parseRecipe(text!, {source: 'recipe', set: request.flags.set ?? []})).not.toThrow();
	});

	test('gives its flags values that they take', () => {
		expect(valuesOf(parseCommandLine(argv)).filter(({takes, value}) => !isTaken(takes, value))).toEqual([]);
	});
});

/** @returns each value of each flag, with what the table of the command line says that it takes */
function valuesOf(request: ParsedCommand): Array<{flag: string; takes: string | undefined; value: string | boolean}> {
	if (request.do !== 'command') {
		return [];
	}

	const table = commands[request.command].flags as Record<string, {takes?: string}>;
	const given = Object.entries<string | boolean | string[]>(request.flags);
	return given.flatMap(([flag, values]) => [values].flat().map(value => ({flag, takes: table[flag]?.takes, value})));
}

/** @param takes such as `N` or `a|b|c`; nothing for a switch */
function isTaken(takes: string | undefined, value: string | boolean): boolean {
	if (takes === undefined || typeof value === 'boolean') {
		return takes === undefined && value === true;
	}

	return takes.includes('|') ? takes.split('|').includes(value) : kinds[takes]?.(value) ?? value !== '';
}

const isNumber = (text: string) => /^\d+$/.test(text);
const kinds: Record<string, (text: string) => boolean> = {
	N: isNumber, MiB: isNumber, seconds: isNumber, MAC: text => problemOfMac(text) === undefined,
};

test('other commands are scripts of this repository, or install what it makes of this version', () => {
	const {scripts, version} = JSON.parse(readFileSync('package.json', 'utf8')) as {scripts: Record<string, string>; version: string};
	const made = new Set([`ramstrap_${version}_amd64.deb`, `ramstrap-${version}-linux-amd64.tar.xz`, `ramstrap-${version}-linux-amd64.tar.xz.sha256`, `ramstrap-${version}.tgz`]);
	const isInstalling = (argv: readonly string[]) => made.has(path.basename(argv.at(-1)!));
	const isOurs = ([program, ...words]: readonly string[]) => program === 'npm'
		? Object.hasOwn(scripts, words.find(word => word !== 'run')!)
		: program === 'sh' && isThere(words[0]!);
	expect(shownCommands.filter(argv => !callOf(argv) && !isInstalling(argv) && !isOurs(argv))).toEqual([]);
});
