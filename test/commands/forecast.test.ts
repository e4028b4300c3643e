import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Flags} from '../../source/arguments.ts';
import type {Context} from '../../source/commands/context.ts';
import {forecast} from '../../source/commands/forecast.ts';
import {rememberBoot} from '../../source/commands/known-boot.ts';
import {rememberBuilt} from '../../source/commands/known-sizes.ts';
import {loadRecipe} from '../../source/host/recipe-files.ts';
import {foldersFrom} from '../../source/paths.ts';

let home: string;
let said: string[];
let context: Context;
beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'ramstrap-forecast-'));
	said = [];
	const folders = foldersFrom({RAMSTRAP_HOME: home});
	context = {
		folders, recipes: {bundledFolder: path.resolve('recipes'), savedFolder: folders.recipes}, terminal: false, ask: undefined, signal: new AbortController().signal, self: ['false'],
		out(line) {
			said.push(line);
		},
		quietly: async work => work(),
	};
});
afterEach(() => {
	rmSync(home, {recursive: true});
});

const sizes = {kernel: 8, compressed: 7, unpacked: 6, image: 0, root: 0, laidOut: 64};

/** 10 MB after 5 s, 50 MB after 15 s, up after 30 s; in all, so many bytes more. */
async function rehearse(name: string, more = 0): Promise<void> {
	const recipe = await loadRecipe(name, {...context.recipes, set: []});
	const folder = path.join(context.folders.work, name);
	mkdirSync(folder, {recursive: true});
	rememberBuilt(folder, recipe, {sizes, warnings: []});
	rememberBoot(folder, {recipe, sizes, accelerator: 'tcg', nodes: [{
		mac: '52:54:00:00:00:01', firmware: 'bios', up: true, seconds: 30, milestones: {}, console: '/c',
		wire: {fetches: [{began: 5, seconds: 0.2, bytes: 10e6}, {began: 15, seconds: 1, bytes: 50e6}], bytes: 60e6 + more},
	}]});
}

const show = async (name: string, flags: Flags = {}) => {
	expect(await forecast(name, context, flags)).toBe(0);
	return said.join('\n');
};

test('says when the last node is up, what one alone takes, and what more link would help', async () => {
	await rehearse('debian-ram');
	expect(await show('debian-ram', {nodes: '100'})).toBe([
		'Forecast for debian-ram: 100 nodes switched on at once, the server\'s link 1 Gbit/s, theirs 1 Gbit/s',
		'By its last rehearsal: BIOS, QEMU without KVM, which computes several times slower than a real machine.',
		'',
		'  each fetches  60.0 MB',
		'  first up      79.8 s',
		'  median        79.8 s',
		'  last up       79.8 s; one alone: 30.0 s',
		'  the link      full for 51.0 s; with ten times as much the last is up after 33.9 s',
	].join('\n'));
});

test('for programs the same as numbers', async () => {
	await rehearse('debian-ram');
	expect(JSON.parse(await show('debian-ram', {nodes: '1', link: '10G', spread: '0', json: true}))).toEqual({
		event: 'result', ok: true, nodes: 1, link: 10e9, spread: 0, firmware: 'bios', accelerator: 'tcg', first: 30, median: 30, last: 30, busy: 0, bytes: 60e6,
	});
});

test('what came by another protocol is a root over NFS, where the recipe has one', async () => {
	await rehearse('nfs-shared', 100e6);
	expect(await show('nfs-shared', {nodes: '1'})).toContain('each fetches  160.0 MB');
	said = [];
	await rehearse('debian-ram', 30e6);
	expect(await show('debian-ram', {nodes: '1'})).toContain('each fetches  60.0 MB');
});

test('without a rehearsal of what is built now there is nothing to go by', async () => {
	const refusal = {message: 'debian-ram has not been rehearsed as it is now, so it is not known what a node fetches, and when.', hints: ['ramstrap rehearse debian-ram'], exitCode: 3};
	await expect(forecast('debian-ram', context, {})).rejects.toMatchObject(refusal);
	await rehearse('debian-ram');
	await expect(forecast('debian-ram', context, {set: ['compression=xz']})).rejects.toMatchObject(refusal);
	writeFileSync(path.join(context.folders.work, 'debian-ram/.boot.json'), '{"recipe": 1, "boot": {"up": -1}}');
	await expect(forecast('debian-ram', context, {})).rejects.toMatchObject(refusal);
});

test.each([
	[{link: 'fast'}, '--link fast: must be the speed of the server\'s network link, such as 100M, 1G, 2.5G or 10G.'],
	[{link: '0M'}, '--link 0M: must be'],
	[{link: '1000'}, '--link 1000: must be'],
	[{nodes: '0'}, '--nodes 0: must be a whole number from 1 to 100000.'],
	[{spread: '-1'}, '--spread -1: must be a whole number from 0 to 86400.'],
])('%j is refused', async (flags, message) => {
	await expect(forecast('debian-ram', context, flags)).rejects.toThrow(message);
});
