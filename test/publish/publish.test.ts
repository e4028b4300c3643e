import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {damageOf} from '../../source/publish/damage.ts';
import {changeState, publish} from '../../source/publish/publish.ts';
import {publishedSite} from '../../source/publish/published-site.ts';
import {readAllPublished, readPublished} from '../../source/publish/read.ts';
import {rolledBack, withVersion} from '../../source/publish/state.ts';
import {startHttpServer} from '../../source/run/http-server.ts';
import {fixed, makeVersion, refuse} from './version-fixture.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-publish-'));
});
afterEach(() => {
	rmSync(folder, {recursive: true});
});

const put = async (text: string, more: Partial<Parameters<typeof publish>[0]> = {}) => publish({
	folder, ...makeVersion(path.join(folder, '.work'), text), keep: 3, decide: (state, id) => withVersion(state, id), ...more,
});
const versions = () => readdirSync(path.join(folder, 'rambox/versions')).toSorted();

test('a version lies below its own hash, and nobody may write to it', async () => {
	const {id} = await put('one');
	const file = path.join(folder, 'rambox/versions', id, 'vmlinuz');
	expect(readFileSync(file, 'utf8')).toMatch(/^(?:one)+$/);
	expect(statSync(file).mode.toString(8)).toBe('100444');
	expect(await put('one')).toMatchObject({id, state: {versions: [id]}});
	expect(versions()).toEqual([id]);
});

test.each([
	['one byte of it is another one', (file: string) => {
		const bytes = readFileSync(file);
		bytes[3]! ^= 4; // eslint-disable-line no-bitwise -- as a disk does it
		writeFileSync(file, bytes);
	}],
	['it is cut short', (file: string) => {
		truncateSync(file, 5);
	}],
	['it is gone', (file: string) => {
		rmSync(file);
	}],
])('a file on the disk that is not what was published is told, and publishing again mends it: %s', async (_, damageIt) => {
	const {id} = await put('one');
	const file = path.join(folder, 'rambox/versions', id, 'initrd');
	const damaged = async () => damageOf(folder, await readAllPublished(folder, refuse));
	expect(await damaged()).toEqual([]);
	chmodSync(file, 0o644);
	damageIt(file);
	expect(await damaged()).toEqual([`rambox ${id} cannot be booted: initrd has changed since it was published (${file}). Next: ramstrap publish rambox`]);
	expect(await put('one')).toMatchObject({id});
	expect(readFileSync(file, 'utf8')).toBe('one of the initial archive');
	expect(await damaged()).toEqual([]);
	expect(versions()).toEqual([id]);
});

test('where there is no room for a whole one, the damaged one stays what it is', async () => {
	const {id} = await put('one');
	const file = path.join(folder, 'rambox/versions', id, 'initrd');
	chmodSync(file, 0o644);
	truncateSync(file, 5);
	const {version, sources} = makeVersion(path.join(folder, '.work'), 'one');
	await expect(publish({folder, version, sources: {...sources, initrd: path.join(folder, 'nothing')}, keep: 3, decide: state => state!})).rejects.toThrow('ENOENT');
	expect(versions()).toEqual([id]);
	expect((await readAllPublished(folder, refuse)).map(({name}) => name)).toEqual(['rambox']);
});

test('what is built anew does not change what is published', async () => {
	const {id} = await put('one');
	await put('two');
	expect(readFileSync(path.join(folder, 'rambox/versions', id, 'initrd'), 'utf8')).toBe('one of the initial archive');
});

test('the oldest are removed, and what a killed publish left', async () => {
	mkdirSync(path.join(folder, 'rambox/versions/.unfinished-0123456789ab'), {recursive: true});
	const ids = [];
	for (const text of ['one', 'two', 'three']) {
		const {id} = await put(text, {keep: 2});
		ids.push(id);
	}

	expect(versions()).toEqual(ids.slice(1).toSorted());
});

test('a file that changed since it was built is not published, and nothing is left of it', async () => {
	const {version, sources} = makeVersion(path.join(folder, '.work'), 'one');
	writeFileSync(sources.initrd!, 'changed');
	await expect(publish({folder, version, sources, keep: 3, decide: (state, id) => withVersion(state, id)})).rejects.toThrow(/initrd changed while it was published\.$/);
	expect(versions()).toEqual([]);
	expect(await readPublished(folder, 'rambox')).toBeUndefined();
});

test.each(['rw', 'ro'] as const)('a tree goes along with its modes; one that nodes write to is kept, whatever is published (%s)', async access => {
	const tree = path.join(folder, '.work/tree');
	mkdirSync(path.join(tree, 'etc'), {recursive: true});
	writeFileSync(path.join(tree, 'etc/shadow'), 'x');
	chmodSync(path.join(tree, 'etc/shadow'), 0o640);
	const {version, sources} = makeVersion(path.join(folder, '.work'), 'one');
	const {id} = await put('one', {version: {...version, tree: {sha256: 'c', access, nfs: 'v4.2'}}, sources: {...sources, root: tree}});
	expect(statSync(path.join(folder, 'rambox/trees', id, 'etc/shadow')).mode.toString(8)).toBe('100640');
	// Setuid programs of a node's are out of reach for people on this machine.
	expect(statSync(path.join(folder, 'rambox/trees')).mode.toString(8)).toBe('40700');
	const {state} = await put('two', {keep: 1});
	expect(existsSync(path.join(folder, 'rambox/trees', id, 'etc/shadow'))).toBe(access === 'rw');
	expect(state.versions.includes(id)).toBe(access === 'rw');
});

