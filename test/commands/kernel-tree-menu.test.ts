import {Buffer} from 'node:buffer';
import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {PassThrough} from 'node:stream';
import {beforeEach, expect, test} from 'vitest';
import type {Flags} from '../../source/arguments.ts';
import {kernelTreeMenu} from '../../source/commands/kernel-tree-menu.ts';
import type {Context} from '../../source/context.ts';
import {foldersFrom} from '../../source/paths.ts';
import type {Terminal} from '../../source/wizard/on-screen.tsx';
import {temporaryFolder} from '../journeys/program.ts';
import {FakeTty} from '../terminal/fake-tty.ts';

let tree: string;
let said: string[];
beforeEach(() => {
	const folder = temporaryFolder();
	tree = path.join(folder, 'tree');
	mkdirSync(tree);
	said = [];
	writeFileSync(path.join(tree, 'Kconfig'), 'config A\n\tbool "a card"\n\nconfig B\n\tbool "b"\n');
});

function open(flags: Flags = {}, {words = [], ask = async () => true, terminal}: {words?: string[]; ask?: Context['ask'] | 'none'; terminal?: Terminal} = {}) {
	const tty = new FakeTty(80, 24);
	const context: Partial<Context> = {
		ask: ask === 'none' ? undefined : ask, signal: new AbortController().signal, folders: foldersFrom({RAMSTRAP_HOME: path.dirname(tree)}),
		quietly: async work => work(), interruptible: async () => undefined,
		out(line) {
			said.push(line);
		},
	};
	return {tty, code: kernelTreeMenu(words, context as Context, {tree, ...flags}, terminal ?? {stdin: tty.stdin, stdout: tty.stdout, env: {}})};
}

const config = (name = '.config') => readFileSync(path.join(tree, name), 'utf8').split('\n').filter(line => line.includes('CONFIG_'));

test('it writes the .config of the tree, and goes on from there; the one before stays beside it', async () => {
	const {tty, code} = open();
	await tty.until('► [ ] a card');
	tty.type('ys');
	await tty.until('Saved');
	tty.type('q');
	expect(await code).toBe(0);
	expect(config()).toEqual(['CONFIG_A=y', '# CONFIG_B is not set']);
	expect(said.at(-1)).toBe(`Saved as ${tree}/.config`);
	const again = open();
	await again.tty.until('► [*] a card');
	again.tty.type('ns');
	await again.tty.until('Saved');
	again.tty.type('q');
	await again.code;
	expect(config()).toEqual(['# CONFIG_A is not set', '# CONFIG_B is not set']);
	expect(config('.config.old')).toEqual(['CONFIG_A=y', '# CONFIG_B is not set']);
});

test('in lines where nothing may be repainted', async () => {
	const [stdin, stdout] = [new PassThrough(), new PassThrough()];
	stdin.end('1 y\ns\nq\n');
	expect(await open({}, {terminal: {stdin, stdout, env: {}, isPlain: true} as unknown as Terminal}).code).toBe(0);
	expect(config()).toEqual(['CONFIG_A=y', '# CONFIG_B is not set']);
	expect(String(stdout.read())).toContain('\n1. a card: off\n2. b: off\n> 1. a card: on, changed\n> Saved: One change is in ');
});

test('--input is what it starts from; left without saving, nothing is written', async () => {
	const input = path.join(path.dirname(tree), 'mine');
	writeFileSync(input, 'CONFIG_B=y\n');
	const {tty, code} = open({input});
	await tty.until('[*] b');
	tty.type('q');
	await tty.until('Save before leaving?');
	tty.type('n');
	expect(await code).toBe(0);
	expect(said.at(-1)).toBe('Nothing was saved.');
	expect(readdirSync(tree)).toEqual(['Kconfig']);
});

test('what somebody wrote is kept byte for byte, however often it is saved, and no link is written through', async () => {
	const mine = Buffer.from('# mine \xE9\nCONFIG_A=y\n# CONFIG_B is not set\nCONFIG_UNKNOWN=y\n', 'latin1');
	writeFileSync(path.join(tree, '.config'), mine);
	writeFileSync(path.join(tree, 'precious'), 'keep me');
	symlinkSync('precious', path.join(tree, '.config.old'));
	const {tty, code} = open();
	await tty.until('► [*] a card');
	for (const key of ['s', 'n', 's', 'y', 's']) {
		tty.type(key);
		await tty.until(key === 's' ? 'Saved' : (key === 'n' ? '► [ ] a card' : '► [*] a card'));
		tty.type('z');
		await tty.until(() => !tty.text().includes('Saved'));
	}

	tty.type('q');
	await code;
	expect(readFileSync(path.join(tree, '.config.old')).equals(mine)).toBe(true);
	expect(readFileSync(path.join(tree, 'precious'), 'utf8')).toBe('keep me');
	expect(config()).toEqual(['CONFIG_A=y', '# CONFIG_B is not set']);
});

test('what another program has written meanwhile is kept, and told', async () => {
	writeFileSync(path.join(tree, '.config'), 'CONFIG_A=y\n');
	const {tty, code} = open();
	await tty.until('► [*] a card');
	writeFileSync(path.join(tree, '.config'), 'CONFIG_B=y\n');
	tty.type('s');
	// Wherever the line is broken: the name of the folder is not always as long.
	await tty.until(() => /Another\s+program/.test(tty.text()));
	expect(config('.config.old')).toEqual(['CONFIG_B=y']);
	tty.type('ns');
	await tty.until('One change is in');
	expect(tty.text()).not.toMatch(/Another\s+program/);
	tty.type('q');
	await code;
});

test('a .config that is a folder is named', async () => {
	mkdirSync(path.join(tree, '.config'));
	await expect(open().code).rejects.toThrow(/^The configuration \S+\/\.config is a folder, but must be a file\.$/);
});

test('a recipe as well, standard input, no terminal, no tree: one sentence each', async () => {
	await expect(open({}, {words: ['rambox']}).code).rejects.toThrow('kernel menu takes a recipe or --tree, not both: rambox.');
	await expect(open({input: '-'}).code).rejects.toThrow('standard input, which the menu reads keys from');
	await expect(open({}, {ask: 'none'}).code).rejects.toThrow('kernel menu needs a terminal.');
	await expect(open({tree: path.dirname(tree)}).code).rejects.toThrow('is not a Kconfig tree');
});
