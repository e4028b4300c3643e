import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';

const scripts = path.resolve('source/steps/tree');

let folder: string;
beforeEach(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-pack-'));
	for (const name of ['tree/etc', 'tree/var', 'tree/home/me', 'tree/srv/my data', 'tree/proc', 'other', 'work']) {
		mkdirSync(path.join(folder, name), {recursive: true});
	}

	writeFileSync(path.join(folder, 'tree/home/me/letter'), 'x');
	writeFileSync(path.join(folder, 'other/file'), 'x');
	await execa('cp', ['layers.pl', 'tar.pl', 'acl.pl', 'pack-folder.sh', '../system/find-traces.sh', path.join(folder, 'work')], {cwd: scripts});
});
afterEach(() => {
	rmSync(folder, {recursive: true});
});

/** Packs the tree in a namespace of its own, after `before`; says the names in the archive, and the warnings. */
async function pack(before: string, ...words: string[]): Promise<{names: string[]; said: string}> {
	const script = `${before}\ncd work && exec sh pack-folder.sh "$TREE" "$@"`;
	const {stderr, exitCode} = await execa('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-euc', script, 'sh', ...words], {cwd: folder, env: {TREE: path.join(folder, 'tree')}, reject: false});
	const {stdout} = exitCode === 0 ? await execa('tar', ['--list', '--file', 'work/root.tar'], {cwd: folder}) : {stdout: ''};
	return {names: stdout.split('\n').filter(name => !/^$|\/$/.test(name)).toSorted(), said: stderr};
}

describe('a file system that is mounted below the folder', () => {
	test.each([
		['is part of it', 'mount --bind other tree/var', [], ['./home/me/letter', './var/file'], ''],
		['whatever it is called', 'mount --bind other "tree/srv/my data"', [], ['./home/me/letter', './srv/my data/file'], ''],
		['also below another one', 'mount --bind tree/home tree/var; mount --bind other tree/var/me', [], ['./home/me/letter', './var/me/file'], ''],
		['of the kernel is not', 'mount -t tmpfs none tree/srv; : >tree/srv/x', [], ['./home/me/letter'], ''],
		['of a whole machine is, where the system lies', 'mount --bind other tree/var', ['--system', './home/*'], ['./var/file'], ''],
		['of a whole machine is not elsewhere, and that is said', 'mkdir tree/data; mount --bind other tree/data', ['--system', './home/*'], [],
			'warning: data is a separate file system on this machine (not part of the system) and is not copied; tree.keep: [data] copies it'],
		['of a whole machine is when it is to be kept', 'mkdir tree/data; mount --bind other tree/data', ['--system', './home/*', '--keep=data'], ['./data/file'], ''],
	])('%s', async (_what, before, words, names, said) => {
		expect(await pack(before, ...words)).toEqual({names, said});
	});
});

test('what is to be kept is kept, whatever the patterns say', async () => {
	expect(await pack('', './home/*', './srv/*', '--keep=home/me')).toEqual({names: ['./home/me/letter'], said: ''});
	expect(await pack('', '--keep=nothing')).toEqual({names: [], said: 'tree.keep has nothing, which does not exist'});
});

test('of what is to be emptied the folders stay, whatever the names of the files', async () => {
	mkdirSync(path.join(folder, 'tree/var/log/nginx'), {recursive: true});
	for (const name of ['var/log/nginx/*.log', 'var/log/[a]', 'var/kept.log']) {
		writeFileSync(path.join(folder, 'tree', name), 'x');
	}

	expect((await pack('', '--emptied=var/log', './home/*')).names).toEqual(['./var/kept.log']);
	expect((await execa('tar', ['--list', '--file', 'work/root.tar'], {cwd: folder})).stdout).toContain('./var/log/nginx/');
});

test('secrets of a whole machine stay behind, and that is said, unless they are to be kept', async () => {
	for (const [name, text] of Object.entries({
		'etc/wireguard/wg0.conf': 'x', 'etc/wireguard/wg 1.conf': 'x', 'srv/app/odd[1].pem': '-----BEGIN EC PRIVATE KEY-----\nx', 'srv/app/public.pem': '-----BEGIN PUBLIC KEY-----\nx', 'etc/hosts': 'x',
	})) {
		mkdirSync(path.dirname(path.join(folder, 'tree', name)), {recursive: true});
		writeFileSync(path.join(folder, 'tree', name), text);
	}

	expect(await pack('', '--system', './home/*', '--secret=etc/wireguard/*')).toEqual({
		names: ['./etc/hosts', './srv/app/public.pem'],
		said: String.raw`warning: secrets of this machine are not copied: etc/wireguard/wg0.conf, etc/wireguard/wg\0401.conf, srv/app/odd[1].pem; tree.keep lists files to copy anyway`,
	});
	expect(await pack('', '--system', './home/*', '--secret=etc/wireguard/*', '--keep=etc/wireguard', '--keep=srv/app')).toEqual({
		names: ['./etc/hosts', './etc/wireguard/wg 1.conf', './etc/wireguard/wg0.conf', './srv/app/odd[1].pem', './srv/app/public.pem'], said: '',
	});
});

test('a folder that has the root file system in a folder of its own says which', async () => {
	rmSync(path.join(folder, 'tree/etc'), {recursive: true});
	mkdirSync(path.join(folder, 'tree/rootfs/etc'), {recursive: true});
	expect((await pack('')).said).toBe(`tree.path is ${folder}/tree, and the root file system is in ${folder}/tree/rootfs; use that folder`);
});

test('a log of 400 GB, most of which is a hole, costs nothing', async () => {
	await execa('truncate', ['--size', '400G', path.join(folder, 'tree/var/lastlog')]);
	expect((await pack('', '--emptied=none')).names).toContain('./var/lastlog');
	const {stdout} = await execa('stat', ['--format', '%s', path.join(folder, 'work/root.tar')]);
	expect(Number(stdout)).toBeLessThan(100_000);
});
