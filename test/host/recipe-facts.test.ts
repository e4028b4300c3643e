import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {recipeFacts} from '../../source/host/recipe-facts.ts';
import {recipeWith} from '../recipe/recipe.ts';
import {factsOf} from './facts-of.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-recipe-facts-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
});

const about = (fragment: string) => recipeFacts(recipeWith({kernel: {from: 'build', source: {package: 'linux-source-6.1'}, fragment}}), factsOf(), folder);

test('the text of the fragment and the release of the source', () => {
	const file = path.join(folder, 'my.config');
	writeFileSync(file, 'CONFIG_SMP=y\n');
	expect(about(file)).toEqual({kernelConfig: undefined, sourceRelease: '1.0', texts: {[file]: 'CONFIG_SMP=y\n'}});
});

test('a fragment that is none is refused by name', () => {
	expect(() => about('/nope')).toThrow('kernel.fragment is /nope, which does not exist.');
	expect(() => about(folder)).toThrow(`kernel.fragment is ${folder}, which is a folder, but must be a file.`);
	const binary = path.join(folder, 'binary');
	writeFileSync(binary, 'ELF\0\u0001');
	expect(() => about(binary)).toThrow(`kernel.fragment is ${binary}, which is not a text file.`);
});
