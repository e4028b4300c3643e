import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, inject, onTestFinished, test} from 'vitest';
import type {RecipeInput} from '../../../source/recipe/schema.ts';
import {treeStep} from '../../../source/steps/tree/index.ts';
import {debianFacts, sampleRecipe} from '../../sample.ts';
import {describeTar} from './describe-tar.ts';
import {doStep, refusalOf} from './do-step.ts';
import {makeLvmImage} from './lvm-image.ts';
import {smallRepository} from './small-repository.ts';
import {makeSmallTree, smallTree} from './small-tree.ts';

// Every source makes the same archive of the same tree. The tools of this machine do it; what is missing fails by its
// name.

const made = path.join(inject('builtHome'), 'work/disk');
let folder: string;
let tree: string;

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-trees-'));
	tree = path.join(folder, 'tree of mine');
	await makeSmallTree(tree, path.join(made, 'busybox/busybox'));
	mkdirSync(path.join(folder, 'work'));
	symlinkSync(path.join(made, 'kernel'), path.join(folder, 'work/kernel'));
	symlinkSync(path.join(made, 'busybox'), path.join(folder, 'work/busybox'));
});

afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

const facts = {...debianFacts, user: {root: true, sudo: false}};
const stepFor = (source: RecipeInput['tree']) => treeStep(sampleRecipe({strategy: 'dracut-toram', tree: source}), facts);
const make = async (source: RecipeInput['tree']) => doStep(stepFor(source), path.join(folder, 'work'));
const refused = async (source: RecipeInput['tree']) => refusalOf(stepFor(source), path.join(folder, 'work'));
const at = (name: string) => path.join(folder, name);

test('a folder, whatever its names, without sockets and what the kernel fills', async () => {
	const server = createServer().listen(path.join(tree, 'etc/socket'));
	onTestFinished(() => {
		server.close();
	});
	await once(server, 'listening');
	const archive = await make({from: 'directory', path: tree});
	expect(await describeTar(archive)).toEqual(smallTree);
	const first = readFileSync(archive);
	await make({from: 'directory', path: tree});
	expect(readFileSync(archive).equals(first)).toBe(true);
});

test('a folder with a name that is no UTF-8 keeps it, byte for byte', async () => {
	const other = at('latin');
	mkdirSync(path.join(other, 'etc'), {recursive: true});
	writeFileSync(Buffer.concat([Buffer.from(`${other}/etc/`), Buffer.from([0xFC])]), 'x\n');
	const archive = await make({from: 'directory', path: other});
	const {stdout} = await execa('bsdtar', ['-tf', archive], {env: {LC_ALL: 'C'}});
	expect(stdout.split('\n')).toEqual(['./', './etc/', String.raw`./etc/\374`]);
});

