import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import {readKnownConfig, rememberConfig} from '../../source/host/known-config.ts';
import {factsOf} from './facts-of.ts';

let folder: string;
let config: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-known-'));
	config = path.join(folder, 'config');
	writeFileSync(config, 'CONFIG_NET=y\n');
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
});

const packaged = factsOf().kernels.default!;

test('a kernel from a package is known once it was unpacked', async () => {
	expect(readKnownConfig(packaged, folder)).toBeUndefined();
	await rememberConfig(packaged, config, folder);
	expect(readKnownConfig(packaged, folder)).toBe('CONFIG_NET=y\n');
});

test.each([
	['one character changed', (kept: string) => kept.replace('NET=y', 'NET=n')],
	['cut short', (kept: string) => kept.slice(0, -3)],
	['empty', () => ''],
])('what was kept and is damaged is not known: %s', async (_, damage) => {
	await rememberConfig(packaged, config, folder);
	const kept = path.join(folder, 'kernel-configs', readdirSync(path.join(folder, 'kernel-configs'))[0]!);
	writeFileSync(kept, damage(readFileSync(kept, 'utf8')));
	expect(readKnownConfig(packaged, folder)).toBeUndefined();
	await rememberConfig(packaged, config, folder);
	expect(readKnownConfig(packaged, folder)).toBe('CONFIG_NET=y\n');
});

test('another version of it is another kernel', async () => {
	await rememberConfig(packaged, config, folder);
	expect(readKnownConfig({release: packaged.release, from: 'package', downloads: [{name: 'x', version: '2', file: 'x', bytes: 1, sha256: 'f'.repeat(64)}]}, folder)).toBeUndefined();
});

test('an installed kernel has its configuration beside it', () => {
	expect(readKnownConfig({from: 'installed', release: '6.1', image: '/boot/vmlinuz', config, modules: '/lib/modules/6.1'}, '/nowhere')).toBe('CONFIG_NET=y\n');
	expect(readKnownConfig(undefined, folder)).toBeUndefined();
});

test('a cache that cannot be written to is no failure', async () => {
	await expect(rememberConfig(packaged, config, '/proc/not/there')).resolves.toBeUndefined();
});
