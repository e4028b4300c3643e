import {describe, expect, test} from 'vitest';
import {UserError} from '../../../source/errors.ts';
import type {Recipe} from '../../../source/recipe/schema.ts';
import {keys} from '../../terminal/keys.ts';
import {demoProps, recipeNamed} from '../demo-props.ts';
import {openWizard, toName} from '../open-wizard.ts';

/** The wizard, and what it has kept last. */
async function open(props: Parameters<typeof openWizard>[0] = {}) {
	const kept: Array<Readonly<Record<string, Recipe>>> = [];
	const opened = await openWizard({...props, props: {
		keepDrafts(drafts) {
			kept.push(drafts);
		},
		...props.props,
	}});
	return {...opened, kept: () => kept.at(-1) ?? {}};
}

describe('a new recipe', () => {
	test('is kept after every answer, saved by a key, and is one of the recipes then', async () => {
		const {tty, kept, outcome} = await open();
		await tty.until('► New recipe');
		expect(kept()).toEqual({});
		await toName(tty);
		expect(kept()).toEqual({'*new*': recipeNamed('my-rambox')});
		tty.type(`${keys.ctrl('u')}cellar\r`);
		await tty.until('Save as cellar');
		expect(kept()).toEqual({'*new*': recipeNamed('cellar')});
		tty.type('s');
		await tty.until('cellar is in ~/.config/ramstrap/recipes/cellar.yaml.');
		await tty.until('Build only');
		expect(tty.text()).not.toContain('not saved');
		expect(kept()).toEqual({});
		tty.type(keys.escape);
		await tty.until('► cellar');
		expect(tty.text()).toMatch(/► cellar +yours: saved just now/);
		tty.type('q');
		expect(await outcome).toEqual({do: 'quit'});
	});

	test('that was begun before is gone on with, or discarded', async () => {
		const {tty, kept} = await open({props: {drafts: {'*new*': {...recipeNamed('cellar'), compression: 'xz'}, gone: recipeNamed('gone')}}});
		await tty.until('► Continue: cellar');
		// A recipe that is not there today may be tomorrow.
		expect(Object.keys(kept()).toSorted()).toEqual(['*new*', 'gone']);
		tty.type('\r');
		await tty.until('► Go: save');
		expect(tty.rows()[0]).toContain('cellar');
		tty.type(keys.down.repeat(2));
		await tty.until('► Discard');
		tty.type('\r\r');
		await tty.until('► New recipe');
		expect(tty.text()).toContain('The new recipe is gone.');
		expect(Object.keys(kept())).toEqual(['gone']);
		tty.type('\r');
		await tty.until('► Run a whole Debian');
	});
});

test('what was saved is not undone: its name would be another recipe\'s', async () => {
	const {tty} = await open();
	tty.type(`${keys.down}\r`);
	await tty.until('► Go: build');
	tty.type('/time zone\r');
	await tty.until('change an answer');
	tty.type(`${keys.ctrl('u')}Europe/Rome\r`);
	await tty.until('changed, not saved');
	tty.type('s');
	await tty.until('my-rambox is in');
	expect(tty.rows().at(-1)).not.toContain('undo');
	tty.type('u');
	tty.type('m');
	await tty.until('Memory of nodes for my-rambox');
});

describe('a saved recipe that was changed', () => {
	const drafts = {attic: {...recipeNamed('attic'), compression: 'gzip' as const}};

	test('says so in the list, shows what changes in its file, and goes back to what was saved', async () => {
		const {tty, kept} = await open({props: {drafts}});
		await tty.until('► New recipe');
		expect(tty.text()).toMatch(/attic +yours: changed, not saved/);
		tty.type(`${keys.down.repeat(2)}\r`);
		await tty.until('► Go: save');
		expect(tty.text()).toMatch(/ {2}Save\n/);
		tty.type(`${keys.down.repeat(2)}\r`);
		await tty.until('What changes in the file of attic');
		expect(tty.text()).toContain('+memory: 512');
		tty.type(keys.escape);
		await tty.until('► Show what changes');
		tty.type(`${keys.down}\r`);
		await tty.until('► Discard the changes: Enter again to do so');
		tty.type('\r');
		await tty.until('attic is as it was saved.');
		await tty.until('Serve to your machines');
		expect(kept()).toEqual({});
	});

	test('is saved where it is, or the reason is told and nothing is lost', async () => {
		let isFull = true;
		const {tty, kept} = await open({props: {drafts, async save(recipe, former) {
			if (isFull) {
				throw new UserError('No room is left on the disk.', ['free some']);
			}

			return demoProps.save(recipe, former);
		}}});
		await tty.until('► New recipe');
		tty.type(`${keys.down.repeat(2)}\r`);
		await tty.until('► Go: save');
		tty.type(`${keys.down}\r`);
		await tty.until('! Not saved');
		expect(tty.text()).toContain('No room is left on the disk.');
		expect(kept()).toEqual(drafts);
		isFull = false;
		tty.type('s');
		await tty.until('attic is in ~/.config');
		expect(kept()).toEqual({});
	});

	test('is saved under its new name beside the old one', async () => {
		const {tty} = await open({props: {drafts: {attic: {...drafts.attic, name: 'loft'}}}});
		await tty.until('► New recipe');
		tty.type(`${keys.down.repeat(2)}\r`);
		await tty.until('Save as loft');
		tty.type('s');
		await tty.until('loft is in ~/.config/ramstrap/recipes/loft.yaml.');
		tty.type(keys.escape);
		await tty.until('yours: saved just now');
		expect(tty.text()).toMatch(/attic +yours: BusyBox in RAM, 256 MiB/);
	});
});
