import {mkdirSync, readFileSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {useOf} from '../../source/commands/recipe-use.ts';
import {rememberBoot} from '../../source/rehearse/known-boot.ts';
import type {NodeResult} from '../../source/rehearse/types.ts';
import {agoText} from '../../source/report/ago.ts';
import {rememberBuilt} from '../../source/run/built/known-sizes.ts';
import {temporaryFolder} from '../journeys/program.ts';
import {recipeWith} from '../recipe/recipe.ts';

const sizes = {kernel: 8e6, compressed: 1e7, image: 0, unpacked: 2e7, root: 0};
const recipe = recipeWith({name: 'attic'});

test('says when a recipe was built, whether it is what it was then, how soon it was up, and that it is published', async () => {
	const folders = {work: temporaryFolder(), published: temporaryFolder()};
	const folder = path.join(folders.work, 'attic');
	expect(useOf(recipe, folders, 0)).toEqual({at: 0, text: '', isPublished: false});
	mkdirSync(folder);
	await rememberBuilt(folder, recipe, {sizes, warnings: []});
	const built = new Date('2026-11-29T10:00:00Z');
	utimesSync(path.join(folder, '.sizes.json'), built, built);
	const now = built.getTime() + (3 * 3_600_000);
	expect(useOf(recipe, folders, now)).toEqual({at: built.getTime(), text: 'built 3 h ago', isPublished: false});
	const node = {up: true, firmware: 'bios', seconds: 22.4, wire: {fetches: [], bytes: 1}} as unknown as NodeResult;
	await rememberBoot(folder, {recipe, sizes, accelerator: 'tcg', nodes: [node]});
	expect(useOf(recipe, folders, now).text).toBe('built 3 h ago, up in 22 s');
	// As a version before tree.tmpfs wrote it.
	const note = path.join(folder, '.sizes.json');
	writeFileSync(note, readFileSync(note, 'utf8').replace('"tmpfs":[],', ''));
	utimesSync(note, built, built);
	expect(useOf(recipe, folders, now).text).toBe('built 3 h ago, up in 22 s');
	const changed = recipeWith({name: 'attic', compression: 'xz'});
	expect(useOf(changed, folders, now).text).toBe('changed since its build 3 h ago');
	mkdirSync(path.join(folders.published, 'attic'));
	const use = useOf(recipe, folders, now);
	expect(use.text).toBe('built 3 h ago, up in 22 s, published');
	expect(use.at).toBeGreaterThan(0);
	expect(use.isPublished).toBe(true);
	const booted = {version: 'attic/0a1b2c', began: built.toISOString(), reached: 'up', seconds: 14};
	const nodes = {'52:54:00:00:00:01': booted, '52:54:00:00:00:02': booted, '52:54:00:00:00:03': {...booted, version: 'loft/1'}};
	writeFileSync(path.join(folders.published, 'attic/nodes.json'), JSON.stringify(nodes));
	expect(useOf(recipe, folders, now).text).toContain('published, booted by 2 machines');
});

test.each([[0, 'just now'], [59_000, 'just now'], [61_000, '1 min ago'], [3_599_000, '59 min ago'], [3_600_000, '1 h ago'], [47 * 3_600_000, '47 h ago'], [49 * 3_600_000, '2 days ago']])('%i ms: %s', (milliseconds, text) => {
	expect(agoText(milliseconds)).toBe(text);
});
