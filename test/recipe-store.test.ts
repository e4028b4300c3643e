import {execFileSync} from 'node:child_process';
import {mkdir, mkdtemp, readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {expect, onTestFinished, test} from 'vitest';
import {recipeStore} from '../source/recipe-store.ts';

const text = '# notes\nversion: 1\nname: cellar # mine\n';
const temporaryFolder = async () => mkdtemp(path.join(tmpdir(), 'ramstrap-recipes-'));

test('a recipe is saved as the text it is, comments and all, for its owner only', async () => {
	const folder = path.join(await temporaryFolder(), 'not', 'there', 'yet');
	const file = recipeStore(folder).save('cellar', text);
	expect(file).toBe(path.join(folder, 'cellar.yaml'));
	expect(await readFile(file, 'utf8')).toBe(text);
	expect((await stat(file)).mode % 0o1000).toBe(0o600);
	expect(await readdir(folder)).toEqual(['cellar.yaml']);
});

test('saved again it replaces what was there, even what cannot be read', async () => {
	const folder = await temporaryFolder();
	await writeFile(path.join(folder, 'cellar.yaml'), '{: broken');
	expect(await readFile(recipeStore(folder).save('cellar', text), 'utf8')).toBe(text);
});

test('is removed by its name, once', async () => {
	const folder = await temporaryFolder();
	const store = recipeStore(folder);
	store.save('cellar', text);
	store.save('attic', text);
	expect(await store.remove('attic')).toBe(true);
	expect(await store.remove('attic')).toBe(false);
	expect(await readdir(folder)).toEqual(['cellar.yaml']);
});

test.runIf(process.getuid?.() === 0)('a full disk and a read-only one are the errors of the system, and leave nothing half-written', async () => {
	const folder = path.join(await temporaryFolder(), 'small');
	await mkdir(folder);
	execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
	onTestFinished(() => {
		execFileSync('umount', [folder]);
	});
	const store = recipeStore(folder);
	const file = store.save('cellar', text);
	await writeFile(path.join(folder, 'rest'), Buffer.alloc(1_048_576)).catch(() => undefined);
	expect(() => store.save('cellar', '# more\n'.repeat(10_000))).toThrow(expect.objectContaining({code: 'ENOSPC'}));
	expect(await readFile(file, 'utf8')).toBe(text);
	expect((await readdir(folder)).toSorted()).toEqual(['cellar.yaml', 'rest']);
	execFileSync('mount', ['-o', 'remount,ro', folder]);
	expect(() => store.save('cellar', text)).toThrow(expect.objectContaining({code: 'EROFS'}));
});
