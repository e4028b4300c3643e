import {spawn} from 'node:child_process';
import {chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, inject, test} from 'vitest';
import {processor} from '../../source/rehearse/machine.ts';

// What /init does with the words of the command line, on the kernel and image the program built; QEMU's own network
// answers DHCP.

const made = path.join(inject('builtHome'), 'work/disk');
let folder: string;
let disk: string;
/** It takes a minute in which nothing happens, so it is begun first and looked at last. */
let restarted: Promise<{lines: string[]; milliseconds: number}>;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-init-'));
	disk = path.join(folder, 'disk.img');
	const root = path.join(folder, 'root');
	for (const name of ['bin', 'sbin', 'dev', 'proc', 'sys', 'run']) {
		mkdirSync(path.join(root, name), {recursive: true});
	}

	copyFileSync(path.join(made, 'busybox/busybox'), path.join(root, 'bin/busybox'));
	writeFileSync(path.join(root, 'sbin/init'), '#!/bin/busybox sh\n/bin/busybox echo "on the disk: $(/bin/busybox grep " / " /proc/mounts)"\n/bin/busybox poweroff -f\n');
	chmodSync(path.join(root, 'sbin/init'), 0o755);
	writeFileSync(path.join(root, 'sbin/script'), '#! /bin/perl -w\n', {mode: 0o755});
	writeFileSync(path.join(root, 'sbin/text'), 'hello\n', {mode: 0o755});
	// Any program of this machine that is linked dynamically.
	copyFileSync(process.execPath, path.join(root, 'sbin/linked'));
	truncateSync(path.join(root, 'sbin/linked'), 4096);
	const busybox = readFileSync(path.join(root, 'bin/busybox'));
	busybox.writeUInt16LE(243, 18);
	writeFileSync(path.join(root, 'bin/riscv'), busybox, {mode: 0o755});
	symlinkSync('/sbin/../bin/riscv', path.join(root, 'sbin/foreign'));
	symlinkSync('circle', path.join(root, 'sbin/circle'));
	await execa('mke2fs', ['-q', '-t', 'ext4', '-L', 'attic', '-d', root, disk, '24M']);
	restarted = restart();
	// Whoever waits for it hears of it.
	restarted.catch(() => undefined);
});

async function restart(): Promise<{lines: string[]; milliseconds: number}> {
	const began = Date.now();
	const lines = await boot('rambox init=/bin/nope ramstrap.failure=reboot', /^the machine has ended$/);
	return {lines, milliseconds: Date.now() - began};
}

afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

/** Boots with these words until a line says it, and returns what /init said up to then. */
async function boot(words: string, until: RegExp): Promise<string[]> {
	const qemu = spawn('qemu-system-x86_64', [
		'-accel', 'tcg', '-cpu', processor('tcg'), '-m', '256', '-nodefaults', '-display', 'none', '-serial', 'stdio', '-serial', 'null', '-no-reboot',
		'-kernel', path.join(made, 'kernel/vmlinuz'), '-initrd', path.join(made, 'initramfs/initrd'), '-append', `console=ttyS0 quiet panic=-1 norandmaps no_timer_check ${words}`,
		'-netdev', 'user,id=wire,restrict=on', '-device', 'virtio-net-pci,netdev=wire,romfile=', '-drive', `file=${disk},format=raw,if=virtio,snapshot=on`,
	], {stdio: ['ignore', 'pipe', 'inherit']});
	let text = '';
	// Whole lines only: the last piece may be the beginning of one.
	const said = () => text.replaceAll('\r', '').split('\n').slice(0, -1).filter(line => /^(?:ramstrap:|on the disk|the machine)|Kernel panic/.test(line));
	try {
		qemu.stdout.on('data', (chunk: Buffer) => {
			text += chunk.toString('latin1');
		});
		qemu.on('exit', () => {
			text += '\nthe machine has ended\n';
		});
		// Not expect.poll, which wants to be in a test.
		const began = Date.now();
		while (!said().some(line => until.test(line))) {
			if (Date.now() - began > timeout) {
				throw new Error(`it did not say ${String(until)} in ${timeout / 1000} s, but:\n${text.slice(-3000)}`);
			}

			await sleep(100);
		}

		// What comes right after, the end of the machine above all, is sometimes there already.
		return said().slice(0, said().findIndex(line => until.test(line)) + 1);
	} finally {
		qemu.kill('SIGKILL');
	}
}