const published = (name: string) => path.join(folder, name);
const damage: Array<[file: string, what: string, content: (text: string) => string]> = [
	['state.json', 'its content is not what ramstrap wrote', text => text.slice(0, 20)],
	['state.json', 'its content is not what ramstrap wrote', () => ''],
	['state.json', 'its content is not what ramstrap wrote', () => 'null'],
	['state.json', '"current" in it is not what this one writes', text => text.replace(/"current": "./, '"current": "../x')],
	['state.json', '"versions" in it is not what this one writes', text => text.replace(/"versions": \[[^\]]*\]/, '"versions": []')],
	['version.json', '"files.0.name" in it is not what this one writes', text => text.replace('"vmlinuz"', '"../../../../etc/shadow"')],
	['version.json', '"words.0" in it is not what this one writes', text => text.replace('"quiet"', String.raw`"quiet\nkernel http://elsewhere"`)],
	['version.json', '"memory" in it is not what this one writes', text => text.replace('"memory": 100', '"memory": "all"')],
];

test.each(damage)('a damaged %s (%s) is named, and all others are served', async (file, what, content) => {
	const {id} = await put('one');
	const other = makeVersion(path.join(folder, '.work'), 'two');
	await publish({folder, ...other, version: {...other.version, name: 'other'}, keep: 2, decide: (state, fresh) => withVersion(state, fresh)});
	const place = path.join(published('rambox'), file === 'state.json' ? file : `versions/${id}/${file}`);
	writeFileSync(place, content(readFileSync(place, 'utf8')));
	const said: Error[] = [];
	const found = await readAllPublished(folder, problem => {
		said.push(problem);
	});
	expect(found.map(({name}) => name)).toEqual(['other']);
	expect(said[0]!.message).toMatch(new RegExp(`^${place} is damaged[,:] .*${what}`));
	expect(said.slice(1).map(({message}) => message)).toEqual(file === 'state.json' ? [] : [expect.stringContaining('which nodes of rambox boot, cannot be read')]);
	// Nothing of it is removed or written anew meanwhile.
	await expect(put('two')).rejects.toThrow('is damaged');
	expect(existsSync(path.join(published('rambox'), 'versions', id, 'vmlinuz'))).toBe(true);
});

test('an older version that is damaged takes the one that nodes boot not along; a folder in the place of a file is named', async () => {
	const one = await put('one');
	const two = await put('two');
	writeFileSync(path.join(published('rambox'), 'versions', one.id, 'version.json'), '{');
	const said: string[] = [];
	const read = async () => readAllPublished(folder, ({message}) => {
		said.push(message);
	});
	expect((await read()).map(found => found.versions.keys().toArray())).toEqual([[two.id]]);
	expect(said).toEqual([expect.stringContaining(`${one.id}/version.json is damaged`)]);
	rmSync(path.join(published('rambox'), 'state.json'));
	mkdirSync(path.join(published('rambox'), 'state.json'));
	expect(await read()).toEqual([]);
	expect(said[1]).toContain('EISDIR');
});

test('who asks for the menu gets that of the moment; who has a version can fetch all of it', async () => {
	const site = publishedSite(fixed({folder, first: 'rambox', timeout: 0, nodes: [], archives: {}, bios: 'ipxe', uefi: 'ipxe', bootFiles: {'ipxe.efi': '/ipxe.efi'}, network: {address: '10.0.0.1', port: 80}}), refuse);
	expect(await site('/boot.ipxe')).toEqual({text: undefined, file: undefined});
	const one = await put('one');
	const kernelOf = async () => /kernel http:\/\/10\.0\.0\.1([^?]+)/.exec((await site('/boot.ipxe')).text!)![1]!;
	expect(await kernelOf()).toBe(`/rambox/${one.id}/vmlinuz`);
	const two = await put('two');
	expect(await kernelOf()).toBe(`/rambox/${two.id}/vmlinuz`);
	expect((await site(`/rambox/${one.id}/initrd`)).file).toBe(path.join(folder, 'rambox/versions', one.id, 'initrd'));
	await changeState(folder, 'rambox', state => rolledBack(state)!);
	expect(await kernelOf()).toBe(`/rambox/${one.id}/vmlinuz`);
	for (const strange of ['/rambox/state.json', '/rambox/../rambox/state.json', `/rambox/${one.id}/version.json`, `/rambox/${one.id}/`, '/state.json', '/']) {
		expect(await site(strange)).toEqual({text: undefined, file: undefined});
	}
});

test('a link in the place of a file is not followed, nor is a device opened', async () => {
	const {id} = await put('one');
	const site = publishedSite(fixed({folder, first: 'rambox', timeout: 0, nodes: [], archives: {}, bios: 'ipxe', uefi: 'ipxe', bootFiles: {'ipxe.efi': '/ipxe.efi'}, network: {address: '127.0.0.1', port: 80}}), refuse);
	await site('/boot.ipxe');
	const server = await startHttpServer({address: '127.0.0.1', port: 0}, site);
	const statusOf = async (name: string) => (await fetch(`http://127.0.0.1:${server.port}/rambox/${id}/${name}`)).status;
	expect(await statusOf('vmlinuz')).toBe(200);
	for (const other of ['/etc/passwd', '/dev/zero']) {
		const file = path.join(folder, 'rambox/versions', id, 'vmlinuz');
		rmSync(file);
		symlinkSync(other, file);
		expect(await statusOf('vmlinuz')).toBe(404);
	}

	await server.close();
});

test('two at once: the second one says so', async () => {
	const results = await Promise.allSettled([put('one'), put('one')]);
	expect(results.map(({status}) => status).toSorted()).toContain('fulfilled');
	expect((await readPublished(folder, 'rambox'))!.state.versions).toHaveLength(1);
});
