import {spawn} from 'node:child_process';
import {chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, inject, test} from 'vitest';

// What /init does with the words of the command line, on the kernel and image the program built; QEMU's own network answers DHCP.

const made = path.join(inject('builtHome'), 'work/disk');
let folder: string;
let disk: string;

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
	await execa('mke2fs', ['-q', '-t', 'ext4', '-L', 'attic', '-d', root, disk, '16M']);
});

afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

/** Boots with these words until a line says it, and returns what /init said up to then. */
async function boot(words: string, until: RegExp): Promise<string[]> {
	const qemu = spawn('qemu-system-x86_64', [
		'-accel', 'tcg', '-m', '256', '-nodefaults', '-display', 'none', '-serial', 'stdio', '-no-reboot',
		'-kernel', path.join(made, 'kernel/vmlinuz'), '-initrd', path.join(made, 'initramfs/initrd'), '-append', `console=ttyS0 quiet panic=-1 ${words}`,
		'-netdev', 'user,id=wire,restrict=on', '-device', 'virtio-net-pci,netdev=wire,romfile=', '-drive', `file=${disk},format=raw,if=virtio,snapshot=on`,
	], {stdio: ['ignore', 'pipe', 'inherit']});
	let text = '';
	// Whole lines only: the last piece may be the beginning of one.
	const said = () => text.replaceAll('\r', '').split('\n').slice(0, -1).filter(line => /^(?:ramstrap:|on the disk)|Kernel panic/.test(line));
	try {
		qemu.stdout.on('data', (chunk: Buffer) => {
			text += chunk.toString('latin1');
		});
		await expect.poll(() => said().some(line => until.test(line)), {timeout: 60_000, interval: 100}).toBe(true);
		return said();
	} finally {
		qemu.kill('SIGKILL');
	}
}

const start = ['ramstrap: init', 'ramstrap: network 10.0.2.15/24'];

test('rambox stays in RAM', async () => {
	expect(await boot('rambox', /up$/)).toEqual([...start, 'ramstrap: up']);
});

test('words that only contain such a word do not count', async () => {
	expect(await boot('BOOT_IMAGE=http://x/my-shell/vmlinuz rambox', /up$/)).toEqual([...start, 'ramstrap: up']);
	expect(await boot('BOOT_IMAGE=http://x/rambox/vmlinuz root=/dev/vda', /^on the disk/)).toEqual([...start, 'ramstrap: root /dev/vda', 'on the disk: /dev/vda / ext4 ro,relatime 0 0']);
});

test('shell gives a shell before anything else', async () => {
	expect(await boot('rambox shell', /shell/)).toEqual(['ramstrap: init', 'ramstrap: a shell was asked for']);
});

test('ip= sets an address where the kernel cannot', async () => {
	expect(await boot('rambox ip=10.0.2.77::10.0.2.2:255.255.255.0:fixed:eth0:off', /up$/)).toEqual(['ramstrap: init', 'ramstrap: network 10.0.2.77/24', 'ramstrap: up']);
});

test.each(['/dev/vda', 'LABEL=attic'])('root=%s is mounted and takes over', async root => {
	expect(await boot(`root=${root} rw`, /^on the disk/)).toEqual([...start, `ramstrap: root ${root}`, 'on the disk: /dev/vda / ext4 rw,relatime 0 0']);
});

test.each([
	['root=/dev/nothing', 'root=/dev/nothing is not there: no such disk, or no driver for it in this image'],
	['root=/dev/vda rootfstype=xfs', 'root=/dev/vda could not be mounted as xfs: the driver of its file system may not be in this image'],
	['root=/dev/vda init=/bin/nope', 'there is no /bin/nope on root=/dev/vda'],
	['rambox init=/bin/nope', 'there is no /bin/nope in this initramfs'],
	['rambox init=/etc/ramstrap/whole', 'there is no /etc/ramstrap/whole in this initramfs'],
])('%s: a sentence and a shell, never a panic', async (words, sentence) => {
	expect(await boot(words, /failed/)).toEqual([...start, `ramstrap: failed: ${sentence}`]);
});
