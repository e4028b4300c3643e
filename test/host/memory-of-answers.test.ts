import {readdirSync} from 'node:fs';
import {chmod, mkdtemp, readFile, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {remembered} from '../../source/host/memory-of-answers.ts';

let folder: string;
let asked: number;
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'ramstrap-memory-'));
	asked = 0;
});
afterEach(async () => rm(folder, {recursive: true}));

const cache = () => path.join(folder, 'cache');
const file = () => path.join(cache(), readdirSync(cache())[0]!);
const ask = async (question = 'one') => remembered(cache(), {question, dependsOn: [path.join(folder, 'list')]}, async () => {
	asked++;
	return {answer: asked};
});

test('asks each question once, until a file it depends on changes', async () => {
	expect(await ask()).toEqual({answer: 1});
	expect(await ask()).toEqual({answer: 1});
	await writeFile(path.join(folder, 'list'), 'new');
	expect(await ask()).toEqual({answer: 2});
	expect(await ask()).toEqual({answer: 2});
	expect(await ask('two')).toEqual({answer: 3});
	expect(await ask()).toEqual({answer: 2});
	expect(await ask('two')).toEqual({answer: 3});
	expect(await readdir(cache())).toHaveLength(2);
});

test('a torn or foreign note is asked for again', async () => {
	await ask();
	await writeFile(file(), (await readFile(file(), 'utf8')).slice(0, 20));
	expect(await ask()).toEqual({answer: 2});
	await writeFile(file(), 'null');
	expect(await ask()).toEqual({answer: 3});
});

test('a note with one character changed is asked for again', async () => {
	await ask();
	await writeFile(file(), (await readFile(file(), 'utf8')).replace(String.raw`\"answer\":1`, String.raw`\"answer\":7`));
	expect(await ask()).toEqual({answer: 2});
});

test('a place that cannot be written is no obstacle', async () => {
	await writeFile(path.join(folder, 'cache'), 'a file where the folder should be');
	await chmod(folder, 0o500);
	expect(await ask()).toEqual({answer: 1});
	expect(await ask()).toEqual({answer: 2});
	await chmod(folder, 0o700);
});

test('a folder that can never be made does not make it wait', async () => {
	expect(await remembered('/proc/nowhere/cache', {question: '', dependsOn: []}, async () => 'answer')).toBe('answer');
});
