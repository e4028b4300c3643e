import {createHash} from 'node:crypto';
import {copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, afterEach, beforeAll, describe, expect, inject, test} from 'vitest';
import {kernelsBuilt, kernelsTake} from '../kernels-built.ts';
import {makeDisk, makeTree, packTree, startMachine, type Machine} from './dracut-lab.ts';

// Boots the initramfs that the step makes, with every form of root=tmpfs: there is.

beforeAll(kernelsBuilt, kernelsTake);

const home = inject('builtHome');
const names = {label: 'attic', uuid: '4b6c0a8e-8f5b-4a0e-9a3c-0d5f1f7f2c11', partlabel: 'bootpart', partuuid: '8b4ec1c1-0ec7-4bc2-acef-077e9283362a'};
const machineId = createHash('md5').update('ramstrap 52:54:00:12:34:56\n').digest('hex');
let folder: string;
let images: string;
let kernel: string;
let initrd: string;
let server: Server;
let address: string;
const asked: string[] = [];
let machine: Machine;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-dracut-'));
	kernel = path.join(home, 'work/small/kernel/vmlinuz');
	initrd = path.join(home, 'work/small/initramfs/initrd');
	images = path.join(folder, 'images');
	mkdirSync(images);
	makeTree(path.join(folder, 'tree'), path.join(home, 'work/cloud/busybox/busybox'));
	await packTree(path.join(folder, 'tree'), images);
	copyFileSync(path.join(images, 'root.tar.xz'), path.join(images, 'rootfs.tar.xz'));
	await makeBadImages();
	mkdirSync(path.join(folder, 'files/images'), {recursive: true});
	await execa('cp', ['-r', `${images}/.`, path.join(folder, 'files')]);
	copyFileSync(path.join(images, 'root.tar.gz'), path.join(folder, 'files/images/rootfs.tgz'));
	await makeDisk(path.join(folder, 'disk'), path.join(folder, 'files'), names);
	await serve();
});

afterEach(async () => {
	await machine.stop();
});

afterAll(() => {
	server?.close();
	rmSync(folder, {recursive: true, force: true});
});

async function makeBadImages(): Promise<void> {
	const bad = path.join(folder, 'bad');
	await execa('cp', ['-r', path.join(folder, 'tree'), bad]);
	writeFileSync(path.join(images, 'page.tar.gz'), '<!DOCTYPE html><title>Log in</title>');
	writeFileSync(path.join(images, 'cut.tar.zst'), readFileSync(path.join(images, 'root.tar.zst')).subarray(0, 200_000));
	writeFileSync(path.join(images, 'cut.squashfs'), readFileSync(path.join(images, 'root.squashfs')).subarray(0, 200_000));
	rmSync(path.join(bad, 'sbin/init'));
	await execa('tar', ['-C', bad, '-czf', path.join(images, 'no-init.tar.gz'), '.']);
	// An ELF header of an ARM machine is enough to be one.
	const elf = readFileSync(path.join(bad, 'bin/busybox'));
	elf.writeUInt16LE(183, 18);
	writeFileSync(path.join(bad, 'sbin/init'), elf, {mode: 0o755});
	await execa('tar', ['-C', bad, '-czf', path.join(images, 'arm.tar.gz'), '.']);
	writeFileSync(path.join(bad, 'sbin/init'), 'hello\n', {mode: 0o755});
	await execa('tar', ['-C', bad, '-czf', path.join(images, 'text.tar.gz'), '.']);
}

