import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {forgetBooted, isOnDisk, markBooted, onceFolder, readBootedOnce} from '../../source/publish/booted-once.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-once-'));
afterAll(() => {
	rmSync(folder, {recursive: true});
});

const [lamp, radio] = ['52:54:00:00:00:01', '52:54:00:00:00:02'];
const time = expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d.:]+Z$/) as string;

test('who has been up is written down, and forgotten when it is to boot again; many at once are all there', async () => {
	const once = path.join(folder, 'kitchen/once');
	expect(readBootedOnce(once)).toEqual({});
	await Promise.all([lamp, radio, lamp].map(async mac => markBooted(once, mac)));
	expect(readBootedOnce(once)).toEqual({[lamp]: time, [radio]: time});
	expect(await Promise.all([lamp, radio].map(async mac => forgetBooted(once, mac)))).toEqual([true, true]);
	expect(await forgetBooted(once, lamp)).toBe(false);
	expect(readBootedOnce(once)).toEqual({});
	expect(await forgetBooted(path.join(folder, 'nowhere/once'), lamp)).toBe(false);
});

test('other files are no machines', () => {
	const once = path.join(folder, 'strange');
	mkdirSync(once);
	writeFileSync(path.join(once, 'note'), '');
	writeFileSync(path.join(once, '52-54-00-00-00-*'), '');
	expect(readBootedOnce(once)).toEqual({});
	expect(readBootedOnce(undefined)).toEqual({});
});

test('where it cannot be read nobody is installed twice', () => {
	const once = path.join(folder, 'circle');
	symlinkSync(once, once);
	expect(readBootedOnce(once)).toBe('unknown');
	expect(isOnDisk({boot: 'once'}, lamp, 'unknown')).toBe(true);
	expect(isOnDisk({boot: 'always'}, lamp, 'unknown')).toBe(false);
});

test('always, once and never', () => {
	const booted = {[lamp]: '2026-11-30T10:00:00.000Z'};
	expect([undefined, 'always', 'once', 'never'].map(boot => [lamp, radio].map(mac => isOnDisk({boot: boot as 'once'}, mac, booted)))).toEqual([
		[false, false], [false, false], [true, false], [true, true],
	]);
	expect(onceFolder([{boot: 'never'}, {}], '/srv/rambox')).toEqual({});
	expect(onceFolder([{}, {boot: 'once'}], '/srv/rambox')).toEqual({once: '/srv/rambox/once'});
});
