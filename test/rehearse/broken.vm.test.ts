import {mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {nfsService} from '../../source/services/nfs.ts';
import {memoryNeeded} from '../../source/strategies/memory.ts';
import {kernelsBuilt, kernelsTake} from '../kernels-built.ts';
import {badServer, outcomes, says} from './outcomes.ts';
import {buildSystem, makeForeign, makeTree, type System} from './small-system.ts';

// What is broken on purpose, each with its own sentence on the console, in the verdict, and with what to do. One lab
// has many nodes, each with words of its own.

beforeAll(kernelsBuilt, kernelsTake);

let folder: string;
let tree: string;
const at = (name: string) => path.join(folder, name);

beforeAll(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-broken-'));
	tree = at('tree');
	makeTree(tree);
});
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

describe('an archive that the BusyBox initramfs fetches', () => {
	let system: System;
	let files: Record<string, string>;
	const server = 'http://192.168.24.1';
	const image = (name: string) => `ramstrap.image=${server}/test/${name}`;

	beforeAll(async () => {
		system = await buildSystem(at('tmpfs'), {strategy: 'busybox-initramfs', root: 'tmpfs', tree: {from: 'directory', path: tree}});
		const bytes = readFileSync(system.file(system.image));
		const middle = Math.floor(bytes.length / 2);
		writeFileSync(at('short.tar.zst'), bytes.subarray(0, middle));
		bytes[middle] = 255 - bytes[middle]!;
		writeFileSync(at('other.tar.zst'), bytes);
		await pack('no-init', root => {
			rmSync(path.join(root, 'sbin/init'));
		});
		await pack('foreign', root => {
			makeForeign(path.join(root, 'bin/busybox'));
		});
		await pack('large', root => {
			writeFileSync(path.join(root, 'large'), '');
			truncateSync(path.join(root, 'large'), 300 * 1024 * 1024);
		});
		files = Object.fromEntries(['other', 'short', 'no-init', 'foreign', 'large'].map(name => [`/test/${name}.tar.zst`, at(`${name}.tar.zst`)]));
	});

	async function pack(name: string, change: (root: string) => void): Promise<void> {
		const root = at(name);
		mkdirSync(root);
		await execa('tar', ['-xf', system.file('root/root.tar'), '-C', root]);
		change(root);
		await execa('tar', ['--zstd', '-cf', `${root}.tar.zst`, '-C', root, '.']);
	}

	test('what the server gives out is wrong, cut short, or not there; one that dies once is used again', async () => {
		const {good, other, short, missing, gone, once} = await outcomes(system, {
			files, services: [badServer(system)], alone: 5,
			nodes: {
				good: [],
				other: [image('other.tar.zst')],
				short: [image('short.tar.zst')],
				missing: [image('nothing.tar.zst')],
				gone: [`ramstrap.image=${server}:8081/gone/root.tar.zst`],
				once: [`ramstrap.image=${server}:8081/once/root.tar.zst`],
			},
		});
		expect(good).toMatchObject({up: true, root: {type: 'tmpfs'}, alone: {seconds: 5, alive: true}});
		expect(once).toMatchObject({up: true, alone: {alive: true}});
		expect(readFileSync(once!.console, 'utf8')).toMatch(/the image was cut short: [^\n]*; the connection was cut\n.*again in \d\.\d seconds/s);
		expect(other).toMatchObject(says('network', /the image from \S+\/other\.tar\.zst is the wrong one: its SHA-256 begins with [\da-f]{12}, not with [\da-f]{12}/, /not the one that was built/));
		expect(short).toMatchObject(says('network', /the image was cut short: \d\.\d of \d\.\d MiB came from \S+\/short\.tar\.zst; the server has no more of it/, /shorter than the one that was built/));
		expect(missing).toMatchObject(says('network', /the server does not have \S+\/nothing\.tar\.zst \(404 Not Found\)/, /What serves \S+\/nothing\.tar\.zst has no such file/));
		expect(gone).toMatchObject(says('network', /the image was cut short: \d\.\d of \d\.\d MiB came from \S+\/gone\/root\.tar\.zst; the connection was cut/, /closed the connection\. Check that the server/));
	});

	test('the root is too large, or none; a server that falls silent is left, one that comes late is waited for', async () => {
		const need = memoryNeeded({
			kernel: statSync(system.file('kernel/vmlinuz')).size, compressed: statSync(system.file('initramfs/initrd')).size,
			unpacked: Number(readFileSync(system.file('initramfs/unpacked'), 'utf8')), image: 0, root: 300 * 1024 * 1024,
		}, 'bios', system.recipe);
		const bare = ['ramstrap.sha256=', 'ramstrap.bytes='];
		const {small, full, noinit, foreign, silent, late} = await outcomes(system, {
			files, services: [badServer(system)],
			nodes: {
				small: [image('large.tar.zst'), `ramstrap.room=${need.room}`, `ramstrap.need=${need.mib}`],
				full: [image('large.tar.zst'), 'ramstrap.size=64M', ...bare],
				noinit: [image('no-init.tar.zst'), ...bare],
				foreign: [image('foreign.tar.zst'), ...bare],
				silent: [`ramstrap.image=${server}:8081/silent/root.tar.zst`],
				late: [`ramstrap.image=${server}:8081/late/root.tar.zst,${server}:8082/root.tar.zst`],
			},
		});
		expect(small).toMatchObject(says('network', new RegExp(`too little memory: .*${need.room} MiB.*; give this node ${need.mib} MiB`), /^The node has 256 MiB\. Give it more/));
		expect(full).toMatchObject(says('network', /the root does not fit into its 64M of memory \(ramstrap\.size\): that is 64 MiB of \d+/, /^Allow the root more/));
		expect(noinit).toMatchObject(says('image', /there is no \/sbin\/init in the root \(tmpfs\): the system is incomplete, or init= is wrong/, /did not get the complete system/));
		expect(foreign).toMatchObject(says('image', /the root \(tmpfs\) is for another architecture: its \/sbin\/init is a program for arm64, and this kernel is for x86_64 \(exec format error\)/, /for another architecture\. Build it/));
		expect(silent!.up).toBe(true);
		expect(readFileSync(silent!.console, 'utf8')).toMatch(/the image was cut short: .* MiB came from .*; the server was silent for 30 seconds/);
		expect(late!.up).toBe(true);
		expect(readFileSync(late!.console, 'utf8')).toMatch(/nothing came from \S+8082\S+: .*refused/);
	});
});

