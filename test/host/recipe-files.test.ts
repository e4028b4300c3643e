import {readdirSync} from 'node:fs';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {UserError} from '../../source/errors.ts';
import {listRecipes, loadRecipe, readRecipeFile, type RecipeFolders} from '../../source/host/recipe-files.ts';
import {listText} from '../../source/recipe/problem.ts';
import {recipeWith} from '../recipe/recipe.ts';

const bundledFolder = new URL('../../recipes', import.meta.url).pathname;
const bundled = readdirSync(bundledFolder).map(file => path.basename(file, '.yaml'));

let folder: string;
let folders: RecipeFolders;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'ramstrap-recipes-'));
	folders = {bundledFolder, savedFolder: path.join(folder, 'saved')};
	await mkdir(folders.savedFolder);
	await writeFile(path.join(folders.savedFolder, 'bench.yaml'), 'version: 1\nname: bench\nstrategy: busybox-initramfs\n');
	await writeFile(path.join(folders.savedFolder, 'broken.yaml'), 'version: 1\nnmae: broken\nstrategy: busybox-initramfs\n');
	await writeFile(path.join(folder, 'large.yaml'), Buffer.alloc(3 * 1024 * 1024));
});
afterAll(async () => rm(folder, {recursive: true}));

describe('loadRecipe', () => {
	test('finds bundled and saved ones by name, and any by path', async () => {
		expect(await loadRecipe('rambox', folders)).toEqual(recipeWith({node: {hostname: 'rambox'}}));
		expect(await loadRecipe('bench', folders)).toEqual(recipeWith({name: 'bench'}));
		expect(await loadRecipe(path.join(folders.savedFolder, 'bench.yaml'), {...folders, set: ['node.memory=128']})).toEqual(recipeWith({name: 'bench', node: {memory: 128}}));
	});

	test('a saved one hides the bundled one of the same name', async () => {
		const file = path.join(folders.savedFolder, 'rambox.yaml');
		await writeFile(file, 'version: 1\nname: rambox\nstrategy: busybox-initramfs\ncompression: xz\n');
		expect((await loadRecipe('rambox', folders)).compression).toBe('xz');
		expect((await listRecipes(folders)).filter(({name}) => name === 'rambox')).toMatchObject([{where: 'saved'}]);
		await rm(file);
	});

	test('a text in UTF-16 is named as such', async () => {
		const file = path.join(folder, 'windows.yaml');
		await writeFile(file, '\uFEFFversion: 1\nname: bench\n', 'utf16le');
		await expect(loadRecipe(file, folders)).rejects.toMatchObject({message: `${file} is not UTF-8 text; it may be UTF-16, as some editors of Windows save it.`, hints: ['save it as UTF-8']});
	});

	test.each([
		['ramboxx', 'No recipe has the name ramboxx; did you mean rambox?'],
		['something', `No recipe has the name something; there are ${listText([...bundled, 'bench', 'broken'].toSorted(), 'and')}.`],
		['./nope.yaml', './nope.yaml does not exist.'],
		['nope.yaml', 'nope.yaml does not exist.'],
		['/etc/passwd/x', '/etc/passwd/x does not exist: a part of its path is a file.'],
		['/etc/', '/etc/ is a folder, but must be a file.'],
	])('%s', async (name, sentence) => {
		await expect(loadRecipe(name, folders)).rejects.toMatchObject({message: sentence, exitCode: 2});
	});

	test('does not read a disk image to find that it is no recipe', async () => {
		const file = path.join(folder, 'large.yaml');
		await expect(loadRecipe(file, folders)).rejects.toEqual(new UserError(`${file} is larger than 1 MiB, so it is probably the wrong file.`));
	});

	test('those that lie in the program are read there, and have the path that a package gives them', async () => {
		const inside = {...folders, bundledFolder: '/nowhere/recipes', bundled: {rambox: 'version: 1\nname: rambox\nstrategy: busybox-initramfs\n'}};
		expect((await loadRecipe('rambox', inside)).name).toBe('rambox');
		expect(await readRecipeFile('rambox', inside)).toMatchObject({path: '/nowhere/recipes/rambox.yaml'});
		expect((await listRecipes(inside)).filter(({where}) => where === 'bundled').map(({name}) => name)).toEqual(['rambox']);
		await expect(loadRecipe('rescue', inside)).rejects.toThrow('No recipe has the name rescue');
	});

	test('without any recipe it says so', async () => {
		await expect(loadRecipe('x', {bundledFolder: '/nowhere', savedFolder: '/nowhere'})).rejects.toThrow('No recipe has the name x; there are no recipes.');
	});
});

test('listRecipes gives each with its content or its problem', async () => {
	const file = path.join(folders.savedFolder, 'broken.yaml');
	const listed = await listRecipes(folders);
	expect(listed.map(({name}) => name)).toEqual([...bundled, 'bench', 'broken'].toSorted());
	expect(listed.filter(({name, where}) => where === 'saved' || name.startsWith('rambox'))).toEqual([
		{name: 'bench', where: 'saved', path: path.join(folders.savedFolder, 'bench.yaml'), recipe: recipeWith({name: 'bench'}), title: 'BusyBox in RAM'},
		{name: 'broken', where: 'saved', path: file, problem: `${file}:2: nmae is not a field of a recipe; did you mean name?`},
		{name: 'rambox', where: 'bundled', path: path.join(folders.bundledFolder, 'rambox.yaml'), recipe: recipeWith({node: {hostname: 'rambox'}}), title: 'a shell and 260 tools in RAM, for any PC'},
		expect.objectContaining({name: 'rambox-tiny', where: 'bundled'}),
	]);
});

test('a relative path in a recipe starts at the recipe, wherever ramstrap is started', async () => {
	const file = path.join(folder, 'own.yaml');
	await writeFile(file, 'version: 1\nname: own\nstrategy: busybox-initramfs\nkernel: {from: build, source: {path: ../linux}, fragment: my.config}\n');
	const {kernel} = await loadRecipe(file, folders);
	expect(kernel.source).toEqual({path: path.join(folder, '../linux')});
	expect(kernel.fragment).toBe(path.join(folder, 'my.config'));
	const typed = await loadRecipe(file, {...folders, set: ['kernel.fragment=other.config', 'kernel.options={SMP: y}']});
	expect(typed.kernel.fragment).toBe(path.resolve('other.config'));
	expect(typed.kernel.source).toEqual(kernel.source);
	expect((await loadRecipe(file, {...folders, set: ['kernel.source={path: here}']})).kernel.source).toEqual({path: path.resolve('here')});
});
