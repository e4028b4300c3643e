import {mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';
import {recipeStore} from '../source/recipe-store.ts';

const text = '# notes\nversion: 1\nname: cellar # mine\n';

async function temporaryFolder(): Promise<string> {
	const folder = await mkdtemp(path.join(tmpdir(), 'ramstrap-recipes-'));
	onTestFinished(async () => rm(folder, {recursive: true}));
	return folder;
}

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

test('of two that save a new one under a name, one does', async () => {
	const folder = await temporaryFolder();
	const store = recipeStore(folder);
	store.save('cellar', text, {isNew: true});
	expect(() => store.save('cellar', 'name: other', {isNew: true})).toThrow(expect.objectContaining({code: 'EEXIST'}) as Error);
	expect(await readFile(path.join(folder, 'cellar.yaml'), 'utf8')).toBe(text);
	expect(await readdir(folder)).toEqual(['cellar.yaml']);
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

test('a full disk and a read-only one are the errors of the system, and leave nothing half-written', async () => {
	const folder = path.join(await temporaryFolder(), 'small');
	await mkdir(folder);
	const script = 'mount -t tmpfs -o size=64k none "$2"; "$0" "$1" "$2" "nearly full"; "$0" "$1" "$2" full; mount -o remount,ro "$2"; "$0" "$1" "$2" read-only';
	const {stdout} = await execa('unshare', ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user']), 'sh', '-ec', script, process.execPath, 'test/save-on-disk.ts', folder]);
	expect(stdout.split('\n')).toEqual(['nearly full: ENOSPC, cellar.yaml, cellar.yaml as it was', 'full: ENOSPC, cellar.yaml rest, cellar.yaml as it was', 'read-only: EROFS, cellar.yaml rest, cellar.yaml as it was']);
});