describe('an archive', () => {
	test.each([
		['none', ['cat']], ['gzip', ['gzip']], ['xz', ['xz', '-1']], ['zstd', ['zstd']], ['lz4', ['lz4']], ['bzip2', ['bzip2', '-1']],
	])('packed by %s', async (name, [program, ...words]) => {
		await execa('tar', ['--create', '--file', at('tree.tar'), '--sort=name', '--format=pax', '--xattrs', '--xattrs-include=*', '--directory', tree, '.']);
		await execa(program!, words, {inputFile: at('tree.tar'), stdout: {file: at(`tree.${name}`)}});
		expect(await describeTar(await make({from: 'archive', path: at(`tree.${name}`)}))).toEqual(smallTree);
	});

	test('with names that are no UTF-8, in both formats of GNU tar', async () => {
		const other = at('latin-archive');
		mkdirSync(path.join(other, 'etc'), {recursive: true});
		writeFileSync(Buffer.concat([Buffer.from(`${other}/etc/`), Buffer.from([0xFC])]), 'x\n');
		for (const format of ['pax', 'gnu']) {
			await execa('tar', ['--create', '--gzip', '--file', at(`latin.${format}`), `--format=${format}`, '--sort=name', '--directory', other, '.']);
			const {stdout} = await execa('bsdtar', ['-tf', await make({from: 'archive', path: at(`latin.${format}`)})], {env: {LC_ALL: 'C'}});
			expect(stdout.split('\n')).toEqual(['./', './etc/', String.raw`./etc/\374`]);
		}
	});

	test('with names that do not begin with ./', async () => {
		await execa('sh', ['-c', 'tar --create --file ../plain.tar --sort=name --format=pax --xattrs --xattrs-include="*" *'], {cwd: tree});
		expect(await describeTar(await make({from: 'archive', path: at('plain.tar')}))).toEqual(smallTree.slice(1));
	});

	test('with one folder around all of it, which is taken off', async () => {
		await execa('tar', ['--create', '--file', at('around.tar'), '--sort=name', '--format=pax', '--xattrs', '--xattrs-include=*', '--directory', folder, path.basename(tree)]);
		expect(await describeTar(await make({from: 'archive', path: at('around.tar')}))).toEqual(smallTree);
		expect(readFileSync(at('work/tree.log'), 'utf8')).toContain('The root file system is in the folder tree of '
			+ 'mine of the archive.');
	});

	test('with one folder that is part of a tree keeps it', async () => {
		await execa('tar', ['--create', '--file', at('usr.tar'), '--directory', tree, 'usr']);
		const lines = await describeTar(await make({from: 'archive', path: at('usr.tar')}));
		expect(lines[0]).toBe('./usr 755 0:0 dir');
	});

	test('that is none, is empty, is cut off, or is not there', async () => {
		writeFileSync(at('text.tar'), 'not an archive\n');
		writeFileSync(at('nothing.tar'), '');
		writeFileSync(at('half.tgz'), readFileSync(at('tree.gzip')).subarray(0, 500_000));
		expect(await refused({from: 'archive', path: at('text.tar')})).toContain('text.tar is not an archive that '
			+ 'bsdtar can read, such as tar compressed with gzip');
		expect(await refused({from: 'archive', path: at('nothing.tar')})).toContain('nothing.tar is empty');
		expect(await refused({from: 'archive', path: at('half.tgz')})).toContain('half.tgz cannot be read to its end: it is truncated or damaged');
		expect(await refused({from: 'archive', path: at('none.tar')})).toContain('none.tar does not exist');
	});
});