test('a squashfs that the BusyBox initramfs fetches: what is wrong, cut short or too large for its place, and a server that falls silent', async () => {
	const system = await buildSystem(at('squashfs'), {strategy: 'busybox-initramfs', root: 'squashfs', tree: {from: 'directory', path: tree}});
	const bytes = readFileSync(system.file(system.image));
	writeFileSync(at('short.squashfs'), bytes.subarray(0, Math.floor(bytes.length / 2)));
	writeFileSync(at('damaged.squashfs'), Buffer.concat([Buffer.alloc(96), bytes.subarray(96)]));
	const middle = Math.floor(bytes.length / 2);
	bytes[middle] = 255 - bytes[middle]!;
	writeFileSync(at('other.squashfs'), bytes);
	const image = (name: string) => `ramstrap.image=http://192.168.24.1/test/${name}.squashfs`;
	const {good, other, short, full, damaged, unpacked, silent, once} = await outcomes(system, {
		files: Object.fromEntries(['other', 'short', 'damaged'].map(name => [`/test/${name}.squashfs`, at(`${name}.squashfs`)])),
		services: [badServer(system)], alone: 5,
		nodes: {
			good: [],
			other: [image('other')],
			short: [image('short')],
			full: ['ramstrap.size=100k'],
			damaged: [image('damaged'), 'ramstrap.sha256='],
			// The small kernel has none.
			unpacked: ['ramstrap.overlay=zram'],
			silent: ['ramstrap.image=http://192.168.24.1:8081/silent/root.squashfs'],
			once: ['ramstrap.image=http://192.168.24.1:8081/once/root.squashfs'],
		},
	});
	expect(good).toMatchObject({up: true, root: {type: 'overlay'}, alone: {seconds: 5, alive: true}});
	expect(other).toMatchObject(says('network', /the image from \S+\/other\.squashfs is the wrong one: its SHA-256 begins with [\da-f]{12}, not with [\da-f]{12}/, /not the one that was built/));
	expect(short).toMatchObject(says('network', /the image was cut short: \d\.\d of \d\.\d MiB came from \S+\/short\.squashfs; the server has no more of it/, /shorter than the one that was built/));
	expect(full).toMatchObject(says('network', /the root does not fit into its 100k of memory \(ramstrap\.size\): that is \d+ MiB of \d+/, /^Allow the root more/));
	expect(damaged).toMatchObject(says('image', /the squashfs could not be mounted: .*/, /^The download is damaged/));
	expect(unpacked).toMatchObject(says('verified', /there is no \/dev\/zram0: this kernel has no zram, or its module is not in this image/, /file system driver/));
	expect(silent!.up).toBe(true);
	expect(readFileSync(silent!.console, 'utf8')).toMatch(/the image was cut short: .* MiB came from .*; the server was silent for 30 seconds/);
	expect(once).toMatchObject({up: true, alone: {alive: true}});
	expect(readFileSync(once!.console, 'utf8')).toMatch(/the image was cut short: [^\n]*; the connection was cut\n.*again in \d\.\d seconds/s);
});

