import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {commands} from '../../source/arguments.ts';
import {outsideNpm, program} from '../journeys/program.ts';
import {namedRecipes, shownCalls} from './commands.ts';

/**
What the program does at once, as anybody and without a network, with the code that it exits with where nothing was
rehearsed or published.
*/
const exits: Record<string, number> = {'--help': 0, plan: 0, recipes: 0, run: 0, forecast: 3, status: 2};

const quick = shownCalls.filter(([command = '', ...words]) => Object.hasOwn(exits, command)
	&& (words.length > 0 || command === '--help') && (command !== 'run' || words.includes('--dry-run')));

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-docs-'));
	mkdirSync(path.join(folder, 'home'));
	for (const [name, text] of namedRecipes) {
		writeFileSync(path.join(folder, `${name}.yaml`), text);
	}
});
afterAll(() => {
	rmSync(folder, {recursive: true});
});

async function run(argv: readonly string[]): Promise<{exitCode: number | undefined; all: string}> {
	const {exitCode, all} = await execa(process.execPath, [program, ...argv], {
		cwd: folder, env: {RAMSTRAP_HOME: path.join(folder, 'home'), ...outsideNpm}, all: true, reject: false, stdin: 'ignore',
	});
	return {exitCode, all};
}

test('there is something to run of each kind', () => {
	expect(new Set(quick.map(([command]) => command))).toEqual(new Set(Object.keys(exits)));
});

// In the order of the pages: a recipe is saved before it is used by its name.
test.each(quick.map(argv => [argv.join(' '), argv] as const))('ramstrap %s', async (_, argv) => {
	expect(await run(argv)).toEqual({exitCode: exits[argv[0]!], all: expect.stringMatching(/\S/) as string});
});

test('every command has help, with its flags', async () => {
	for (const [command, {flags}] of Object.entries(commands)) {
		const {exitCode, all} = await run([command, '--help']);
		expect(exitCode).toBe(0);
		expect(Object.keys(flags).filter(flag => !all.includes(`--${flag}`))).toEqual([]);
	}
});
