import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openSideFile} from '../../source/files/side-file.ts';

test('what is written beside the work is in the file when it is closed', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-side-file-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	const failures: string[] = [];
	const file = openSideFile(path.join(folder, 'log'), message => {
		failures.push(message);
	});
	file.write('one\n');
	file.write('two\n');
	await file.close();
	expect(readFileSync(path.join(folder, 'log'), 'utf8')).toBe('one\ntwo\n');
	expect(failures).toEqual([]);
});

test.each([['/dev/full', 'the disk is full'], ['/nothing/there', 'ENOENT']])('%s: one failure is told, and nothing is thrown', async (name, why) => {
	const failures: string[] = [];
	const file = openSideFile(name, message => {
		failures.push(message);
	});
	for (let count = 0; count < 3; count++) {
		file.write('a line\n');
		await new Promise(resolve => {
			setTimeout(resolve, 50);
		});
	}

	await file.close();
	expect(failures).toEqual([expect.stringContaining(why)]);
	expect(failures[0]).toContain(name);
});
