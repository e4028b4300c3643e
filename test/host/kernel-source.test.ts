import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {readSourceRelease} from '../../source/host/kernel-source.ts';
import {factsOf} from './facts-of.ts';

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-source-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
});

test('a package tells it by its version', () => {
	const [download] = Object.values(factsOf().kernelSources);
	const offered = {'linux-source': {...download!, version: '6.1.192-2'}};
	expect(readSourceRelease({package: 'linux-source'}, offered)).toBe('6.1.192');
	expect(readSourceRelease({package: 'linux-source-9'}, offered)).toBeUndefined();
});

test('a folder by its Makefile, an archive by its name', () => {
	writeFileSync(path.join(folder, 'Makefile'), '# SPDX\nVERSION = 7\nPATCHLEVEL = 1\nSUBLEVEL = 0\nEXTRAVERSION = -rc2\nNAME = X\n');
	expect(readSourceRelease({path: folder}, {})).toBe('7.1.0');
	const archive = path.join(folder, 'linux-6.12.1.tar.xz');
	writeFileSync(archive, '');
	expect(readSourceRelease({path: archive}, {})).toBe('6.12.1');
	expect(readSourceRelease({url: 'https://example.org/pub/linux-7.0.tar.gz'}, {})).toBe('7.0');
	expect(readSourceRelease({url: 'https://example.org/mine.tar.gz'}, {})).toBeUndefined();
});

test('what is no kernel source is refused by name', () => {
	expect(() => readSourceRelease({path: path.join(folder, 'gone')}, {})).toThrow(`kernel.source.path is ${folder}/gone, which does not exist.`);
	mkdirSync(path.join(folder, 'empty'));
	expect(() => readSourceRelease({path: path.join(folder, 'empty')}, {})).toThrow('which is not a kernel source: it has no kernel Makefile.');
});

test('a folder in which somebody built is refused with the way to clean it; a file must be an archive', () => {
	writeFileSync(path.join(folder, 'Makefile'), 'VERSION = 6\nPATCHLEVEL = 1\n');
	writeFileSync(path.join(folder, '.config'), '');
	expect(() => readSourceRelease({path: folder}, {})).toThrow(expect.objectContaining({
		message: `kernel.source.path is ${folder}, which is already configured (it contains .config); a kernel cannot be built from it in another folder.`,
		hints: [`make -C ${folder} mrproper   removes built files there, and .config`],
	}) as Error);
	const file = path.join(folder, 'base.yaml');
	writeFileSync(file, '');
	expect(() => readSourceRelease({path: file}, {})).toThrow(`kernel.source.path is ${file}, which is neither a folder nor an archive such as linux-6.12.tar.xz.`);
});
