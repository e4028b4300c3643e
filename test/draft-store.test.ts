import {mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {draftStore} from '../source/draft-store.ts';
import {recipeNamed} from './wizard/demo-props.ts';

function folder(): string {
	const place = mkdtempSync(path.join(tmpdir(), 'ramstrap-drafts-'));
	onTestFinished(() => {
		rmSync(place, {recursive: true});
	});
	return path.join(place, 'recipes');
}

test('what is kept is there at the next start, for its owner only; without drafts nothing is left', () => {
	const place = folder();
	const drafts = {'*new*': recipeNamed('cellar'), 'a.b': {...recipeNamed('attic'), compression: 'xz' as const}};
	draftStore(place).keep(drafts);
	expect(statSync(path.join(place, 'unsaved.json')).mode % 0o1000).toBe(0o600);
	const next = draftStore(place);
	expect(next.read()).toEqual(drafts);
	expect(next.kept()).toEqual(drafts);
	next.keep({});
	expect(readdirSync(place)).toEqual([]);
	expect(draftStore(place).read()).toEqual({});
});

test.each(['{', '[]', '{"old": {"version": 1, "strategie": "none"}}'])('a file that is broken or old is as none: %s', text => {
	const place = folder();
	mkdirSync(place);
	writeFileSync(path.join(place, 'unsaved.json'), text);
	expect(draftStore(place).read()).toEqual({});
});

test('where nothing can be written the answers go on, and are not said to be kept', () => {
	const store = draftStore('/proc/nothing/recipes');
	expect(store.read()).toEqual({});
	store.keep({'*new*': recipeNamed('cellar')});
	expect(store.kept()).toEqual({});
	const place = folder();
	mkdirSync(place);
	mkdirSync(path.join(place, 'unsaved.json'));
	expect(() => {
		draftStore(place).keep({'*new*': recipeNamed('cellar')});
	}).not.toThrow();
});
