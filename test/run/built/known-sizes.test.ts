import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {knownSizes, knownWarnings, rememberBuilt} from '../../../source/run/built/known-sizes.ts';
import {sampleRecipe} from '../../sample.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'ramstrap-'));
afterAll(() => {
	rmSync(folder, {recursive: true});
});

const sizes = {kernel: 8, compressed: 7, unpacked: 6, image: 0, root: 0, laidOut: 64};
const recipe = sampleRecipe();
const changed = (node: object) => ({...recipe, node: {...recipe.node, ...node}});

test('sizes are known of the recipe that was built, on nodes of any size', async () => {
	expect(knownSizes(folder, recipe)).toBeUndefined();
	await rememberBuilt(folder, recipe, {sizes, warnings: ['one']});
	expect(knownWarnings(folder, recipe)).toEqual(['one']);
	expect(knownWarnings(folder, {...recipe, compression: 'xz'})).toEqual([]);
	expect(knownSizes(folder, recipe)).toEqual(sizes);
	expect(knownSizes(folder, changed({memory: 4096}))).toEqual(sizes);
	expect(knownSizes(folder, {...recipe, compression: 'xz'})).toBeUndefined();
	expect(knownSizes(folder, changed({hostname: 'other'}))).toBeUndefined();
});

test('a password is not written, and what cannot be read is not known', async () => {
	await rememberBuilt(folder, changed({password: '$6$salt$secret'}), {sizes, warnings: []});
	const file = path.join(folder, '.sizes.json');
	expect(readFileSync(file, 'utf8')).not.toContain('secret');
	writeFileSync(file, '{"recipe":');
	expect(knownSizes(folder, recipe)).toBeUndefined();
});
