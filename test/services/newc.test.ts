import {execFileSync} from 'node:child_process';
import {chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {readNodeContent} from '../../source/host/node-content.ts';
import {formatNewc} from '../../source/services/newc.ts';
import {nodeArchive} from '../../source/services/node-archive.ts';
import {needTool} from '../need-tool.ts';
import {recipeWith} from '../recipe/recipe.ts';

const list = (archive: Uint8Array) => execFileSync('cpio', ['-tv', '--numeric-uid-gid', '--quiet'], {input: archive, encoding: 'utf8', env: {...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8'}}).replaceAll(/ +/g, ' ');

let folder: string;

beforeAll(async () => {
	await needTool('cpio');
	await needTool('bsdtar', 'libarchive-tools');
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-newc-'));
	mkdirSync(path.join(folder, 'own/etc/kitchen'), {recursive: true, mode: 0o755});
	writeFileSync(path.join(folder, 'own/etc/kitchen/secret'), 'salt\n');
	chmodSync(path.join(folder, 'own/etc/kitchen/secret'), 0o660);
	symlinkSync('kitchen/secret', path.join(folder, 'own/etc/läuft'));
	writeFileSync(path.join(folder, 'one.pub'), '# mine\nssh-ed25519 AAAAC3one one\n');
	writeFileSync(path.join(folder, 'id'), '-----BEGIN OPENSSH PRIVATE KEY-----\n');
});

afterAll(() => {
	rmSync(folder, {recursive: true});
});

const inRam = {strategy: 'busybox-initramfs', root: 'tmpfs', tree: {from: 'bootstrap'}} as const;
const kitchen = () => ({mac: '52:54:00:00:00:01', name: 'kitchen', keys: [path.join(folder, 'one.pub')], files: path.join(folder, 'own')});

function archiveOf(input: Parameters<typeof recipeWith>[0]): Uint8Array | undefined {
	const recipe = recipeWith(input);
	return nodeArchive(recipe, recipe.nodes[0]!, readNodeContent(recipe)[0]!);
}

describe('what a node has of its own, as cpio itself reads it', () => {
	test('name, machine-id, keys and files with their modes, all of it root\'s', () => {
		const archive = archiveOf({...inRam, nodes: [kitchen()]})!;
		expect(archive.length % 512).toBe(0);
		expect(list(archive)).toBe(`drwx------ 2 0 0 0 Jan 1 1970 ramstrap
-rw------- 1 0 0 26 Jan 1 1970 ramstrap/keys
drwxr-xr-x 2 0 0 0 Jan 1 1970 ramstrap/node
drwxr-xr-x 2 0 0 0 Jan 1 1970 ramstrap/node/etc
drwxr-xr-x 2 0 0 0 Jan 1 1970 ramstrap/node/etc/kitchen
-rw-r----- 1 0 0 5 Jan 1 1970 ramstrap/node/etc/kitchen/secret
lrwxrwxrwx 1 0 0 14 Jan 1 1970 ramstrap/node/etc/läuft -> kitchen/secret
-rw-r--r-- 1 0 0 8 Jan 1 1970 ramstrap/node/etc/hostname
-r--r--r-- 1 0 0 33 Jan 1 1970 ramstrap/node/etc/machine-id
`);
	});

	test('BusyBox alone has no use of a machine-id', () => {
		expect(list(archiveOf({nodes: [{mac: '52:54:00:00:00:01', name: 'kitchen'}]})!)).not.toContain('machine-id');
	});

	test('of many machines it holds what is the same for all', () => {
		const {keys, files} = kitchen();
		const said = list(archiveOf({...inRam, nodes: [{mac: '52:54:00:*:*:*', keys, files}]})!);
		expect(said).toContain('kitchen/secret');
		expect(said).not.toMatch(/machine-id|hostname/);
	});

	test('what lies in the folder goes before what would be made', () => {
		writeFileSync(path.join(folder, 'own/etc/hostname'), 'other\n');
		const archive = archiveOf({...inRam, nodes: [kitchen()]})!;
		expect(list(archive).match(/hostname/g)).toHaveLength(1);
		expect(execFileSync('cpio', ['-i', '--to-stdout', '--quiet', 'ramstrap/node/etc/hostname'], {input: archive, encoding: 'utf8'})).toBe('other\n');
		rmSync(path.join(folder, 'own/etc/hostname'));
	});
});

test('another archive may stand right behind it', () => {
	const [first, second] = ['one', 'two'].map(name => formatNewc([{path: name, type: 'file', mode: 0o644, content: Buffer.from(name)}]));
	expect(execFileSync('bsdtar', ['-tf', '-'], {input: first, encoding: 'utf8'})).toBe('one\n');
	// As the EFI stub puts them, without anything between them.
	expect(Buffer.concat([first!, second!]).subarray(first!.length, first!.length + 6).toString()).toBe('070701');
});

test('the same each time, and another machine-id for another machine or recipe', () => {
	const own = (name: string, mac: string) => Buffer.from(archiveOf({...inRam, name, nodes: [{mac, name: 'kitchen'}]})!).toString('latin1');
	expect(own('a', '52:54:00:00:00:01')).toBe(own('a', '52:54:00:00:00:01'));
	const ids = [own('a', '52:54:00:00:00:01'), own('a', '52:54:00:00:00:02'), own('b', '52:54:00:00:00:01')].map(text => /\0([\da-f]{32})\n/.exec(text)![1]);
	expect(new Set(ids).size).toBe(3);
});

test('there is none where nothing is a node\'s own, or nothing would lay it over the root', () => {
	expect(archiveOf({nodes: [{mac: '52:54:00:00:00:01', words: ['shell'], address: '192.168.24.9'}]})).toBeUndefined();
	expect(archiveOf({strategy: 'nfs-root', mount: 'kernel', nodes: [{mac: '52:54:00:00:00:01', name: 'kitchen'}]})).toBeUndefined();
	expect(archiveOf({strategy: 'nfs-root', mount: 'initramfs', nodes: [{mac: '52:54:00:00:00:01', name: 'kitchen'}]})).toBeUndefined();
	expect(archiveOf({strategy: 'nfs-root', mount: 'initramfs', overlay: 'tmpfs', nodes: [{mac: '52:54:00:00:00:01', name: 'kitchen'}]})).toBeDefined();
});

test('what cannot be read is said of all at once', () => {
	const here = (name: string) => path.join(folder, name);
	const recipe = recipeWith({...inRam, nodes: [{mac: '52:54:00:00:00:01', keys: [here('none.pub'), here('id')]}, {mac: '52:54:00:00:00:02', keys: [here('own')], files: here('one.pub')}, {mac: '52:54:00:00:00:03', keys: [here('own/etc/kitchen/secret')]}]});
	expect(() => readNodeContent(recipe)).toThrow([
		`nodes[0].keys names ${here('none.pub')}, which does not exist.`,
		`nodes[0].keys names ${here('id')}, which is a private key and must not leave this machine; the public key file ends in .pub.`,
		`nodes[1].keys names ${here('own')}, which is a folder, but must be a file.`,
		`nodes[1].files names ${here('one.pub')}, which does not exist: a part of its path is a file.`,
		`nodes[2].keys names ${here('own/etc/kitchen/secret')}, which contains no public SSH key, or other text besides keys.`,
	].join('\n'));
});
