import {chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {afterEach, beforeEach, expect, test} from 'vitest';

let cache: string;
beforeEach(() => {
	cache = mkdtempSync(path.join(tmpdir(), 'ramstrap-compiled-'));
});
afterEach(() => {
	rmSync(cache, {recursive: true});
});

/** A program of its own: what is compiled is written when it ends. */
async function start(folder = cache): Promise<void> {
	const source = path.resolve('source/files/compile-cache.ts');
	await execa(process.execPath, ['--input-type=module', '--eval', `const {keepCompiledCode} = await import(${JSON.stringify(source)}); keepCompiledCode(${JSON.stringify(folder)}); await import('yaml');`], {env: {NODE_V8_COVERAGE: undefined, NODE_DISABLE_COMPILE_CACHE: undefined}});
}

const compiled = () => readdirSync(path.join(cache, 'compiled'), {recursive: true, withFileTypes: true}).filter(entry => entry.isFile());

test('what was compiled is kept, in a folder that nobody else reads or writes', async () => {
	await start();
	expect(compiled()).not.toEqual([]);
	expect(statSync(path.join(cache, 'compiled')).mode % 0o1000).toBe(0o700);
});

test('a folder that others may write to is left alone: what lies there runs as we do', async () => {
	mkdirSync(path.join(cache, 'compiled'));
	chmodSync(path.join(cache, 'compiled'), 0o770);
	await start();
	expect(compiled()).toEqual([]);
});

test('below a folder that others may write to it is done without: they could put another in its place', async () => {
	chmodSync(cache, 0o777);
	await start();
	expect(existsSync(path.join(cache, 'compiled'))).toBe(false);
	mkdirSync(path.join(cache, 'own'));
	await start(path.join(cache, 'own'));
	expect(existsSync(path.join(cache, 'own/compiled'))).toBe(false);
});

test('nothing is kept in a folder of somebody else, which root could write to', async () => {
	const isRoot = process.getuid!() === 0;
	const foreign = isRoot ? cache : '/var/cache';
	if (isRoot) {
		chownSync(foreign, 4242, 4242);
	}

	await start(foreign);
	expect(existsSync(path.join(foreign, 'compiled'))).toBe(false);
});

test('it begins anew before it grows without end', async () => {
	await start();
	for (let number = 0; number < 400; number++) {
		writeFileSync(path.join(cache, 'compiled', `old-${number}`), '');
	}

	await start();
	expect(existsSync(path.join(cache, 'compiled/old-0'))).toBe(false);
	const kept = compiled().length;
	expect(kept).toBeGreaterThan(0);
	// And is kept from then on.
	rmSync(path.join(compiled()[0]!.parentPath, compiled()[0]!.name));
	await start();
	expect(compiled()).toHaveLength(kept);
});

test('where nothing can be written it is done without', async () => {
	await start('/proc/nope');
});
