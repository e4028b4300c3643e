import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {apply} from '../../source/deploy/apply.ts';
import {compare} from '../../source/deploy/compare.ts';
import {keyOf, readJournal, writeJournal} from '../../source/deploy/journal.ts';
import {journalFile} from '../../source/deploy/places.ts';
import type {Item} from '../../source/deploy/types.ts';
import {deploymentIn, furnish, machineIn} from './fixture.ts';

let root: string;
beforeEach(() => {
	root = mkdtempSync(path.join(tmpdir(), 'ramstrap-journal-'));
	furnish(root);
});
afterEach(() => {
	rmSync(root, {recursive: true});
});

test('a journal is read as it was written, every kind of change in it', async () => {
	const deployment = deploymentIn(path.join(root, 'sources'));
	await apply(deployment, undefined, machineIn(root));
	const journal = await readJournal(deployment.recipe, root);
	expect(journal).toEqual(JSON.parse(readFileSync(root + journalFile(deployment.recipe), 'utf8')));
	expect(journal!.entries.length).toBeGreaterThan(3);
});

test('no two changes have one key, and a command is the same one whatever its title', async () => {
	const deployment = deploymentIn(path.join(root, 'sources'));
	expect(new Set(deployment.changes.map(change => keyOf(change))).size).toBe(deployment.changes.length);
	await apply(deployment, undefined, machineIn(root));
	const changes = deployment.changes.map(change => change.kind === 'command' ? {...change, title: 'as another release words it'} : change);
	const items = await compare({...deployment, changes}, await readJournal(deployment.recipe, root), machineIn(root));
	expect(items.filter(({state}) => state !== 'same')).toEqual([]);
});

test('what was there before us, and was not touched yet, was not edited by anybody', async () => {
	const deployment = deploymentIn(path.join(root, 'sources'));
	const copy = deployment.changes.find(change => change.kind === 'copy')!;
	mkdirSync(path.dirname(root + copy.path), {recursive: true});
	writeFileSync(root + copy.path, 'somebody\'s');
	const wanted = {...deployment, changes: [copy]};
	const [{present}] = await compare(wanted, undefined, machineIn(root)) as [Item];
	const {recipe, interface: name, address} = deployment;
	await writeJournal({version: 1, recipe, interface: name, address, entries: [{change: copy, former: present, wrote: []}]}, root);
	const [item] = await compare(wanted, await readJournal(recipe, root), machineIn(root));
	expect(item).toMatchObject({state: 'new', byHand: false});
});

test('one that is damaged is named, and nothing of it is believed', async () => {
	mkdirSync(path.dirname(root + journalFile('rambox')), {recursive: true});
	writeFileSync(root + journalFile('rambox'), JSON.stringify({
		version: 1, recipe: 'rambox', interface: 'eth0', address: '192.168.1.1',
		entries: [{change: {kind: 'folder', path: 'etc'}, former: {kind: 'folder', exists: false}, wrote: []}],
	}));
	await expect(readJournal('rambox', root)).rejects.toMatchObject({message: expect.stringContaining('"entries.0.change.path"') as string, exitCode: 3});
});