describe('a root over NFS', () => {
	let system: System;

	beforeAll(async () => {
		system = await buildSystem(at('nfs'), {strategy: 'nfs-root', mount: 'initramfs', overlay: 'tmpfs', nfs: 'v4.2', tree: {from: 'directory', path: tree}});
		await execa('cp', ['-a', 'root', '../no-init'], {cwd: system.file('export')});
		await execa('cp', ['-a', 'root', '../foreign'], {cwd: system.file('export')});
		mkdirSync(system.file('shared'));
		for (const name of ['export/root', 'no-init', 'foreign']) {
			renameSync(system.file(name), system.file(`shared/${path.basename(name)}`));
		}

		rmSync(system.file('shared/no-init/sbin/init'));
		makeForeign(system.file('shared/foreign/bin/busybox'));
	});

	test('an export or a version that the server does not have, a tree that is no system; a node that needs its server', async () => {
		const root = (name: string) => `ramstrap.nfs=192.168.24.1:/test/${name}`;
		const {good, nowhere, three, four, noinit, foreign} = await outcomes(system, {
			services: nfsService([{path: system.file('shared'), pseudo: '/test', subnet: '192.168.24.0/24', access: 'ro', versions: ['v4.2'], squash: 'none'}]), alone: 5,
			nodes: {
				good: [root('root')],
				nowhere: ['ramstrap.nfs=192.168.24.1:/nowhere'],
				three: [root('root'), 'ramstrap.nfsopts=vers=3,proto=tcp,nolock'],
				four: [root('root'), 'ramstrap.nfsopts=vers=4.0,proto=tcp'],
				noinit: [root('no-init')],
				foreign: [root('foreign')],
			},
		});
		expect(good).toMatchObject({
			up: false, alone: {seconds: 5, alive: false},
			silence: {last: 'up', reason: 'The node was up, but its console did not answer 5 seconds after all services had stopped.', causes: [expect.stringContaining('still needs the server: for its root')]},
		});
		expect(nowhere).toMatchObject(says('network', /the NFS server 192\.168\.24\.1 does not export \/nowhere to this node \(192\.168\.24\.\d+\/24\): .*/, /it must export \/nowhere/));
		expect(three).toMatchObject(says('network', /the NFS server 192\.168\.24\.1 does not support NFS 3: .*/, /^Set nfs in the recipe/));
		expect(four).toMatchObject(says('network', /the NFS server 192\.168\.24\.1 does not support NFS 4\.0/, /^Set nfs in the recipe/));
		expect(noinit).toMatchObject(says('network', /there is no \/sbin\/init in the root \(nfs\): .*/, /did not get the complete system/));
		expect(foreign).toMatchObject(says('network', /the root \(nfs\) is for another architecture: .* \(exec format error\)/, /for another architecture\. Build it/));
	});
});

// The driver is a module in the one, which is loaded anew, and built into the other.
test.each(['cloud', 'small'] as const)('a RAM disk that a wrong image has been written to has nothing of it left, on the kernel of %s', async kernel => {
	const looking = at(`looking-${kernel}`);
	await execa('cp', ['-a', tree, looking]);
	lookAtTheEnd(looking);
	const system = await buildSystem(at(`ext2-${kernel}`), {strategy: 'ramdisk-ext2', mount: 'initramfs', tree: {from: 'directory', path: looking}}, kernel);
	await execa('sh', ['-ec', String.raw`zstd -q -d -c "$0" >other; head -c 1048576 /dev/zero | tr "\0" x | dd of=other bs=1M seek=$(($(stat -c %s other) / 1048576 - 1)) conv=notrunc status=none; zstd -q -f other -o other.zst`, system.file(system.image)], {cwd: folder});
	const megabytes = Number(readFileSync(system.file('image/unpacked'), 'utf8')) / 1024 / 1024;
	const address = 'http://192.168.24.1/test';
	const {node} = await outcomes(system, {
		files: {'/test/other.ext2.zst': at('other.zst')},
		nodes: {node: [`ramstrap.image=${address}/other.ext2.zst,${address}/root.ext2.zst`, 'ramstrap.bytes=', `last=${Math.floor(megabytes) - 1}`]},
	});
	expect(node).toMatchObject({up: true, root: {type: 'ext2/ext3'}});
	const said = readFileSync(node!.console, 'utf8');
	expect(said).toContain('other.ext2.zst is the wrong one');
	expect(said).toContain('left of it: 0');
});

/** When it starts, the tree counts what is not zero in the last MiB of the RAM disk. */
function lookAtTheEnd(root: string): void {
	writeFileSync(path.join(root, 'etc/inittab'), '::sysinit:/sbin/look\n');
	const look = [
		'#!/bin/busybox sh',
		'b=/bin/busybox',
		String.raw`skip=$($b sed 's/.* last=\([0-9]*\).*/\1/' /proc/cmdline)`,
		String.raw`echo "left of it: $($b dd if=/dev/ram0 bs=1M skip=$skip count=1 | $b tr -d '\000' | $b wc -c)" >/dev/console`,
		'',
	].join('\n');
	writeFileSync(path.join(root, 'sbin/look'), look, {mode: 0o755});
}
