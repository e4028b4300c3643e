import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {readInstallation} from '../../source/host/installation.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-installation-'));
});
afterEach(() => {
	rmSync(folder, {recursive: true});
});

test.each([
	['a checkout', ['source'], 'the checkout '],
	['an npm package', [], 'the npm package in '],
])('%s is started again by the Node that runs it, and has its recipes beside it', (_, names, way) => {
	for (const name of ['dist', ...names]) {
		mkdirSync(path.join(folder, name));
	}

	const program = path.join(folder, 'dist/cli.mjs');
	const {way: found, ...rest} = readInstallation(pathToFileURL(program).href);
	expect(rest).toEqual({self: [process.execPath, program], bundledFolder: path.join(folder, 'recipes')});
	expect(found()).toBe(way + folder);
});
