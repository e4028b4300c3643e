import {existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {changesIn, isBundled, saveRecipe} from '../../source/commands/save-recipe.ts';
import type {Context} from '../../source/context.ts';
import {loadRecipe} from '../../source/host/recipe-files.ts';
import type {Recipe} from '../../source/recipe/schema.ts';

const text = `# Mine, by hand.
version: 1
name: kitchen
strategy: busybox-initramfs
root: squashfs
tree: {from: directory, path: ../roots/kitchen}   # grown over years
node:
  memory: 2048  # the old PC
  keys: [~/.ssh/id.pub]
`;

let folder: string;
let context: Context;
const file = (name: string) => path.join(folder, 'recipes', `${name}.yaml`);
const written = (name: string) => readFileSync(file(name), 'utf8');

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-save-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	mkdirSync(path.join(folder, 'recipes'));
	writeFileSync(file('kitchen'), text);
	context = {folders: {recipes: path.join(folder, 'recipes')}, recipes: {savedFolder: path.join(folder, 'recipes'), bundledFolder: path.resolve('recipes')}} as Partial<Context> as Context;
});

/** As the wizard has it: its paths are absolute. */
const listed = async (name: string): Promise<Recipe> => loadRecipe(name, context.recipes);

const saved = (recipe: Recipe) => ({name: recipe.name, where: 'saved' as const, recipe});

test('a recipe written by hand keeps its comments, ~, relative paths and order: one answer, one line', async () => {
	const recipe = await listed('kitchen');
	expect(recipe.tree.path).toBe(path.join(folder, 'roots/kitchen'));
	const changed = {...recipe, node: {...recipe.node, memory: 4096}};
	expect(changesIn(changed, saved(recipe), context)).toBe([
		' tree: {from: directory, path: ../roots/kitchen}   # grown over years', ' node:',
		'-  memory: 2048  # the old PC', '+  memory: 4096 # the old PC', '   keys: [~/.ssh/id.pub]',
	].join('\n'));
	expect(await saveRecipe(changed, saved(recipe), context)).toEqual({path: file('kitchen'), recipe: changed});
	expect(written('kitchen')).toBe(text.replace('2048  #', '4096 #'));
	expect(existsSync(`${file('kitchen')}.old`)).toBe(false);
	expect(await listed('kitchen')).toEqual(changed);
});

test('it can be saved again at once, with paths as they were typed', async () => {
	const recipe = await listed('kitchen');
	const typed = {...recipe, node: {...recipe.node, keys: ['~/other.pub', 'near.pub']}};
	const first = await saveRecipe(typed, saved(recipe), context);
	expect(written('kitchen')).toContain('keys: [~/other.pub, near.pub]');
	await saveRecipe({...first.recipe, root: 'tmpfs'}, saved(first.recipe), context);
	expect(written('kitchen')).toContain('root: tmpfs');
	expect(written('kitchen')).toContain('keys: [~/other.pub, near.pub]');
});

test('a link stays a link, and what it leads to is written', async () => {
	const place = path.join(folder, 'dotfiles.yaml');
	writeFileSync(place, text.replace('kitchen', 'linked'));
	symlinkSync(place, file('linked'));
	const recipe = await listed('linked');
	await saveRecipe({...recipe, root: 'tmpfs'}, saved(recipe), context);
	expect(lstatSync(file('linked')).isSymbolicLink()).toBe(true);
	expect(readFileSync(place, 'utf8')).toBe(text.replace('kitchen', 'linked').replace('squashfs', 'tmpfs'));
});

test('a bundled one is one however it is named: by its path, by a link, or where the program has it in itself', () => {
	const link = path.join(context.folders.recipes, '..', 'link.yaml');
	symlinkSync(path.resolve('recipes/rambox.yaml'), link);
	for (const named of ['recipes/rambox.yaml', link]) {
		expect(isBundled({path: named, text: ''}, context)).toBe(true);
	}

	expect(isBundled({path: path.join(context.folders.recipes, 'rambox.yaml'), text: ''}, context)).toBe(false);
	const inside = {...context, recipes: {...context.recipes, bundledFolder: '/nowhere/recipes'}};
	expect(isBundled({path: '/nowhere/recipes/rambox.yaml', text: ''}, inside)).toBe(true);
});

test('under another name it is another file with the same comments', async () => {
	const recipe = await listed('kitchen');
	await saveRecipe({...recipe, name: 'pantry'}, saved(recipe), context);
	expect(written('pantry')).toBe(text.replace('name: kitchen', 'name: pantry'));
	expect(written('kitchen')).toBe(text);
});

test('a new one and one that was bundled explain each field', async () => {
	const recipe = await listed('rambox');
	const bundled = {name: 'rambox', where: 'bundled' as const, recipe};
	await saveRecipe({...recipe, name: 'my-rambox'}, bundled, context);
	expect(written('my-rambox')).toContain('# A ramstrap recipe.');
	expect(changesIn(recipe, bundled, context)).toBe('');
	expect(await listed('my-rambox')).toEqual({...recipe, name: 'my-rambox'});
});

test('what cannot be written into the text is written as a whole, and says the same', async () => {
	const aliased = text.replace('memory: 2048', 'hostname: &h kitchen').replace('# Mine, by hand.', '# Mine.').replace('node:', 'nodes: [{mac: 52:54:00:00:00:01, name: *h}]\nnode:').replace(/^nodes.*\n/m, '') + 'nodes: [{mac: 52:54:00:00:00:01, name: *h}]\n';
	writeFileSync(file('kitchen'), aliased);
	const recipe = await listed('kitchen');
	// The alias would follow.
	const changed = {...recipe, node: {...recipe.node, hostname: 'other'}};
	await saveRecipe(changed, saved(recipe), context);
	expect(await listed('kitchen')).toEqual(changed);
	expect(readFileSync(`${file('kitchen')}.old`, 'utf8')).toBe(aliased);
});

test('what another program wrote meanwhile is not written over', async () => {
	const recipe = await listed('kitchen');
	const changed = {...recipe, root: 'tmpfs' as const};
	const other = text.replace('2048', '512');
	writeFileSync(file('kitchen'), other);
	await expect(saveRecipe(changed, saved(recipe), context)).rejects.toThrow('was changed by another program since it was opened here; nothing was saved.');
	expect(written('kitchen')).toBe(other);
	await expect(saveRecipe({...recipe, name: 'kitchen'}, undefined, context)).rejects.toThrow('kitchen is already the name of a saved recipe; nothing was saved.');
	expect(written('kitchen')).toBe(other);
	// A comment is no change of what it says.
	writeFileSync(file('kitchen'), `${text}# later\n`);
	await saveRecipe(changed, saved(recipe), context);
	expect(written('kitchen')).toBe(`${text.replace('squashfs', 'tmpfs')}# later\n`);
});
