import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {adoptedFile, withAdopted} from '../../source/host/adopted-nodes.ts';
import {loadRecipe} from '../../source/host/recipe-files.ts';
import {adoptNode, freeNodeName} from '../../source/serve/adopt.ts';
import {recipeWith} from '../recipe/recipe.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-adopt-'));
});
afterEach(() => {
	rmSync(folder, {recursive: true});
});

const recipe = recipeWith({nodes: [{mac: '52:54:00:00:00:01', name: 'node-1'}]});
const file = () => adoptedFile(folder, recipe.name);
const write = (text: string) => {
	mkdirSync(path.dirname(file()), {recursive: true});
	writeFileSync(file(), text);
};

test('adopted machines are nodes of the recipe, with names that nobody has', async () => {
	expect(freeNodeName(recipe)).toBe('node-2');
	await adoptNode(file(), '52:54:00:00:00:02', 'node-2');
	expect(freeNodeName(await withAdopted(recipe, folder))).toBe('node-3');
	await adoptNode(file(), '52:54:00:00:00:03', 'node-3');
	expect((await withAdopted(recipe, folder)).nodes.map(({mac, name}) => [mac, name])).toEqual([['52:54:00:00:00:01', 'node-1'], ['52:54:00:00:00:02', 'node-2'], ['52:54:00:00:00:03', 'node-3']]);
	expect(readFileSync(file(), 'utf8')).toMatch(/^# Machines that were adopted/);
	const loaded = await loadRecipe('rambox', {bundledFolder: 'recipes', savedFolder: folder});
	expect(loaded.nodes).toHaveLength(2);
});

test.each(['7', 'true', 'null', '1e3', 'no', '0x10'])('a machine called %s is called that', async name => {
	await adoptNode(file(), '52:54:00:00:00:02', name);
	expect((await withAdopted(recipe, folder)).nodes.at(-1)).toMatchObject({name});
});

test('what somebody wrote there stays', async () => {
	write('# mine\n- {mac: "52:54:00:00:00:09", name: kitchen}');
	await adoptNode(file(), '52:54:00:00:00:02', 'node-2');
	expect(readFileSync(file(), 'utf8')).toBe('# mine\n- {mac: "52:54:00:00:00:09", name: kitchen}\n- {mac: "52:54:00:00:00:02", name: node-2}\n');
});

test('an address of digits alone is what stands there', async () => {
	write('- {mac: 005254000010}\n- {mac: 52540012e456}\n- {mac: 01-52-54-00-00-00-11}\n');
	expect((await withAdopted(recipe, folder)).nodes.map(({mac}) => mac)).toEqual(['52:54:00:00:00:01', '00:52:54:00:00:10', '52:54:00:12:e4:56', '52:54:00:00:00:11']);
});

test.each([
	['nodes: {}', 'must be a list of nodes, each starting with "- mac: …".'],
	['- {mac: "52:54:00:00:00:01"}', 'nodes[1].mac 52:54:00:00:00:01 is already used by nodes[0]'],
	['- {mac: kitchen}', 'nodes[1].mac'],
	['- [', 'nodes/rambox.yaml: '],
])('a file with %s is refused by its name', async (text, sentence) => {
	write(text);
	await expect(withAdopted(recipe, folder)).rejects.toThrow(sentence);
	await expect(withAdopted(recipe, folder)).rejects.toThrow(file());
});
