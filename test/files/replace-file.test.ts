import {
	chmodSync,
	chownSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {removeUnfinished, replaceByCopy, replaceFile, replaceUserFile} from '../../source/files/replace-file.ts';

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-replace-'));
	file = path.join(folder, 'note');
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
});

const modeOf = (name: string): number => statSync(name).mode % 0o1_0000;

test('a file is replaced whole, and nothing else is left', async () => {
	await replaceFile(file, 'one');
	await replaceFile(file, Buffer.from('two'));
	expect(readFileSync(file, 'utf8')).toBe('two');
	expect(readdirSync(folder)).toEqual(['note']);
});

test('who has the old one open goes on reading it', async () => {
	await replaceFile(file, 'one');
	const before = statSync(file).ino;
	await replaceFile(file, 'two');
	expect(statSync(file).ino).not.toBe(before);
});

test('its mode is the one asked for, whatever the umask, else that of the file before', async () => {
	await replaceFile(file, 'one', 0o666);
	expect(modeOf(file)).toBe(0o666);
	chmodSync(file, 0o600);
	await replaceFile(file, 'two');
	expect(modeOf(file)).toBe(0o600);
	await replaceByCopy(path.join(folder, 'copy'), file, 0o644);
	expect(modeOf(path.join(folder, 'copy'))).toBe(0o644);
	expect(readFileSync(path.join(folder, 'copy'), 'utf8')).toBe('two');
});

test('of many who write at once the last one wins, and none fails', async () => {
	await Promise.all(Array.from({length: 50}, async (_, index) => replaceFile(file, `written by ${index}`)));
	expect(readFileSync(file, 'utf8')).toMatch(/^written by \d+$/);
	expect(readdirSync(folder)).toEqual(['note']);
});

test('a user\'s link stays a link, and the file stays its owner\'s', async () => {
	const real = path.join(folder, 'real');
	writeFileSync(real, 'one', {mode: 0o640});
	const owner = process.getuid!() === 0 ? 65_534 : process.getuid!();
	chownSync(real, owner, process.getgid!());
	symlinkSync('real', file);
	await replaceUserFile(file, 'two');
	expect(lstatSync(file).isSymbolicLink()).toBe(true);
	expect(readFileSync(real, 'utf8')).toBe('two');
	expect([modeOf(real), statSync(real).uid]).toEqual([0o640, owner]);
	symlinkSync('later', path.join(folder, 'early'));
	await replaceUserFile(path.join(folder, 'early'), 'four');
	expect(lstatSync(path.join(folder, 'early')).isSymbolicLink()).toBe(true);
	expect(readFileSync(path.join(folder, 'later'), 'utf8')).toBe('four');
	await replaceUserFile(path.join(folder, 'new'), 'three');
	expect(readFileSync(path.join(folder, 'new'), 'utf8')).toBe('three');
});

test('what cannot be replaced stays, nothing half-written stays, and the error names the file', async () => {
	mkdirSync(file);
	await expect(replaceFile(file, 'one')).rejects.toMatchObject({path: file});
	await expect(replaceByCopy(file, path.join(folder, 'nowhere'), 0o644)).rejects.toMatchObject({path: file});
	await expect(replaceFile(path.join(folder, 'none/note'), 'one')).rejects.toMatchObject({code: 'ENOENT', path: path.join(folder, 'none/note')});
	expect(readdirSync(folder)).toEqual(['note']);
});

test('what writers left that were killed is removed, and nothing else', async () => {
	for (const name of ['.note.1-7.new', '.note.4194304-86400000000000.new', '.note.new', '.other.1-7.new', '.note.x.1-7.new', 'note']) {
		writeFileSync(path.join(folder, name), '');
	}

	await removeUnfinished(file);
	expect(readdirSync(folder).toSorted()).toEqual(['.note.new', '.note.x.1-7.new', '.other.1-7.new', 'note']);
	await removeUnfinished(path.join(folder, 'none/note'));
});