/** Gives out the images; below /cut/ a first time only half of one, below /old/ without ever starting in the middle. */
async function serve(): Promise<void> {
	server = createServer((request, response) => {
		const url = request.url!;
		asked.push(`${request.method} ${url}${request.headers.range ? ` ${request.headers.range}` : ''}`);
		const [, how, name] = /^\/(?:(cut|old|gone)\/)?([\w\-.]+)$/.exec(url) ?? [];
		let bytes: Buffer;
		try {
			bytes = readFileSync(path.join(images, name!));
		} catch {
			response.writeHead(404).end();
			return;
		}

		const from = how === 'old' ? 0 : Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
		response.writeHead(from > 0 ? 206 : 200, {'content-length': bytes.length - from, ...(from > 0 ? {'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`} : {})});
		if (how === 'gone' || (how && asked.filter(line => line.startsWith(`GET ${url}`)).length === 1)) {
			response.write(bytes.subarray(from, from + 300_000), () => {
				setTimeout(() => {
					response.destroy();
				}, 200);
			});
		} else {
			response.end(bytes.subarray(from));
		}
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	address = `http://10.0.2.2:${(server.address() as AddressInfo).port}`;
}

function sumOf(name: string): string {
	return createHash('sha256').update(readFileSync(path.join(images, name))).digest('hex');
}

/** Boots until the node is up or lost, and returns what it said but for the numbers on the way. */
async function boot(words: string, {disks = [], dead = false, until = /^node: (?:tmpfs|overlay)$|failed|panic/}: {disks?: string[]; dead?: boolean; until?: RegExp} = {}): Promise<string[]> {
	machine = startMachine({kernel, initrd, words, disks: disks.map(disk => path.join(folder, disk)), dead});
	return told(await machine.until(until));
}

function told(lines: string[]): string[] {
	return lines.filter(line => !/MiB downloaded$|^node: (?:id|names|way)/.test(line));
}

const up = (root: 'tmpfs' | 'overlay', ...before: string[]) => ['ramstrap: init', ...before, 'ramstrap: image', `ramstrap: root ${root}`, `node: image ${root === 'overlay' ? 1 : 0}`, `node: ${root}`];

test.each([
	['/dev/vda1 rd.tmpfs.imgfile=images/rootfs.tgz', 'tmpfs'],
	['LABEL=attic', 'tmpfs'],
	[`UUID=${names.uuid} rd.tmpfs.imgfile=/root.tar.zst`, 'tmpfs'],
	['PARTLABEL=bootpart rd.tmpfs.imgfile=root.squashfs', 'overlay'],
	[`PARTUUID=${names.partuuid} rd.tmpfs.imgfile=root.squashfs rd.tmpfs.overlay=0`, 'tmpfs'],
] as const)('root=tmpfs:%s', async (words, root) => {
	expect(await boot(`root=tmpfs:${words}`, {disks: ['disk']})).toEqual(up(root));
	expect(machine.lines()).toEqual(expect.arrayContaining([`node: id ${machineId}`, 'node: way through udev']));
});

describe('LVM', () => {
	beforeAll(async () => {
		await execa('truncate', ['-s', '40M', path.join(folder, 'lvm')]);
		const extra = path.join(folder, 'extra');
		mkdirSync(extra);
		writeFileSync(path.join(extra, 'make-lvm'), makeLvm, {mode: 0o755});
		await execa('bsdtar', ['--format=newc', '-cf', `${extra}.cpio`, '-C', extra, 'make-lvm']);
		await execa('sh', ['-c', 'cat extra.cpio "$0" >lvm-initrd', initrd], {cwd: folder});
		machine = startMachine({kernel, initrd: path.join(folder, 'lvm-initrd'), words: 'rdinit=/make-lvm', disks: [path.join(folder, 'lvm'), path.join(folder, 'disk.part')]});
		await machine.until(/^lab: made$/);
		await machine.stop();
	});

	test.each([
		['/dev/mapper/my--group-image'],
		['/dev/my-group/image rd.lvm.lv=my-group/image rd.tmpfs.imgfile=root.tar.gz'],
	])('root=tmpfs:%s', async words => {
		expect(await boot(`root=tmpfs:${words}`, {disks: ['lvm']})).toEqual(up('tmpfs'));
	});
});

/** In a machine, as a container may make no devices. */
const makeLvm = `#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
lvm() { command lvm "$@" --config 'activation {udev_sync=0 udev_rules=0} devices {use_devicesfile=0}'; }
lvm pvcreate -q /dev/vda
lvm vgcreate -q my-group /dev/vda
lvm lvcreate -q -Wn -Zn -l 100%FREE -n image my-group
dd if=/dev/vdb of=/dev/mapper/my--group-image bs=1M && sync && echo 'lab: made'
sleep 100
`;

test('HTTP: the next address where one has nothing, on from where it was cut, verified and reported', async () => {
	const words = `root=tmpfs:${address}/nothing.tar.zst rd.tmpfs.url=${address}/cut/root.tar.zst rd.tmpfs.sha256=${sumOf('root.tar.zst')} ramstrap.server=${address} BOOTIF=01-52-54-00-12-34-56`;
	const lines = await boot(words, {dead: true});
	expect(lines[2]).toBe(`ramstrap: the server does not have ${address}/nothing.tar.zst (404 Not Found)`);
	expect(lines[3]).toMatch(/^ramstrap: the image was cut short: 0\.3 of \d\.\d MiB came from .*; the connection to 10\.0\.2\.2:\d+ was cut$/);
	expect(lines.toSpliced(2, lines.indexOf('ramstrap: image') - 2)).toEqual(['ramstrap: init', 'ramstrap: network 10.0.2.15/24', 'ramstrap: image', 'ramstrap: verified', 'ramstrap: root tmpfs', 'node: image 0', 'node: tmpfs']);
	expect(asked).toContain('GET /cut/root.tar.zst bytes=300000-');
	expect(machine.lines()).toEqual(expect.arrayContaining(['node: names 1', 'node: way before udev']));
	expect(asked.filter(line => line.startsWith('POST')).map(line => line.slice(5))).toEqual(['init', 'network', 'image', 'verified', 'root'].map(name => `/report/${name}?mac=52:54:00:12:34:56`));
});

test('whatever goes wrong is said in one sentence, and what was mounted is gone', async () => {
	machine = startMachine({kernel, initrd, words: `root=tmpfs:${address}/nothing.tar.zst rd.tmpfs.wait=1`, disks: [path.join(folder, 'disk')]});
	await machine.until(/failed/);
	const sentences: string[] = [];
	const cases: Array<[source: string, words: string, sentence: RegExp]> = [
		[`${address}/root.tar.zst`, `rd.tmpfs.sha256=${'0'.repeat(64)}`, /^the image from \S+ is the wrong one: its SHA-256 begins with [\da-f]{12}, not with 000000000000$/],
		[`${address}/cut.tar.zst`, 'rd.tmpfs.bytes=1000000', /^the image was cut short: 0\.2 of 1\.0 MiB came from \S+$/],
		[`${address}/cut.tar.zst`, '', /^the image from \S+ could not be unpacked, it is damaged or cut short: .+$/],
		[`${address}/cut.squashfs`, '', /^the image was cut short: 0\.2 of \d\.\d MiB came from \S+$/],
		[`${address}/gone/root.tar.zst`, 'rd.tmpfs.retries=1', /^the image was cut short: 0\.6 of \d\.\d MiB came from \S+; the connection to \S+ was cut$/],
		[`${address}/page.tar.gz`, '', /^the download from \S+ is neither a tar archive nor a squashfs: it begins with "<!DOCTYPE html><"$/],
		['http://10.0.2.2:1/x', 'rd.tmpfs.retries=0', /^nothing answers at 10\.0\.2\.2:1: .+$/],
		['https://nowhere.invalid/x', 'rd.tmpfs.retries=0', /^the host nowhere\.invalid is not known: no name server knows it$/],
		[`${address}/root.tar.zst`, 'rd.tmpfs.need=2048', /^too little memory: the root needs a machine with 2048 MiB \(rd\.tmpfs\.need\), and this one has 4\d\d MiB$/],
		[`${address}/root.tar.zst`, 'rd.tmpfs.bytes=1073741824', /^too little memory: the image alone has 1024\.0 MiB, and \d+ of 4\d\d MiB are free$/],
		[`${address}/root.tar.zst`, 'rd.tmpfs.size=1M', /^the root does not fit into its 1M of memory \(rd\.tmpfs\.size\): that is 1 MiB of 4\d\d$/],
		['LABEL=attic', 'rd.tmpfs.imgfile=nothing.tar', /^there is no file nothing\.tar on LABEL=attic \(rd\.tmpfs\.imgfile\); available: .*root\.squashfs/],
		['LABEL=cellar', '', /^the volume LABEL=cellar does not exist; available: \/dev\/vda \/dev\/vda1$/],
		['/dev/vda1', 'rd.tmpfs.imgfile=no-init.tar.gz', /^there is no \/sbin\/init in the image from \/dev\/vda1: /],
		['/dev/vda1', 'rd.tmpfs.imgfile=arm.tar.gz', /^the image is for another architecture: its \/sbin\/init is for aarch64, and this kernel is for x86_64 \(exec format error\)$/],
		['/dev/vda1', 'rd.tmpfs.imgfile=text.tar.gz', /^\/sbin\/init of the image is neither a program nor a script, .*\(exec format error\)$/],
	];
	for (const [index, [source, words]] of cases.entries()) {
		await machine.type(`echo '${source}' >/run/tmpfs-root/source; echo '${words}' >/etc/cmdline.d/99-trial.conf; /sbin/tmpfs-root; grep -cE 'sysroot|/run/tmpfs' /proc/mounts | sed 's/^/lab: ${index} left mounted: /'`);
		const lines = await machine.until(new RegExp(String.raw`^lab: ${index} left mounted: \d+$`));
		sentences.push(lines.findLast(line => line.startsWith('ramstrap: failed: '))!.slice('ramstrap: failed: '.length));
		expect(lines.at(-1)).toBe(`lab: ${index} left mounted: 0`);
	}

	expect(machine.lines().find(line => line.includes('failed'))).toBe(`ramstrap: failed: the server does not have ${address}/nothing.tar.zst (404 Not Found)`);
	for (const [index, wanted] of cases.entries()) {
		expect(sentences[index]).toMatch(wanted[2]);
	}

	// A server that cannot start in the middle sends all of it again.
	await machine.type(`echo '${address}/old/root.tar.zst' >/run/tmpfs-root/source; echo 'rd.tmpfs.sha256=${sumOf('root.tar.zst')}' >/etc/cmdline.d/99-trial.conf; exit`);
	expect((await machine.until(/^node: tmpfs$/)).slice(-7)).toContain('ramstrap: verified');
	expect(asked.filter(line => line.includes('/old/'))).toEqual(['GET /old/root.tar.zst', 'GET /old/root.tar.zst bytes=300000-', 'GET /old/root.tar.zst']);
});

test('a volume that never shows up', async () => {
	expect(await boot('root=tmpfs:LABEL=cellar rd.tmpfs.wait=3', {disks: ['disk']})).toEqual(['ramstrap: init', 'ramstrap: failed: the volume LABEL=cellar does not exist; available after 3 seconds: /dev/vda /dev/vda1']);
});

describe('NFS', () => {
	/** The machine in a network of its own with a server that speaks one version only. */
	function bootBeside(version: 3 | 4, words: string): void {
		const place = path.join(folder, `nfs${version}`);
		mkdirSync(path.join(place, 'run'), {recursive: true});
		writeFileSync(path.join(place, 'ganesha.conf'), ganesha(version, images, place));
		const lab = [
			'ip link set lo up', `mount --bind ${place}/run /run`, 'mkdir /run/rpcbind', version === 3 ? 'rpcbind -w' : ':',
			`ganesha.nfsd -L ${place}/log -f ${place}/ganesha.conf -p ${place}/pid`,
			`until grep -q 'NFS SERVER INITIALIZED' ${place}/log; do sleep 0.2; done`,
			'exec "$@"',
		].join('\n');
		machine = startMachine({kernel, initrd, words, before: ['unshare', '--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', lab, 'lab']});
	}

	async function again(source: string): Promise<string[]> {
		await machine.type(`echo '${source}' >/run/tmpfs-root/source; exit`);
		return told(await machine.until(/^node: tmpfs$/)).slice(-4);
	}

	const upAgain = ['ramstrap: image', 'ramstrap: root tmpfs', 'node: image 0', 'node: tmpfs'];

	test('version 3, and asked for version 4', async () => {
		bootBeside(3, 'root=tmpfs:NFS=nfs4:10.0.2.2:/images');
		expect((await machine.until(/failed/)).at(-1)).toMatch(/^ramstrap: failed: the NFS server 10\.0\.2\.2 does not support the requested NFS version \(vers=4\): .+/);
		expect(await again('NFS=nfs:10.0.2.2:/images,tcp,hard,vers=3')).toEqual(upAgain);
	});

	test('version 4, and an export that is not there', async () => {
		bootBeside(4, 'root=tmpfs:nfs4:10.0.2.2:/nothing rd.tmpfs.imgfile=root.tar.gz');
		expect((await machine.until(/failed/)).at(-1)).toMatch(/^ramstrap: failed: the NFS server 10\.0\.2\.2 does not export \/nothing to this node \(10\.0\.2\.15\/24\): .+/);
		expect(await again('NFS=nfs4:10.0.2.2:/images')).toEqual(upAgain);
	});
});

function ganesha(version: 3 | 4, exported: string, place: string): string {
	return `NFS_CORE_PARAM { Protocols = ${version}; Mount_Path_Pseudo = true; Enable_UDP = false; Enable_NLM = false; Enable_RQUOTA = false; MNT_Port = 20048; }
NFSv4 { Graceless = true; RecoveryRoot = "${place}"; Only_Numeric_Owners = true; }
NFS_KRB5 { Active_krb5 = false; }
EXPORT { Export_Id = 1; Path = "${exported}"; Pseudo = /images; Protocols = ${version}; Transports = TCP; SecType = sys; Access_Type = RO; Squash = Root_Squash; FSAL { Name = VFS; } }
LOG { Components { DBUS = FATAL; } }
`;
}
