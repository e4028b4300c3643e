import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {makeLog} from '../../source/serve/log.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-serve-log-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
});

test('every line is in the file, those for a person are shown as well', () => {
	const file = path.join(folder, 'rambox/serve.log');
	const log = makeLog(file, message => {
		throw new Error(message);
	});
	log.write('{"path":"/vmlinuz"}', '192.168.24.100 GET /vmlinuz');
	log.write('nobody reads this', undefined);
	log.close();
	expect(readFileSync(file, 'utf8')).toMatch(/^\S+ \{"path":"\/vmlinuz"\}\n\S+ nobody reads this\n$/);
	expect(log.last()).toEqual([expect.stringMatching(/^\d\d:\d\d:\d\d {2}192\.168\.24\.100 GET \/vmlinuz$/)]);
});

test.each([
	['the disk is full', () => '/dev/full'],
	['its folder cannot be made', () => {
		writeFileSync(path.join(folder, 'file'), '');
		return path.join(folder, 'file/serve.log');
	}],
])('where %s, that is told once and the lines are shown all the same', (_, place) => {
	const file = place();
	const told: string[] = [];
	const log = makeLog(file, message => {
		told.push(message);
	});
	log.write('one', 'one');
	log.write('two', 'two');
	log.close();
	expect(told).toEqual([expect.stringContaining(`${file} cannot be written: `)]);
	expect(log.last()).toHaveLength(2);
});
