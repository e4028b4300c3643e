import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {Readable} from 'node:stream';
import {beforeEach, expect, test} from 'vitest';
import type {Flags} from '../../source/arguments.ts';
import {treeVerbs} from '../../source/commands/kernel-tree.ts';
import type {Context} from '../../source/context.ts';
import {foldersFrom} from '../../source/paths.ts';
import {temporaryFolder} from '../journeys/program.ts';

let tree: string;
let said: string[];

beforeEach(() => {
	said = [];
	tree = temporaryFolder();
	write('menu "Drivers"\nconfig A\n\tbool "a card \u001B[31mred"\n\tdepends on B\nendmenu\nconfig B\n\tbool "b"\n');
});

const write = (text: string) => {
	writeFileSync(path.join(tree, 'Kconfig'), text);
};

const call = async (verb: keyof typeof treeVerbs, words: string[], flags: Flags = {}, input = ''): Promise<number> => {
	const context: Partial<Context> = {
		folders: foldersFrom({RAMSTRAP_HOME: tree}),
		out(line) {
			said.push(line);
		},
	};
	return treeVerbs[verb](words, context as Context, {tree, ...flags}, {stdin: Readable.from([input]), env: process.env});
};

test('search: what a tree says cannot move the cursor', async () => {
	expect(await call('search', ['card'])).toBe(0);
	expect(said).toEqual([String.raw`A   a card \u001b[31mred`, '    in Drivers']);
});

test('search: nothing found is told, and no success', async () => {
	expect(await call('search', ['nowhere'])).toBe(1);
	expect(said).toEqual(['No option is about: nowhere.']);
});

test('needs: from a configuration on standard input; and for programs', async () => {
	await call('needs', ['CONFIG_A']);
	await call('needs', ['A'], {input: '-'}, 'CONFIG_B=y\n');
	await call('needs', ['B'], {input: '-'}, 'CONFIG_B=y\n');
	await call('needs', ['A'], {json: true});
	expect(said).toEqual(['CONFIG_B=y', 'CONFIG_A=y', 'CONFIG_A=y', '# B is on already.', '{"event":"result","ok":true,"option":"A","lines":["CONFIG_B=y","CONFIG_A=y"]}']);
	await expect(call('needs', ['C'])).rejects.toMatchObject({exitCode: 1, message: expect.stringContaining('has no option C') as string});
});

test('solve: for people, for programs, and line by line', async () => {
	await call('solve', [], {mode: 'allyesconfig'});
	await call('solve', [], {mode: 'allyesconfig', json: true});
	expect(JSON.parse(said[1]!)).toEqual({event: 'result', ok: true, config: `${said[0]}\n`});
	said = [];
	await call('solve', [], {batch: true}, `${JSON.stringify({tree, mode: 'savedefconfig', version: '6.12'})}\nnonsense\n`);
	expect(said.map(line => Object.keys(JSON.parse(line) as object))).toEqual([['text'], ['error']]);
});

test('options that depend on each other by the thousand are more than can be followed', async () => {
	const last = 20_000;
	write(Array.from({length: last}, (_, number) => `config S${number}\n\tbool\n\tdefault S${number + 1}\n`).join(''));
	await expect(call('solve', [])).rejects.toThrow('This Kconfig tree cannot be worked out: its options depend on each other too deeply.');
});

test.each<[keyof typeof treeVerbs, string[], Flags, RegExp]>([
	['solve', ['rambox'], {}, /takes no rambox; it reads a Kconfig tree, not a recipe/],
	['solve', [], {mode: 'defconf'}, /--mode defconf: must be olddefconfig/],
	['solve', [], {version: 'v6'}, /--version v6: must be a version of Linux/],
	['solve', [], {input: '/no/where'}, /--input is \/no\/where, which does not exist/],
	['needs', [], {}, /takes the name of one option/],
	['search', [], {}, /needs a word/],
])('%s %j %j is refused', async (verb, words, flags, sentence) => {
	await expect(call(verb, words, flags)).rejects.toThrow(sentence);
});
