import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, describe, expect, test} from 'vitest';
import type {Model} from '../../../source/kernel/kconfig/solve/cells.ts';
import {modelOf} from '../../../source/kernel/kconfig/solve/links.ts';
import {solve, type Mode} from '../../../source/kernel/kconfig/solve/solve.ts';
import {loadTree} from '../../../source/run/kconfig-tree.ts';
import {treeOf} from './tree-of.ts';

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
			await expect(load()).rejects.toThrow(/depends on itself|which is not in this tree/);
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

/** In one file, without commands. `.config` lines in, `.config` lines out. */
function solved(kconfig: string, version: string, input: string): string {
	const text = solve(modelOf({...treeOf(kconfig), version}), 'olddefconfig', input);
	return text.split('\n').filter(line => line.includes('CONFIG_')).join('\n');
}

describe('what conf does, and no small tree above shows', () => {
	const modules = 'config MODULES\n\tbool "modules"\n\tmodules\n\tdefault y\n';

	test('before 6.11 a member that asks for the one before it, and depends on all that one does, leaves the choice', () => {
		const choice = 'config X\n\tbool "x"\nchoice\n\tprompt "one"\nconfig A\n\tbool "a"\nconfig B\n\tbool "b"\n\tdepends on A || X\nendchoice\n';
		expect(solved(choice, '6.1', 'CONFIG_B=y\n')).toBe('# CONFIG_X is not set\nCONFIG_A=y\nCONFIG_B=y');
	});

	test.each([
		'depends on n && B', 'depends on B\n\tdepends on n', 'depends on !(y || B)', 'default y if B && n',
	])('from 6.11 on, a condition that can never hold is no dependency: %s', condition => {
		const tree = `config A\n\tbool "a"\n\t${condition}\nconfig B\n\tbool "b"\n\tdepends on !A\n`;
		expect(solved(tree, '6.12', '')).toContain('# CONFIG_B is not set');
		expect(() => solved(tree, '6.1', '')).toThrow('depends on itself: A → B → A');
	});

	test.each(['6.1', '6.12'])('%s: MODULES is an option like others where it does not say that it is that one', version => {
		expect(solved('config MODULES\n\tdef_bool y\nconfig A\n\ttristate "a"\n', version, 'CONFIG_A=m\n')).toBe('CONFIG_MODULES=y\nCONFIG_A=y');
	});

	test('before 6.11 a choice is not typed by members in an if', () => {
		expect(solved('choice\n\tprompt "one"\nif y\nconfig A\n\tbool "a"\nendif\nendchoice\n', '6.1', 'CONFIG_A=y\n')).toBe('');
	});

	test.each(['6.1', '6.12'])('%s: a number selected as a module can be changed', version => {
		const tree = `${modules}config A\n\ttristate "a"\n\tselect N\nconfig N\n\thex "n"\n`;
		const model = modelOf({...treeOf(tree), version});
		expect(solve(model, 'savedefconfig', 'CONFIG_A=m\nCONFIG_N=0x5\n')).toBe('CONFIG_A=m\nCONFIG_N=0x5\n');
	});

	test('a title begins with its first letter', () => {
		expect(solve(modelOf(treeOf('menu "  m"\nconfig A\n\tbool "a"\nendmenu\n')), 'olddefconfig', '')).toContain('\n# m\n');
	});
});
