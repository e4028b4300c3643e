import {mkdtemp, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {readPreferences, writePreferences} from '../source/preferences.ts';

const temporaryFolder = async () => mkdtemp(path.join(tmpdir(), 'ramstrap-preferences-'));

test('are kept until they are said otherwise, for their owner only', async () => {
	const folder = await temporaryFolder();
	expect(readPreferences(folder)).toEqual({});
	writePreferences(folder, {lastRecipe: 'rambox'});
	writePreferences(folder, {});
	expect(readPreferences(folder)).toEqual({lastRecipe: 'rambox'});
	const {mode} = await stat(path.join(folder, 'preferences.json'));
	expect(mode % 0o1000).toBe(0o600);
});

test('start anew when the file is broken', async () => {
	const folder = await temporaryFolder();
	await writeFile(path.join(folder, 'preferences.json'), '{broken');
	expect(readPreferences(folder)).toEqual({});
});
