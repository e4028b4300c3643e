import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {hashFile} from '../../source/run/hash-file.ts';

let folder: string;
const script = path.resolve('source/steps/image/pack-ext2.sh');

beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-image-'));
	const tree = path.join(folder, 'source');
	for (const name of ['etc/late', 'usr/bin']) {
		mkdirSync(path.join(tree, name), {recursive: true});
	}

	writeFileSync(path.join(tree, 'etc/hosts'), '127.0.0.1 localhost\n');
	writeFileSync(path.join(tree, 'etc/late/added'), 'after its folder\n');
	// As the finishing leaves it: a file that comes long after the folder it belongs to.
	const archive = path.join(folder, 'root.tar');
	const fixed = ['--owner=0', '--group=42', '--mtime=@1577836800', '--no-recursion'];
	await execa('tar', ['-cf', archive, '-C', tree, ...fixed, '.', './etc', './etc/late', './usr', './usr/bin', './etc/hosts']);
	await execa('tar', ['-rf', archive, '-C', tree, ...fixed, './etc/late/added']);
	writeFileSync(path.join(tree, 'etc/shared'), 'for one more\n');
	// As text, on the disk, and as the attribute that it has in trees.
	const [text, lists, shared] = ['text.tar', 'lists-of-it', 'shared.tar'].map(name => path.join(folder, name)) as [string, string, string];
	await execa('tar', ['-cf', text, '-C', tree, ...fixed, '--format=posix', '--pax-option=SCHILY.acl.access:=user::rw-\nuser:1000:r--\ngroup::r--\nmask::r--\nother::---', './etc/shared']);
	mkdirSync(lists);
	await execa('tar', ['-xf', text, '-C', lists, '--acls', '--numeric-owner']);
	await execa('tar', ['-cf', shared, '-C', lists, '--xattrs', '--xattrs-include=*', './etc/shared']);
	await execa('tar', ['-Af', archive, shared]);
});
afterAll(() => {
	rmSync(folder, {recursive: true, force: true});
});

/** Packs in a folder of its own, and says what the image is. */
async function pack(name: string, words: string[] = [], place = ''): Promise<string> {
	const own = path.join(folder, name);
	mkdirSync(own);
	await execa('sh', [script, '../root.tar', 'image', '+4', ...words], {cwd: own, env: place === '' ? {} : {PLACE: place}});
	expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(own);
	return hashFile(path.join(own, 'image'));
}

test('an ext2 image is the same whenever it is made', async () => {
	const first = await pack('first');
	await new Promise(resolve => {
		setTimeout(resolve, 1100);
	});
	expect(await pack('second')).toBe(first);
	const {stdout} = await execa('debugfs', ['-R', 'stat /etc/late/added', path.join(folder, 'second/image')]);
	expect(stdout).toMatch(/Group: +42 /);
	for (const time of ['ctime', 'atime', 'mtime', 'crtime']) {
		expect(stdout).toMatch(new RegExp(`${time}: 0x5e0be100`));
	}
});

test('access lists are in it, or it is said that they are not', async () => {
	await pack('lists');
	const {stdout} = await execa('debugfs', ['-R', 'ea_list /etc/shared', path.join(folder, 'lists/image')]);
	// The number 1000 of a user, little-endian.
	expect(stdout).toMatch(/system\.posix_acl_access .*e8 03 00 00/);
	const say = path.resolve('source/steps/image/access-lists.sh');
	const said = async (archive: string) => (await execa('sh', [say, archive, 'a squashfs', 'image: archive keeps them'], {cwd: folder})).stderr;
	for (const archive of ['root.tar', 'shared.tar', 'text.tar']) {
		expect(await said(archive)).toBe('warning: access lists (ACLs) are not in a squashfs, which has none; image: archive keeps them');
	}

	writeFileSync(path.join(folder, 'none.tar'), 'SCHILY.acl.access= is a word in a file\n');
	expect(await said('none.tar')).toBe('');
});

test('on a disk, and by fakeroot, it is a whole file system with the same owners', async () => {
	await pack('disk', [], 'disk');
	await pack('fakeroot', ['fakeroot']);
	for (const name of ['disk', 'fakeroot']) {
		const image = path.join(folder, name, 'image');
		await execa('e2fsck', ['-fn', image]);
		expect((await execa('debugfs', ['-R', 'stat /etc/hosts', image])).stdout).toMatch(/User: +0 +Group: +42 /);
	}
});

test('one that is too small for the tree says what it takes', async () => {
	const own = path.join(folder, 'small');
	mkdirSync(own);
	const {exitCode, stderr} = await execa('sh', [script, '../root.tar', 'image', '1'], {cwd: own, reject: false});
	expect(exitCode).toBe(1);
	expect(stderr).toMatch(/^ramdisk is 1, but the system files alone need \d+ MiB: write at least \d+, or remove it\.$/m);
});
