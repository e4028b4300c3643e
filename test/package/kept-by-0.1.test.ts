import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {readJournal} from '../../source/deploy/journal.ts';
import {undo} from '../../source/deploy/undo.ts';
import {draftStore} from '../../source/draft-store.ts';
import {loadRecipe} from '../../source/host/recipe-files.ts';
import {readPublished} from '../../source/publish/read.ts';
import {knownBoot} from '../../source/rehearse/known-boot.ts';
import {knownSizes} from '../../source/run/built/known-sizes.ts';
import {readHistory} from '../../source/serve/history.ts';
import {furnish, machineIn} from '../deploy/fixture.ts';

// What ramstrap 0.1 has left on a machine: files as it wrote them, not made anew when what is written changes. Every later
// version reads them.

let folder: string;
const below = (...names: string[]) => path.join(folder, ...names);
const kitchen = async () => loadRecipe('kitchen', {bundledFolder: 'recipes', savedFolder: below('recipes')});
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-kept-'));
	cpSync('test/package/kept-by-0.1', folder, {recursive: true});
	cpSync(below('deployed'), below('var/lib/ramstrap/deployed'), {recursive: true});
});
afterEach(() => {
	rmSync(folder, {recursive: true});
});

test('recipes, with the machines that were adopted, and answers that were not saved', async () => {
	expect(await kitchen()).toMatchObject({name: 'kitchen', strategy: 'busybox-initramfs', nodes: [{mac: '52:54:00:00:00:01', name: 'stove'}]});
	expect(draftStore(folder).read()).toMatchObject({kitchen: {name: 'attic', node: {password: '$6$salt$hash'}}});
});

test('what was built and how it booted', async () => {
	// As it was before a machine was adopted.
	const recipe = {...await kitchen(), nodes: []};
	const sizes = knownSizes(below('work/kitchen'), recipe);
	expect(sizes).toMatchObject({kernel: 8_247_232});
	expect(knownBoot(below('work/kitchen'), recipe, sizes)).toMatchObject({firmware: 'bios', up: expect.any(Number) as number});
});

test('what was published, and which machine booted it', async () => {
	const published = await readPublished(below('published'), 'kitchen');
	expect(published).toMatchObject({name: 'kitchen', state: {current: 'eb29454920ca'}});
	expect(published!.versions.get('eb29454920ca')).toMatchObject({files: [{name: 'vmlinuz'}, {name: 'initrd'}]});
	expect(readHistory(below('published'), 'kitchen')).toMatchObject({'52:54:00:00:00:01': {version: 'kitchen/eb29454920ca', reached: 'up'}});
});

test('what was deployed: all of it can be undone', async () => {
	furnish(folder);
	const journal = await readJournal('kitchen', folder);
	expect(new Set(journal!.entries.map(({change}) => change.kind))).toEqual(new Set(['package', 'folder', 'command', 'copy', 'version', 'file', 'opening', 'unit']));
	await undo(journal!, machineIn(folder));
	expect(await readJournal('kitchen', folder)).toBeUndefined();
});

test('what a newer version wrote is named, with how to go on', async () => {
	const file = below('published/kitchen/state.json');
	writeFileSync(file, readFileSync(file, 'utf8').replace('{', '{"canary": true,'));
	await expect(readPublished(below('published'), 'kitchen')).rejects.toMatchObject({
		message: `${file} is damaged, or a newer ramstrap wrote it: "canary" in it is not what this one writes.`, exitCode: 3,
	});
	const deployed = below('var/lib/ramstrap/deployed/kitchen.json');
	writeFileSync(deployed, readFileSync(deployed, 'utf8').replace('"users": []', '"users": [], "group": "x"'));
	await expect(readJournal('kitchen', folder)).rejects.toMatchObject({
		message: `${deployed} is damaged, or a newer ramstrap wrote it: "entries.0.former.group" in it is not what this one writes.`,
		hints: ['if a newer ramstrap deployed kitchen, use that one', expect.any(String) as string],
	});
	const recipe = below('recipes/kitchen.yaml');
	writeFileSync(recipe, readFileSync(recipe, 'utf8').replace('version: 1', 'version: 2'));
	await expect(kitchen()).rejects.toThrow('version 2 is newer than the recipe format this ramstrap supports (1); update ramstrap.');
});