/** Milliseconds, for what hangs: beside other tests a boot of six seconds was seen to take sixty. */
const timeout = 600_000;

const start = ['ramstrap: init', 'ramstrap: network 10.0.2.15/24'];

test('rambox stays in RAM', async () => {
	expect(await boot('rambox', /up$/)).toEqual([...start, 'ramstrap: up']);
});

test('words that only contain such a word do not count', async () => {
	expect(await boot('BOOT_IMAGE=http://x/my-shell/vmlinuz rambox', /up$/)).toEqual([...start, 'ramstrap: up']);
	expect(await boot('BOOT_IMAGE=http://x/rambox/vmlinuz root=/dev/vda', /^on the disk/)).toEqual([...start, 'ramstrap: root /dev/vda', 'on the disk: /dev/vda / ext4 ro,relatime 0 0']);
});

test('shell gives a shell before anything else', async () => {
	expect(await boot('rambox shell', /shell/)).toEqual(['ramstrap: init', 'ramstrap: a shell was requested']);
});

test('what it says is on every console, of which /dev/console is the last', async () => {
	expect(await boot('console=ttyS1 rambox init=/bin/nope', /failed/)).toEqual([...start, 'ramstrap: failed: there is no /bin/nope in this initramfs']);
});

test('ip= sets an address where the kernel cannot', async () => {
	expect(await boot('rambox ip=10.0.2.77::10.0.2.2:255.255.255.0:fixed:eth0:off', /up$/)).toEqual(['ramstrap: init', 'ramstrap: network 10.0.2.77/24', 'ramstrap: up']);
});

test.each(['/dev/vda', 'LABEL=attic'])('root=%s is mounted and takes over', async root => {
	expect(await boot(`root=${root} rw`, /^on the disk/)).toEqual([...start, `ramstrap: root ${root}`, 'on the disk: /dev/vda / ext4 rw,relatime 0 0']);
});

test.each([
	['root=/dev/nothing', 'root=/dev/nothing does not exist: no such disk, or no driver for it in this image'],
	['root=/dev/vda rootfstype=xfs', 'root=/dev/vda could not be mounted as xfs: the driver of its file system may not be in this image'],
	['root=/dev/vda init=/bin/nope', 'there is no /bin/nope in the root (/dev/vda): the system is incomplete, or init= '
	+ 'is wrong'],
	['root=/dev/vda init=/sbin/script', '/sbin/script of the root (/dev/vda) needs /bin/perl, which is missing'],
	['root=/dev/vda init=/sbin/linked', '/sbin/linked of the root (/dev/vda) needs /lib64/ld-linux-x86-64.so.2, which '
	+ 'is missing'],
	['root=/dev/vda init=/sbin/text', '/sbin/text of the root (/dev/vda) is neither a program nor a script, so no '
	+ 'kernel can start it (exec format error)'],
	['root=/dev/vda init=/sbin/circle', 'there is no /sbin/circle in the root (/dev/vda): the system is incomplete, or '
	+ 'init= is wrong'],
	['root=/dev/vda init=/sbin/foreign', 'the root (/dev/vda) is for another architecture: its /sbin/foreign is a '
	+ 'program for RISC-V, and this kernel is for x86_64 (exec format error)'],
	['rambox init=/bin/nope', 'there is no /bin/nope in this initramfs'],
	['rambox init=/etc/ramstrap/whole', 'there is no /etc/ramstrap/whole in this initramfs'],
])('%s: a sentence and a shell, never a panic', async (words, sentence) => {
	expect(await boot(words, /failed/)).toEqual([...start, `ramstrap: failed: ${sentence}`]);
});

test('failure=reboot: it is said, can be read for a minute, and then all starts anew', async () => {
	const {lines, milliseconds} = await restarted;
	expect(lines).toEqual([...start, 'ramstrap: failed: there is no /bin/nope in this initramfs', 'ramstrap: restarting in a minute', 'the machine has ended']);
	expect(milliseconds).toBeGreaterThan(60_000);
});
