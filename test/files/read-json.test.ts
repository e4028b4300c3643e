import {chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import * as z from 'zod';
import {readJson, readJsonSync, readNote} from '../../source/files/read-json.ts';

let file: string;
beforeEach(() => {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-json-'));
	file = path.join(folder, 'note.json');
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
});

const schema = z.object({name: z.string(), seen: z.array(z.strictObject({bytes: z.number()})).optional()});
const mend = ['publish it again'];

test('a file gives what it holds; one that is not there gives nothing', async () => {
	expect(await readJson(file, schema, mend)).toBeUndefined();
	expect(readJsonSync(path.join(file, 'below'), schema, mend)).toBeUndefined();
	writeFileSync(file, '{"name": "rambox"}');
	expect(await readJson(file, schema, mend)).toEqual({name: 'rambox'});
	expect(readJsonSync(file, schema, mend)).toEqual({name: 'rambox'});
	expect(readNote(file, schema)).toEqual({name: 'rambox'});
});

test.each([
	['cut short', '{"name":', ' is damaged: its content is not what ramstrap wrote'],
	['of another kind', '[]', ' is damaged: its content is not what ramstrap wrote'],
	['with a value of another kind', '{"name": 7}', ' is damaged, or a newer ramstrap wrote it: "name"'],
	['with one deep inside', '{"name": "x", "seen": [{"bytes": 1}, {"bytes": "2"}]}', ' is damaged, or a newer ramstrap wrote it: "seen.1.bytes"'],
	['with more in it than is known', '{"name": "x", "seen": [{"bytes": 1, "lines": 2}]}', ' is damaged, or a newer ramstrap wrote it: "seen.0.lines"'],
])('one that is damaged is named, with the place: %s', async (_, text, place) => {
	writeFileSync(file, text);
	const error = await readJson(file, schema, mend).catch((error: unknown) => error);
	expect(error).toMatchObject({exitCode: 3, hints: mend});
	expect((error as Error).message).toContain(file + place);
	expect(() => readJsonSync(file, schema, mend)).toThrow((error as Error).message);
	expect(readNote(file, schema)).toBeUndefined();
});

test('one that cannot be read is no damaged one, and for a note is as good as none', async () => {
	mkdirSync(file);
	chmodSync(file, 0o700);
	await expect(readJson(file, schema, mend)).rejects.toMatchObject({code: 'EISDIR'});
	expect(readNote(file, schema)).toBeUndefined();
});
