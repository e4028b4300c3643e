/* eslint-disable @typescript-eslint/no-unsafe-assignment -- expect's matchers are of type any */
import {chmod, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {existsSync} from 'node:fs';
import {release, tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {chooseAccelerator} from '../../source/rehearse/accelerator.ts';
import {readKvmState} from '../../source/host/kvm.ts';
import {busybox, kernel} from './fixture.ts';

let cacheFolder: string;
beforeEach(async () => {
	cacheFolder = await mkdtemp(join(tmpdir(), 'ramstrap kvm-'));
});
afterEach(async () => rm(cacheFolder, {recursive: true}));

const trial = (kvm: 'proven' | 'broken' | 'unproven' | 'absent', qemu?: string) => ({cacheFolder, kernel, busybox, facts: {kvm, tools: {'qemu-system-x86_64': qemu}}});

test('takes what was asked for, and believes what is known', async () => {
	expect(await chooseAccelerator('kvm', trial('broken'))).toBe('kvm');
	expect(await chooseAccelerator('tcg', trial('proven'))).toBe('tcg');
	expect(await chooseAccelerator('auto', trial('proven'))).toBe('kvm');
	expect(await chooseAccelerator('auto', trial('broken'))).toBe('tcg');
	expect(await chooseAccelerator('auto', trial('absent'))).toBe('tcg');
	expect(await readdir(cacheFolder)).toEqual([]);
});

/** A QEMU for which every accelerator is TCG: what KVM does where it works. */
async function fakeQemu(folder: string, script: string): Promise<string> {
	const path = join(folder, 'qemu');
	await writeFile(path, `#!/bin/bash\n${script}\n`);
	await chmod(path, 0o755);
	return path;
}

test('a guest that reaches user space proves it, once', async () => {
	// eslint-disable-next-line no-template-curly-in-string -- bash
	const qemu = await fakeQemu(cacheFolder, 'exec qemu-system-x86_64 "${@/#kvm/tcg}"');
	expect(await chooseAccelerator('auto', trial('unproven', qemu))).toBe('kvm');
	expect(JSON.parse(await readFile(join(cacheFolder, 'kvm.json'), 'utf8'))).toEqual({works: true, kernel: release(), qemu: expect.stringContaining(`${qemu} `)});
	expect((await readdir(cacheFolder)).toSorted()).toEqual(['kvm.json', 'qemu']);
	if (existsSync('/dev/kvm')) {
		expect(await readKvmState(cacheFolder, qemu)).toBe('proven');
	}
});

test('a guest that says nothing for ten seconds disproves it', async () => {
	const qemu = await fakeQemu(cacheFolder, 'echo "Booting the kernel."; exec sleep 60');
	expect(await chooseAccelerator('auto', trial('unproven', qemu))).toBe('tcg');
	expect(JSON.parse(await readFile(join(cacheFolder, 'kvm.json'), 'utf8'))).toMatchObject({works: false});
});

test('a QEMU that refuses KVM disproves it at once', async () => {
	const qemu = await fakeQemu(cacheFolder, 'echo "failed to initialize kvm" >&2; exit 1');
	expect(await chooseAccelerator('auto', trial('unproven', qemu))).toBe('tcg');
});