describe('a disk image', () => {
	beforeAll(async () => {
		await execa('mke2fs', ['-q', '-t', 'ext4', '-d', tree, at('bare.raw'), '32M']);
		await execa('truncate', ['-s', '80M', at('gpt.raw')]);
		await execa('sfdisk', ['--quiet', at('gpt.raw')], {input: 'label: gpt\nsize=4M\nsize=32M, type=linux\nsize=8M, type=linux\n'});
		await execa('dd', [`if=${at('bare.raw')}`, `of=${at('gpt.raw')}`, 'bs=1M', 'seek=5', 'conv=notrunc,sparse', 'status=none']);
		await execa('qemu-img', ['convert', '-O', 'qcow2', at('gpt.raw'), at('a, b.qcow2')]);
	});

	test('without a partition table', async () => {
		expect(await describeTar(await make({from: 'disk-image', path: at('bare.raw')}))).toEqual(smallTree);
	});

	test('in qcow2, with a GPT: the partition with the Linux is found', async () => {
		expect(await describeTar(await make({from: 'disk-image', path: at('a, b.qcow2')}))).toEqual(smallTree);
		expect(readFileSync(at('work/tree.log'), 'utf8')).toContain('partition 2 (ext4, 32 MiB)');
	});

	describe('with a partition table of old, in it LVM, and btrfs in a logical partition', () => {
		beforeAll(async () => {
			await makeLvmImage(at('bare.raw'), at('lvm.raw'), at('work'));
		});

		test('the largest is taken, with what its fstab mounts and with subvolumes, and what else there is is told', async () => {
			const added = [
				'./.snapshots 755 0:0 dir', './.snapshots/1 755 0:0 dir', String.raw`./etc/fstab 644 0:0 file "UUID=old / btrfs subvol=@ 0 0\nUUID=old /home btrfs subvol=/@home,compress=zstd 0 0"`, './home 755 0:0 dir', './home/file 644 0:0 file "mine"',
				'./opt 755 0:0 dir', './opt/app 755 0:0 dir', './opt/app/payload 644 0:0 file "data"',
			];
			expect((await describeTar(await make({from: 'disk-image', path: at('lvm.raw')}))).toSorted()).toEqual([...smallTree, ...added].toSorted());
			const others = ['small/root', 'small/thin', 'small/kept'].map(name => `volume ${name} (ext4, 32 MiB) has a Linux too: tree.partition: ${name}`);
			expect(readFileSync(at('work/tree.log'), 'utf8')).toContain(`warning: took partition 5, subvolume @ (btrfs, 280 MiB); ${others.join('; ')}\n`);
		});

		test('a thin volume is taken where it is named', async () => {
			expect(await describeTar(await make({from: 'disk-image', path: at('lvm.raw'), partition: 'small/thin'}))).toEqual(smallTree);
			expect(await refused({from: 'disk-image', path: at('lvm.raw'), partition: 'small/pool'})).toContain('there is no logical volume small/pool with files on it; it has: small/root small/swap small/thin small/kept');
		});
	});

	describe('whose etc/fstab mounts what is elsewhere', () => {
		beforeAll(async () => {
			await execa('sh', ['-ec', makeParts, 'sh', tree, at('parts.raw')], {cwd: folder, env: {fstabOfRoot, fstabOfOther}});
		});

		test('partitions of the image come along, by any name, and one line tells what does not', async () => {
			const lines = await describeTar(await make({from: 'disk-image', path: at('parts.raw')}));
			expect(lines).toEqual(expect.arrayContaining([
				'./usr/bin/ping 4750 0:0 file program, cap_net_raw=ep', './usr/sbin/init 777 0:0 link ../bin/busybox', './var/state 644 0:0 file "of var"',
				String.raw`./home/my\040files/mine 644 0:0 file "mine"`, './srv/again/page 644 0:0 file "a page"', './srv/www/page 644 0:0 file "a page"',
			]));
			expect(lines.filter(line => line.includes('lost+found'))).toEqual([]);
			expect(readFileSync(at('work/tree.log'), 'utf8').split('\n').filter(line => line.startsWith('warning: '))).toEqual([
				'warning: etc/fstab mounts /data from UUID=99999999-0000-0000-0000-000000000000, which is not in this '
				+ 'image, and is not copied',
				'warning: etc/fstab mounts /opt from server:/export, which is a file system of another machine (nfs), '
				+ 'and is not copied',
				'warning: etc/fstab shows /srv/www as /srv/again too (bind): its files are copied twice',
				'warning: took partition 1 (ext4, 24 MiB, Small 2); partition 4 (ext4, 12 MiB) has a Linux too: tree.partition: 4; partition 5 is encrypted (LUKS), and was not looked into',
			]);
		});

		test('a root without its /usr is refused', async () => {
			expect(await refused({from: 'disk-image', path: at('parts.raw'), partition: '4'})).toContain('its etc/fstab mounts /usr from /dev/sdb1, which is not in this image; give an image that has both');
		});
	});

	test('that has no such partition, no Linux, or nothing at all', async () => {
		expect(await refused({from: 'disk-image', path: at('gpt.raw'), partition: '7'})).toContain('there is no partition 7 on it; it has: 1 2 3');
		await execa('truncate', ['-s', '4M', at('zeros.raw')]);
		expect(await refused({from: 'disk-image', path: at('zeros.raw')})).toContain('there is no Linux on it: no partitions, and no file system with etc/ and with /sbin/init or /etc/os-release');
		writeFileSync(at('nothing.raw'), '');
		expect(await refused({from: 'disk-image', path: at('nothing.raw')})).toContain('nothing.raw, which is empty');
		expect(await refused({from: 'disk-image', path: at('tree.gzip')})).toContain('is compressed; decompress it first');
	});
});

