import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {writeNodeArchives} from '../../source/run/node-archives.ts';

test('archives lie there for nobody else to read, those of before are gone, and without any there is no folder', async () => {
	const home = mkdtempSync(path.join(tmpdir(), 'ramstrap-archives-'));
	onTestFinished(() => {
		rmSync(home, {recursive: true});
	});
	const folder = path.join(home, 'nodes');
	await writeNodeArchives(folder, {'/mac/one.cpio': Buffer.from('1'), '/mac/two.cpio': Buffer.from('2')});
	const places = await writeNodeArchives(folder, {'/mac/two.cpio': Buffer.from('two')});
	expect(places).toEqual({'/mac/two.cpio': path.join(folder, 'two.cpio')});
	expect(readFileSync(places['/mac/two.cpio']!, 'utf8')).toBe('two');
	expect(statSync(places['/mac/two.cpio']!).mode.toString(8)).toBe('100600');
	expect(readdirSync(folder)).toEqual(['two.cpio']);
	expect(await writeNodeArchives(folder, {})).toEqual({});
	expect(existsSync(folder)).toBe(false);
});
