import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {Flags} from '../../source/arguments.ts';
import type {Context} from '../../source/context.ts';
import {forecast} from '../../source/commands/forecast.ts';
import {rememberBoot} from '../../source/rehearse/known-boot.ts';
import {rememberBuilt} from '../../source/run/built/known-sizes.ts';
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
		folders, recipes: {bundledFolder: path.resolve('recipes'), savedFolder: folders.recipes}, terminal: false, ask: undefined, signal: new AbortController().signal, self: ['false'], installed: () => 'for tests',
		out(line) {
			said.push(line);
		},
		quietly: async work => work(), interruptible: async () => undefined,
	};
});
afterEach(() => {
	rmSync(home, {recursive: true});
});

const sizes = {kernel: 8, compressed: 7, unpacked: 6, image: 0, root: 0, laidOut: 64};

/** 10 MB after 5 s, 50 MB after 15 s, up after 30 s; in all, so many bytes more. */
async function rehearse(name: string, more = 0, set: string[] = []): Promise<void> {
	const recipe = await loadRecipe(name, {...context.recipes, set});
	const folder = path.join(context.folders.work, name);
	mkdirSync(folder, {recursive: true});
	await rememberBuilt(folder, recipe, {sizes, warnings: []});
	await rememberBoot(folder, {recipe, sizes, accelerator: 'tcg', nodes: [{
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
		'debian-ram: 100 nodes switched on at once',
		'Network link of the server: 1 Gbit/s; of each node: 1 Gbit/s.',
		'',
		'  per node      60.0 MB',
		'  one alone     up after 30.0 s',
		'  all           up after 79.8 s',
		'  the link      is full for 51.0 s',
		'                with 10 Gbit/s the last is up after 33.9 s',
		'',
		'Measured in a rehearsal with BIOS, without KVM: a real machine is faster.',
		'The time before the firmware asks for an address is not included.',
	].join('\n'));
});

test('of nodes that are switched on one after the other the first is up first', async () => {
	await rehearse('debian-ram');
	const lines = (await show('debian-ram', {nodes: '300', spread: '7200', link: '100M'})).split('\n');
	expect(lines.filter(line => /^ {2}(?:first|median|last) /.test(line))).toHaveLength(3);
	expect(lines.every(line => line.length <= 80)).toBe(true);
});

test('more nodes than addresses: the rest is named, also for programs', async () => {
	await rehearse('debian-ram');
	const message = 'server.range has 100 addresses: 200 of 300 nodes at a time get no address.';
	expect((await show('debian-ram', {nodes: '300'})).split('\n').at(-1)).toBe(message);
	said = [];
	expect(JSON.parse((await show('debian-ram', {nodes: '300', json: true})).split('\n').at(-1)!)).toEqual({event: 'warning', message, code: 'range-too-small', level: 'warning'});
	said = [];
	await rehearse('debian-ram', 0, ['server.dhcp=proxy']);
	expect(await show('debian-ram', {nodes: '300', set: ['server.dhcp=proxy']})).not.toContain('server.range');
});

test('for programs the same as numbers', async () => {
	await rehearse('debian-ram');
	expect(JSON.parse(await show('debian-ram', {nodes: '1', link: '10G', spread: '0', json: true}))).toEqual({
		event: 'result', ok: true, nodes: 1, link: 10e9, spread: 0, firmware: 'bios', accelerator: 'tcg', first: 30, median: 30, last: 30, busy: 0, bytes: 60e6,
	});
});

test('what came by another protocol is a root over NFS, where the recipe has one', async () => {
	await rehearse('nfs-shared', 100e6);
	expect(await show('nfs-shared', {nodes: '1'})).toContain('per node      160 MB');
	said = [];
	await rehearse('debian-ram', 30e6);
	expect(await show('debian-ram', {nodes: '1'})).toContain('per node      60.0 MB');
});

test('without a rehearsal of what is built now there is nothing to go by', async () => {
	const refusal = (hint: string) => ({message: 'debian-ram has no rehearsal of one node since its last change, so '
		+ 'there are no measurements for a forecast.', hints: [hint], exitCode: 3});
	const plain = refusal('ramstrap rehearse debian-ram');
	await expect(forecast('debian-ram', context, {})).rejects.toMatchObject(plain);
	await rehearse('debian-ram');
	await expect(forecast('debian-ram', context, {set: ['compression=xz', 'node.words=[a, b]']})).rejects.toMatchObject(refusal('ramstrap rehearse debian-ram --set compression=xz --set \'node.words=[a, b]\''));
	for (const set of ['server.timeout=30', 'node.memory=4096']) {
		await expect(forecast('debian-ram', context, {set: [set]})).rejects.toMatchObject(refusal(`ramstrap rehearse debian-ram --set ${set}`));
	}

	writeFileSync(path.join(context.folders.work, 'debian-ram/.boot.json'), '{"recipe": 1, "boot": {"up": -1}}');
	await expect(forecast('debian-ram', context, {})).rejects.toMatchObject(plain);
});

test.each([
	[{link: 'fast'}, '--link fast: must be the speed of the server\'s network link in bits per second, such as 100M, '
	+ '1G, 2.5G or 10G.'],
	[{link: '0M'}, '--link 0M: must be'],
	[{link: '1000'}, '--link 1000: must be'],
	[{nodes: '0'}, '--nodes 0: must be a whole number from 1 to 100000.'],
	[{spread: '-1'}, '--spread -1: must be a whole number of seconds from 0 to 86400.'],
])('%j is refused', async (flags, message) => {
	await expect(forecast('debian-ram', context, flags)).rejects.toThrow(message);
});
