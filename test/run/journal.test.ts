import {mkdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {beforeEach, expect, test} from 'vitest';
import {stateOfStep, writeRecord} from '../../source/run/journal.ts';
import {temporaryFolder} from '../journeys/program.ts';

const changed = {is: 'stale', because: 'its files have changed since'};
let root: string;
let folder: string;

beforeEach(() => {
	root = temporaryFolder();
	folder = path.join(root, 'step');
	mkdirSync(path.join(folder, 'deep/deeper'), {recursive: true});
	mkdirSync(path.join(root, 'elsewhere'));
	writeFileSync(path.join(folder, 'deep/deeper/file'), 'a');
	symlinkSync('../../elsewhere', path.join(folder, 'deep/away'));
	writeRecord(folder, {fingerprint: 'print'});
});

test.each([
	['a file deep inside', 'step/deep/deeper/file'],
	['one that was not there', 'step/deep/deeper/other'],
])('%s that changes makes the step stale', (_, name) => {
	expect(stateOfStep(folder, 'print')).toEqual({is: 'cached'});
	writeFileSync(path.join(root, name), 'b');
	expect(stateOfStep(folder, 'print')).toEqual(changed);
});

test('what a symbolic link leads to is no part of the step', () => {
	writeFileSync(path.join(root, 'elsewhere/file'), 'c');
	expect(stateOfStep(folder, 'print')).toEqual({is: 'cached'});
	rmSync(path.join(folder, 'deep/away'));
	expect(stateOfStep(folder, 'print')).toEqual(changed);
});

test('of a bulky step only the named files are watched', () => {
	writeRecord(folder, {fingerprint: 'print'}, ['deep/deeper/file']);
	writeFileSync(path.join(folder, 'other'), 'd');
	expect(stateOfStep(folder, 'print', ['deep/deeper/file'])).toEqual({is: 'cached'});
	rmSync(path.join(folder, 'deep/deeper/file'));
	expect(stateOfStep(folder, 'print', ['deep/deeper/file'])).toEqual(changed);
});
