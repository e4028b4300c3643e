import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {knownMachines} from '../../source/commands/known-machines.ts';
import {letBootAgain, machineOf, wake} from '../../source/commands/wake.ts';
import type {Context} from '../../source/context.ts';
import {wakeUpPacket} from '../../source/host/wake-up.ts';
import {markBooted, readBootedOnce} from '../../source/publish/booted-once.ts';

let folder: string;
let context: Context;

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-wake-'));
	const below = (name: string, text: string) => {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
	};

	const recipe = (name: string, nodes: string) => `version: 1\nname: ${name}\nstrategy: busybox-initramfs\nnodes: [${nodes}]\n`;
	below('recipes/flat.yaml', recipe('flat', '{mac: "52:54:00:00:00:01", name: kitchen}, {mac: "52:54:00:00:00:02"}, {mac: "52:54:01:*:*:*"}'));
	below('recipes/nodes/flat.yaml', '- {mac: "52:54:00:00:00:03", name: study}\n');
	below('recipes/office.yaml', recipe('office', '{mac: "52:54:00:00:00:04", name: desk}, {mac: "52:54:00:00:00:01", name: kitchen}'));
	below('recipes/broken.yaml', 'name: [');
	const booted = (hostname: string) => ({hostname, version: 'flat/0123456789ab', began: '2026-11-30T10:00:00.000Z', reached: 'up', seconds: 20});
	below('published/flat/nodes.json', JSON.stringify({'52:54:00:00:00:05': booted('attic'), '52:54:00:00:00:06': booted('desk'), '52:54:00:00:00:07': booted('attic')}));
	const folders = {recipes: path.join(folder, 'recipes'), published: path.join(folder, 'published')};
	context = {folders, recipes: {savedFolder: folders.recipes, bundledFolder: path.resolve('recipes')}} as Partial<Context> as Context;
});

afterAll(() => {
	rmSync(folder, {recursive: true});
});

test('six bytes of ones, then the address sixteen times', () => {
	expect(wakeUpPacket('52:54:00:12:34:56').toString('hex')).toBe(`ffffffffffff${'525400123456'.repeat(16)}`);
});

test('names come from recipes, whatever is wrong with others, and from what booted', async () => {
	const known = await knownMachines(context);
	// Of this machine itself something may be deployed.
	expect(known.filter(({recipe}) => ['flat', 'office'].includes(recipe)).map(({name, mac}) => `${name} ${mac}`).toSorted()).toEqual([
		'attic 52:54:00:00:00:05', 'attic 52:54:00:00:00:07', 'desk 52:54:00:00:00:04', 'desk 52:54:00:00:00:06', 'kitchen 52:54:00:00:00:01', 'study 52:54:00:00:00:03',
	]);
});

test.each([
	['kitchen', {name: 'kitchen', mac: '52:54:00:00:00:01'}],
	['study', {name: 'study', mac: '52:54:00:00:00:03'}],
	// A recipe goes before what another machine once said.
	['desk', {name: 'desk', mac: '52:54:00:00:00:04'}],
	['5254.0012.3456', {mac: '52:54:00:12:34:56'}],
	['01-52-54-00-12-34-56', {mac: '52:54:00:12:34:56'}],
])('%s is a machine', async (word, machine) => {
	expect(machineOf(word, await knownMachines(context))).toEqual(machine);
});

test.each([
	['attic', 'attic is the name of 2 machines: 52:54:00:00:00:05 and 52:54:00:00:00:07.', 'ramstrap wake 52:54:00:00:00:05'],
	['52:54:01:*:*:*', '52:54:01:*:*:* stands for several machines; a wake-up packet is for one.', undefined],
	['kitchn', 'kitchn is neither a MAC address nor the name of a known machine.', 'did you mean kitchen?'],
	['flat', 'flat is neither a MAC address nor the name of a known machine.', 'machines of the recipe flat: kitchen, study, attic and desk'],
	['ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff is neither a MAC address nor the name of a known machine.', 'ramstrap wake 52:54:00:12:34:56   needs no name'],
])('%s is told what it is', async (word, message, hint) => {
	const known = await knownMachines(context);
	const refused = expect.objectContaining({message, ...(hint !== undefined && {hints: expect.arrayContaining([hint]) as string[]})}) as Error;
	expect(() => machineOf(word, known)).toThrow(refused);
});

test.each([
	[[], {}, 'ramstrap wake needs a machine: its MAC address, or its name.'],
	[['52:54:00:12:34:56'], {interface: 'nowhere0'}, 'There is no network interface nowhere0.'],
])('%j %j: nothing is sent', async (words, flags, message) => {
	await expect(wake(words, context, flags)).rejects.toThrow(message);
});

test('each of several boots once more, whichever recipe knows of it; who has not been up is told so', async () => {
	const once = path.join(folder, 'published/flat/once');
	for (const mac of ['52:54:00:00:00:01', '52:54:00:00:00:03', '52:54:00:00:00:04']) {
		await markBooted(once, mac);
	}

	const machines = ['52:54:00:00:00:01', '52:54:00:00:00:03', '52:54:00:00:00:09'].map(mac => ({mac}));
	expect(await letBootAgain(machines, context)).toEqual([true, true, false]);
	expect(Object.keys(readBootedOnce(once))).toEqual(['52:54:00:00:00:04']);
});