// The larger file system is that of /usr, which has an init and an etc of its own.
const makeParts = String.raw`
mkdir parts parts/root parts/other parts/files parts/var
tar -C "$1" --exclude=./usr --xattrs '--xattrs-include=*' -cf - . | tar -C parts/root --xattrs '--xattrs-include=*' -xf -
cd parts
mkdir -p root/usr root/var root/data root/opt root/srv/again root/srv/www 'root/home/my files' other/etc other/usr
rm root/etc/os-release
ln -s ../usr/lib/os-release root/etc/os-release
cp -a "$1/usr" usr
mkdir usr/lib usr/share usr/etc
echo 'PRETTY_NAME="Small 2"' >usr/lib/os-release
echo 'a page' >root/srv/www/page
echo 'of var' >var/state
echo mine >files/mine
printf %s "$fstabOfRoot" >root/etc/fstab
printf %s "$fstabOfOther" >other/etc/fstab
mke2fs -q -t ext4 -d root 1 24M
mke2fs -q -t ext4 -d usr 2 32M
mke2fs -q -t ext4 -L 'its var' -d var 3 8M
mke2fs -q -t ext4 -d other 4 12M
mke2fs -q -t ext4 -d files 6 8M
printf 'LUKS\272\276\0\2' >5
truncate -s 96M "$2"
printf 'label: gpt\nsize=24M\nsize=32M, uuid=11111111-2222-3333-4444-55555555ABCD\nsize=8M\nsize=12M\nsize=8M\nsize=8M, name=files\n' | sfdisk --quiet "$2"
printf '1 1\n2 25\n3 57\n4 65\n5 77\n6 85\n' | while read -r n place; do
	dd "if=$n" "of=$2" bs=1M "seek=$place" conv=notrunc,sparse status=none
done
`;

const fstabOfRoot = String.raw`# What is mounted where
UUID=of-another-disk / ext4 defaults 0 1
LABEL="its\040var" /var/ ext4 defaults 0 2
/dev/disk/by-partuuid/11111111-2222-3333-4444-55555555abcd	/usr	ext4	ro,nofail
UUID=99999999-0000-0000-0000-000000000000 /data ext4 nofail 0 2
/dev/vda6 /home/my\040files auto
server:/export /opt nfs defaults 0 0
/srv/www /srv/again none bind 0 0
tmpfs /tmp tmpfs size=1G
/dev/sda9 none swap sw 0 0
/dev/sr0 /media/cdrom0 udf,iso9660 user,noauto 0 0
UUID=AB12-34CD /boot/efi vfat umask=0077 0 1
`;

const fstabOfOther = '/dev/sda4 / ext4\n/dev/sdb1 /usr ext4 defaults\n';

