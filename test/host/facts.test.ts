import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {release, tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {readFacts} from '../../source/host/facts.ts';
import {kvmIdentity, kvmVerdictFile, readKvmState} from '../../source/host/kvm.ts';
import type {Facts} from '../../source/host/types.ts';

/** Says only what must hold on every Linux machine, whatever is installed on it. */
let home: string;
let facts: Facts;
/** Milliseconds of the first reading, with nothing remembered. */
let first: number;
const read = async () => readFacts({cacheFolder: path.join(home, 'cache'), workFolder: path.join(home, 'work/not/there')});

beforeAll(async () => {
	home = await mkdtemp(path.join(tmpdir(), 'ramstrap-facts-'));
	const started = performance.now();
	facts = await read();
	first = performance.now() - started;
});
afterAll(async () => rm(home, {recursive: true}));

describe('readFacts', () => {
	test('every path it names exists', () => {
		for (const file of [...Object.values(facts.tools), ...Object.values(facts.bootFiles)]) {
			expect(path.isAbsolute(file) && existsSync(file), file).toBe(true);
		}
	});

	test('knows the machine it runs on', async () => {
		const osRelease = await readFile('/etc/os-release', 'utf8').catch(() => '');
		expect(osRelease).toContain(facts.distribution.id === 'linux' ? '' : facts.distribution.id);
		expect(facts.user.root).toBe(process.getuid?.() === 0);
		expect(facts.memory.totalMiB).toBeGreaterThan(0);
		expect(facts.memory.availableMiB).toBeLessThanOrEqual(facts.memory.totalMiB);
		expect(facts.disk).toEqual({path: path.join(home, 'work/not/there'), freeMiB: expect.any(Number) as number});
		expect(facts.interfaces.map(({name}) => name)).not.toContain('lo');
	});

	test('every download is pinned', () => {
		const downloads = Object.values(facts.kernels).flatMap(kernel => kernel.from === 'package' ? kernel.downloads : []);
		for (const download of [...downloads, ...(facts.busybox?.from === 'package' ? [facts.busybox.download] : [])]) {
			expect(download.sha256).toMatch(/^[\da-f]{64}$/);
			expect(download.file).toMatch(/^[^/]+\.deb$/);
			expect(download.bytes).toBeGreaterThan(0);
		}
	});

	test('the same machine gives the same facts, and quickly the second time', async () => {
		const times: number[] = [];
		let again = facts;
		// Other tests keep the machine busy meanwhile: the quickest of three.
		for (let round = 0; round < 3; round++) {
			const started = performance.now();
			again = await read();
			times.push(performance.now() - started);
		}

		// How fast this machine is shows in the first time, which asks every program that there is.
		expect(Math.min(...times)).toBeLessThan(first / 8);
		const {ports: _p1, memory: _m1, disk: _d1, ...stable} = facts;
		const {ports: _p2, memory: _m2, disk: _d2, ...stableAgain} = again;
		expect(stableAgain).toEqual(stable);
	});

	test('makes no folder for work', () => {
		expect(existsSync(path.join(home, 'work'))).toBe(false);
	});
});

describe('a verdict on KVM', () => {
	const qemu = process.execPath;
	// Stands for a device that can be opened, whatever this machine has.
	const device = '/dev/null';

	test.each([
		[{works: true}, 'proven'],
		[{works: false}, 'broken'],
		[{works: true, kernel: '1.0'}, 'unproven'],
		[{works: true, qemu: '/usr/bin/other 1'}, 'unproven'],
	] as const)('%j is %s', async (verdict, state) => {
		await mkdir(home, {recursive: true});
		await writeFile(kvmVerdictFile(home), JSON.stringify({...await kvmIdentity(qemu), ...verdict}));
		expect(await readKvmState(home, qemu, device)).toBe(state);
	});

	test('that is torn counts as none', async () => {
		await writeFile(kvmVerdictFile(home), '{"works":tr');
		expect(await readKvmState(home, qemu, device)).toBe('unproven');
		expect((await kvmIdentity(qemu)).kernel).toBe(release());
	});
});
