import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
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

test('two wizards at once keep what each of them was answered', () => {
	const place = folder();
	const [one, other] = [draftStore(place), draftStore(place)];
	expect([one.read(), other.read()]).toEqual([{}, {}]);
	one.keep({attic: recipeNamed('attic')});
	other.keep({});
	other.keep({loft: recipeNamed('loft')});
	other.keep({});
	expect(draftStore(place).read()).toEqual({attic: recipeNamed('attic')});
	one.keep({});
	expect(draftStore(place).read()).toEqual({});
});

test('what is no recipe for this version stays for the next one', () => {
	const place = folder();
	mkdirSync(place);
	writeFileSync(path.join(place, 'unsaved.json'), '{"old": {"version": 9}}');
	const store = draftStore(place);
	store.read();
	store.keep({attic: recipeNamed('attic')});
	store.keep({});
	expect(readFileSync(path.join(place, 'unsaved.json'), 'utf8')).toContain('"version": 9');
});
