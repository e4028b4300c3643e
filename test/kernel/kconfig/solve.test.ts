import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, describe, expect, test} from 'vitest';
import type {Model} from '../../../source/kernel/kconfig/solve/cells.ts';
import {modelOf} from '../../../source/kernel/kconfig/solve/links.ts';
import {solve, type Mode} from '../../../source/kernel/kconfig/solve/solve.ts';
import {loadTree} from '../../../source/run/kconfig-tree.ts';

/**
Small trees, and what the kernel's own conf prints for them: `inputs` are `.config` files, `expected` is what came of each
mode, in Linux 6.1 and 6.12 alike where there is only one.
*/
const folder = 'test/kernel/kconfig/small-trees';
const cacheFolder = mkdtempSync(path.join(tmpdir(), 'ramstrap-kconfig-'));
afterAll(() => {
	rmSync(cacheFolder, {recursive: true});
});

const read = (tree: string, name: string): string | undefined => {
	const known = readdirSync(path.join(folder, tree));
	return known.includes(name) ? readFileSync(path.join(folder, tree, name), 'utf8') : undefined;
};

/** `=== LABEL` and the text below it. */
const blocksOf = (text: string): Array<[string, string]> => text.split(/^=== /m).slice(1).map(part => {
	const end = part.indexOf('\n');
	return [part.slice(0, end), part.slice(end + 1)];
});

const environmentOf = (tree: string): Record<string, string> => {
	const own = (read(tree, 'env') ?? '').split('\n').filter(Boolean).map(line => line.split(/=(.*)/s, 2) as [string, string]);
	return {PATH: process.env.PATH!, ...Object.fromEntries(own)};
};

const trees = ['6.1', '6.12'].flatMap(version => readdirSync(folder).flatMap(tree => {
	const expected = read(tree, 'expected') ?? read(tree, `expected-${version}`);
	return expected === undefined ? [] : [{version, tree, expected: new Map(blocksOf(expected))}];
}));

test('there are trees', () => {
	expect(trees.length).toBeGreaterThan(40);
});

describe.each(trees)('Linux $version: $tree', ({version, tree, expected}) => {
	const inputs = new Map(blocksOf(read(tree, 'inputs')!).map(([number, text]) => [number, text.replace(/\\ no newline\n$/, '')]));
	const load = async (): Promise<Model> => {
		const {kconfig} = await loadTree(path.join(folder, tree), {arch: 'x86_64', version, environment: environmentOf(tree), cacheFolder});
		return modelOf(kconfig);
	};

	test('each mode gives what conf gives', async () => {
		if (expected.values().every(text => text === 'ERROR\n')) {
			await expect(load()).rejects.toThrow(/depends on itself|which is not in the kernel source/);
			return;
		}

		const model = await load();
		for (const [label, text] of expected) {
			const [mode, number = ''] = label.split(' ', 2) as [Mode, string?];
			const input = mode === 'savedefconfig' ? expected.get(`olddefconfig ${number}`) : inputs.get(number);
			expect(solve(model, mode, input), label).toBe(text);
		}
	});
});
