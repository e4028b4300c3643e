import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {bootedNow, forgetBooted, isOnDisk, markBooted, onceFile, readBootedOnce} from '../../source/publish/booted-once.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-once-'));
afterAll(() => {
	rmSync(folder, {recursive: true});
});

const [lamp, radio] = ['52:54:00:00:00:01', '52:54:00:00:00:02'];

test('who has been up is written down once, and forgotten when it is to boot again', async () => {
	const file = path.join(folder, 'once.json');
	expect(bootedNow(file)).toEqual({});
	await markBooted(file, lamp, new Date('2026-11-30T10:00:00Z'));
	await markBooted(file, lamp, new Date('2026-11-30T11:00:00Z'));
	await markBooted(file, radio, new Date('2026-11-30T12:00:00Z'));
	expect(await readBootedOnce(file)).toEqual({[lamp]: '2026-11-30T10:00:00.000Z', [radio]: '2026-11-30T12:00:00.000Z'});
	expect(await forgetBooted(file, lamp)).toBe(true);
	expect(await forgetBooted(file, lamp)).toBe(false);
	expect(bootedNow(file)).toEqual({[radio]: '2026-11-30T12:00:00.000Z'});
	expect(await forgetBooted(path.join(folder, 'none.json'), lamp)).toBe(false);
});

test.each(['', '{', '[]', '{"52:54:00:00:00:01": true}', '{"kitchen": "2026-11-30T10:00:00.000Z"}'])('a damaged file (%s) says so, is kept, and lets nobody be installed twice', async text => {
	const file = path.join(folder, 'damaged.json');
	writeFileSync(file, text);
	await expect(markBooted(file, lamp)).rejects.toThrow(`${file} is damaged`);
	expect(readFileSync(file, 'utf8')).toBe(text);
	expect(bootedNow(file)).toBe('unknown');
	expect(isOnDisk({boot: 'once'}, lamp, bootedNow(file))).toBe(true);
});

test('always, once and never', () => {
	const booted = {[lamp]: '2026-11-30T10:00:00.000Z'};
	expect([undefined, 'always', 'once', 'never'].map(boot => [lamp, radio].map(mac => isOnDisk({boot: boot as 'once'}, mac, booted)))).toEqual([
		[false, false], [false, false], [true, false], [true, true],
	]);
	expect(onceFile([{boot: 'never'}, {}], '/srv/rambox')).toEqual({});
	expect(onceFile([{}, {boot: 'once'}], '/srv/rambox')).toEqual({once: '/srv/rambox/once.json'});
});