describe('a container image', () => {
	const image = () => `${at('layout')}:latest`;

	beforeAll(async () => {
		const rootfs = at('bundle/rootfs');
		await execa('umoci', ['init', '--layout', at('layout')]);
		await execa('umoci', ['new', '--image', image()]);
		await execa('umoci', ['unpack', '--image', image(), at('bundle')]);
		await execa('sh', ['-ec', 'cp -a . "$1"; cd "$1"; echo old >etc/os-release; echo gone >etc/gone; mkdir -p opt/full; echo kept >opt/full/a; ln opt/full/a etc/kept', 'sh', rootfs], {cwd: tree});
		await execa('umoci', ['repack', '--image', image(), at('bundle')]);
		rmSync(at('bundle'), {recursive: true});
		await execa('umoci', ['unpack', '--image', image(), at('bundle')]);
		await execa('sh', ['-ec', 'rm -r etc/gone opt; cp -a "$1"/etc/os-release etc/', 'sh', tree], {cwd: rootfs});
		await execa('umoci', ['repack', '--image', image(), at('bundle')]);
		await execa('umoci', ['config', '--image', image(), '--architecture', 'amd64']);
	});

	// The name whose first name is deleted above keeps its content.
	const withKept = [...smallTree, './etc/kept 644 0:0 file "kept"'].toSorted();

	test('as a layout: upper layers hide and delete what is in lower ones', async () => {
		expect(await describeTar(await make({from: 'oci', path: at('layout')}))).toEqual(withKept);
	});

	test('as an archive', async () => {
		await execa('skopeo', ['--insecure-policy', 'copy', '--quiet', `oci:${image()}`, `oci-archive:${at('image.tar')}`]);
		expect(await describeTar(await make({from: 'oci', path: at('image.tar')}))).toEqual(withKept);
	});

	test('for other machines, or none at all', async () => {
		expect(await refused({from: 'oci', path: at('gpt.raw.tar')})).toContain('does not exist');
		expect(await refused({from: 'oci', path: at('tree.tar')})).toContain('is not a container image; for an archive '
			+ 'of a root file system write tree.from: archive');
		expect(await refused({from: 'oci', path: tree})).toContain('a folder without index.json, so not an OCI layout; '
			+ 'for an unpacked system write tree.from: directory');
		await execa('umoci', ['config', '--image', image(), '--architecture', 'arm64']);
		expect(await refused({from: 'oci', path: at('layout')})).toMatch(/arm64|x86-64/);
	});
});

describe('packages', () => {
	test('by dnf, from a repository on this machine', async () => {
		const mirror = await smallRepository(at('rpm'), tree);
		const lines = await describeTar(await make({from: 'bootstrap', release: 43, mirror}));
		expect(lines).toContain('./usr/bin/ping 4750 0:0 file program, cap_net_raw=ep');
		expect(lines).toContain('./etc/os-release 640 0:0 file "ID=small"');
		expect(lines).toContain('./etc/post 644 0:0 file "a scriptlet ran"');
		expect(lines.filter(line => line.startsWith('./var/cache/'))).toEqual([]);
	});

	test('by mmdebstrap: the same bytes as from the mirror, from the packages that were downloaded then', async () => {
		const fromMirror = path.join(inject('builtHome'), 'work/debian-tmpfs');
		await execa('cp', ['-r', path.join(fromMirror, 'packages'), at('work')]);
		const suite = /^VERSION_CODENAME=(.*)$/m.exec(readFileSync('/etc/os-release', 'utf8'))![1]!;
		const archive = await make({from: 'bootstrap', suite, packages: ['openssh-server']});
		expect(readFileSync(archive).equals(readFileSync(path.join(fromMirror, 'tree/root.tar')))).toBe(true);
		const {stdout} = await execa('bsdtar', ['-tf', archive], {env: {LC_ALL: 'C'}});
		const names = stdout.split('\n');
		expect(names).toEqual(expect.arrayContaining(['./', './dev/', './proc/', './sys/', './run/', './tmp/', './sbin', './usr/lib/systemd/systemd', './usr/share/doc/bash/copyright']));
		expect(names.filter(name => name.includes('ssh_host_'))).toEqual([]);
		expect(names.filter(name => /^\.\/(?:dev|proc|sys|run|tmp)\/./.test(name))).toEqual([]);
		expect(names.filter(name => name.startsWith('./usr/share/man/man1/') && name.endsWith('.gz'))).toEqual([]);
	});

	test('that do not exist are named', async () => {
		expect(await refused({from: 'bootstrap', suite: 'bookworm', packages: ['no-such-package']})).toContain('Unable to locate package no-such-package');
	});
});
