import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';

const scripts = path.resolve('source/steps/tree');

let folder: string;
beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-archive-'));
	mkdirSync(path.join(folder, 'work'));
	await execa('cp', ['layers.pl', 'tar.pl', 'acl.pl', 'read-archive.sh', 'canonical.sh', path.join(folder, 'work')], {cwd: scripts});
});
afterEach(() => {
	rmSync(folder, {recursive: true});
});

/** Makes files with these names in a folder `in`, then an archive of them, and reads it. */
async function read(names: readonly string[], make = 'tar -C in -cf archive .'): Promise<{names: string[]; said: string}> {
	for (const name of names) {
		mkdirSync(path.join(folder, 'in', path.dirname(name)), {recursive: true});
		writeFileSync(path.join(folder, 'in', name), 'x');
	}

	await execa('sh', ['-ec', make], {cwd: folder});
	const {exitCode, stderr, stdout} = await execa('sh', ['canonical.sh', '../archive'], {cwd: path.join(folder, 'work'), reject: false});
	const listed = exitCode === 0 ? (await execa('tar', ['--list', '--file', 'work/root.tar'], {cwd: folder})).stdout : '';
	return {names: listed.split('\n').filter(name => !name.endsWith('/')).toSorted(), said: [stdout, stderr].filter(Boolean).join('\n')};
}

const root = ['etc/passwd', 'usr/bin/x'];
const flat = ['./etc/passwd', './usr/bin/x'];
const below = (prefix: string) => root.map(name => `${prefix}/${name}`);

describe('the root file system in an archive', () => {
	test.each([
		['at the top', root, 'tar -C in -cf archive .', flat, ''],
		['in one folder', below('a b'), 'tar -C in -cf archive "a b"', flat, 'The root file system is in the folder a b of the archive.'],
		['in a folder of a folder', below('image/rootfs'), undefined, flat, 'The root file system is in the folder '
		+ 'image/rootfs of the archive.'],
		['as zip', below('root.x86_64'), 'cd in; bsdtar -cf ../archive --format=zip .', flat, 'The root file system is '
		+ 'in the folder root.x86_64 of the archive.'],
		['as cpio', root, 'cd in; bsdtar -czf ../archive --format=newc .', flat, ''],
		['as tar of 1979', root, 'tar -C in --format=v7 -cJf archive .', flat, ''],
		['by absolute names', root, 'tar -C in -cPf archive --transform "s,^[.]/,/," ./etc ./usr', flat, ''],
		['with garbage behind it', root, 'tar -C in -czf archive .; echo garbage >>archive', flat, ''],
		['of which there is a part only', ['usr/bin/x'], undefined, ['./usr/bin/x'], ''],
		['with another one deep in it', [...root, ...below('srv/chroot')], undefined, ['./etc/passwd', './srv/chroot/etc/passwd', './srv/chroot/usr/bin/x', './usr/bin/x'], ''],
		['of which there is an application only', ['opt/app/etc/conf', 'opt/app/bin/app'], undefined, ['./opt/app/bin/app', './opt/app/etc/conf'], ''],
	])('%s', async (_where, names, make, found, said) => {
		expect(await read(names, make)).toEqual({names: found, said});
	});

	test('beside other files', async () => {
		const {names, said} = await read([...below('rootfs'), 'metadata.yaml', 'templates/hosts']);
		expect(names).toEqual(flat);
		expect(said).toMatch(/^The root file system is in the folder rootfs of the archive\.\nwarning: ramstrap uses the root file system in rootfs of \.\.\/archive and ignores the rest: .*(?:metadata\.yaml|templates).* $/);
	});

	test('twice', async () => {
		expect(await read([...below('a'), ...below('b')])).toMatchObject({said: expect.stringMatching(/^\.\.\/archive contains more than one root file system: [ab] [ab] - unpack one of them/) as string});
	});
});

test.each([
	['a container image', ['oci-layout', 'index.json', 'blobs/sha256/x'], undefined, /^\.\.\/archive is a container image; write tree\.from: oci$/],
	['a live CD', ['live/filesystem.squashfs', 'boot/vmlinuz'], undefined, /^\.\.\/archive contains no root file system, but .*live\/filesystem\.squashfs may be one; extract it/],
	['a file system', [], 'truncate -s 4M archive; mke2fs -qF -t ext4 archive', /^\.\.\/archive is an image of a disk or a file system, not an archive; write tree\.from: disk-image$/],
	['a folder', [], 'mkdir archive', /^\.\.\/archive is a folder; write tree\.from: directory$/],
	['a text', [], 'echo text >archive', /is not an archive that bsdtar can read/],
])('%s is called what it is', async (_what, names, make, said) => {
	expect((await read(names, make)).said).toMatch(said);
});

test.each(['gzip', 'xz', 'zstd', 'lz4', 'bzip2'])('an archive that %s packed, cut short or with a wrong byte, is damaged', async program => {
	await execa('sh', ['-ec', `mkdir -p in/etc; head -c 300000 /dev/urandom >in/etc/x; tar -C in -cf plain .; ${program} -c <plain >whole`], {cwd: folder});
	expect((await read([], 'head -c 200000 whole >archive')).said).toContain('../archive cannot be read to its end: it '
		+ 'is truncated or damaged; download or create it again');
	const bytes = readFileSync(path.join(folder, 'whole'));
	bytes.fill(0xFF, 150_000, 150_100);
	writeFileSync(path.join(folder, 'archive'), bytes);
	expect((await read([], 'true')).said).toContain('../archive cannot be read to its end: it is truncated or damaged; '
		+ 'download or create it again');
});

test('a squashfs image is read, with its capabilities, whatever it is called', async () => {
	await execa('sh', ['-ec', 'mkdir -p in/etc in/usr; echo x >in/etc/passwd; cp /bin/true in/usr/ping; setcap cap_net_raw+ep in/usr/ping; mksquashfs in archive -quiet -no-progress'], {cwd: folder});
	expect(await read([], 'true')).toEqual({names: ['./etc/passwd', './usr/ping'], said: ''});
	const {stdout} = await execa('sh', ['-ec', 'mkdir out; tar -C out --xattrs --xattrs-include="*" -xf work/root.tar; getcap out/usr/ping'], {cwd: folder});
	expect(stdout).toContain('cap_net_raw=ep');
});

test('without the program that reads squashfs images it says which, and another way', async () => {
	await execa('sh', ['-ec', 'mkdir in; mksquashfs in archive -quiet -no-progress; mkdir bin; for p in sh od tr cat head tail grep cp rm perl awk; do ln -s "$(command -v $p)" bin/; done'], {cwd: folder});
	const {stderr} = await execa('sh', ['canonical.sh', '../archive'], {cwd: path.join(folder, 'work'), reject: false, extendEnv: false, env: {PATH: path.join(folder, 'bin')}});
	expect(stderr.split('\n').at(-1)).toBe('../archive is a squashfs image, and reading it needs sqfs2tar; install the '
		+ 'package squashfs-tools-ng, or unpack the image as root with "unsquashfs -d tree ../archive" and write '
		+ 'tree.from: directory');
});
