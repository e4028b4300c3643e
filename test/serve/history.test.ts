import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {newProgress} from '../../source/boots/milestones.ts';
import {parseNodeState} from '../../source/boots/node-state.ts';
import {keepHistory, readHistories, withBoots, type Booted} from '../../source/serve/history.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-history-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
});

const fail = (message: string) => {
	throw new Error(message);
};

const mac = '52:54:00:00:00:01';
const booted: Booted = {version: 'rambox/0123456789ab', began: '2026-11-26T10:00:00.000Z', reached: 'up', seconds: 12.3};

function keep(recipe: string, text: string): void {
	mkdirSync(path.join(folder, recipe));
	writeFileSync(path.join(folder, recipe, 'nodes.json'), text);
}

test('what all servers have seen', async () => {
	keep('rambox', JSON.stringify({'52:54:00:00:00:01': booted}));
	keep('other', JSON.stringify({'52:54:00:00:00:02': {...booted, hostname: 'desk'}}));
	expect(Object.keys(await readHistories(folder)).toSorted()).toEqual(['52:54:00:00:00:01', '52:54:00:00:00:02']);
});

test('why a machine failed', () => {
	const failure = 'hardware test failed: cpu: wrong result';
	const progress = {...newProgress(mac), milestones: {kernel: 4}, version: booted.version, failure};
	expect(withBoots({}, new Map([[mac, {progress, began: Date.parse(booted.began), heard: 0, bytes: 0, fetching: 0}]]))).toEqual({
		[mac]: {version: booted.version, began: booted.began, reached: 'kernel', seconds: 4, failure},
	});
});

test('what a machine has tested of its hardware', () => {
	const progress = {...newProgress(mac), milestones: {kernel: 4, up: 30}, version: booted.version, state: parseNodeState('test memory 980 MiB\ntest disks sda (OLD7)\n')};
	expect(withBoots({}, new Map([[mac, {progress, began: Date.parse(booted.began), heard: 0, bytes: 0, fetching: 0}]]))[mac]).toMatchObject({reached: 'up', tested: 'memory: 980 MiB; disks: sda (OLD7)'});
});

test('written down many times at once it is whole, and nobody is in another\'s way', async () => {
	keep('rambox', JSON.stringify({'52:54:00:00:00:01': booted}));
	const record = await keepHistory(folder, 'rambox', {boots: () => new Map(), onFailure: fail});
	await Promise.all(Array.from({length: 20}, async () => record.now()));
	expect(await readHistories(folder)).toEqual({'52:54:00:00:00:01': booted});
});

test('where it cannot be written down, serving does not fail for it: it is told once', async () => {
	writeFileSync(path.join(folder, 'rambox'), '');
	const told: string[] = [];
	const record = await keepHistory(folder, 'rambox', {
		boots: () => new Map(),
		onFailure(message) {
			told.push(message);
		},
	});
	await expect(record.now()).resolves.toBeUndefined();
	await expect(record.now()).resolves.toBeUndefined();
	expect(told).toEqual([expect.stringContaining(folder)]);
});

test.each([
	['cut short', '{"52:54'],
	['a list', '[]'],
	['a number in the place of a machine', '{"52:54:00:00:00:02": 5}'],
	['no time', JSON.stringify({'52:54:00:00:00:02': {...booted, began: 7}})],
	['a name that draws on the terminal', JSON.stringify({'52:54:00:00:00:02': {...booted, hostname: '\u001B]0;x\u0007'}})],
	['a machine that is none', JSON.stringify({'\u001B[2J': booted})],
])('one that is damaged (%s) takes nothing of the others along', async (_, text) => {
	keep('rambox', JSON.stringify({'52:54:00:00:00:01': booted}));
	keep('other', text);
	expect(await readHistories(folder)).toEqual({'52:54:00:00:00:01': booted});
});
