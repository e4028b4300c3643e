import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {kernelDiff} from '../../source/commands/kernel-diff.ts';
import type {Context} from '../../source/context.ts';
import {temporaryFolder} from '../journeys/program.ts';

let folder: string;
let said: string[];
const context = {
	out(line: string) {
		said.push(line);
	},
} as Partial<Context> as Context;

beforeEach(() => {
	said = [];
	folder = temporaryFolder();
});

const heading = '#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.1.192 Kernel Configuration\n#\n';
const config = (name: string, lines: string): string => {
	const file = path.join(folder, name);
	writeFileSync(file, `${heading}${lines}`);
	return file;
};

test('what is missing is off; what is the same is not told', async () => {
	const one = config('one', 'CONFIG_A=y\nCONFIG_B=m\n# CONFIG_C is not set\nCONFIG_HZ=100\n');
	const other = config('other', 'CONFIG_A=y\nCONFIG_B=y\nCONFIG_HZ=250\nCONFIG_NAME="x"\n');
	expect(await kernelDiff([one, other], context, {})).toBe(0);
	expect(said).toEqual(['B: m → y', 'HZ: 100 → 250', 'NAME: n → x', '3 options differ.']);
	said = [];
	await kernelDiff([one, other], context, {json: true});
	expect(said.map(line => JSON.parse(line) as unknown)).toEqual([
		{event: 'difference', option: 'B', from: 'm', to: 'y'},
		{event: 'difference', option: 'HZ', from: '100', to: '250'},
		{event: 'difference', option: 'NAME', from: 'n', to: 'x'},
		{event: 'result', ok: true, differences: 3},
	]);
	said = [];
	await kernelDiff([one, one], context, {});
	expect(said).toEqual(['No option differs.']);
});

test('takes two files that are there', async () => {
	await expect(kernelDiff(['one'], context, {})).rejects.toThrow('kernel diff takes two files, not 1');
	await expect(kernelDiff([path.join(folder, 'a'), path.join(folder, 'b')], context, {})).rejects.toThrow(/does not exist/);
});
