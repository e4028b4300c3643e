import {mkdtemp, rm, symlink, writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {text as textOf} from 'node:stream/consumers';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {forgetBooted, markBooted} from '../../source/publish/booted-once.ts';
import {publish} from '../../source/publish/publish.ts';
import {publishedSite} from '../../source/publish/published-site.ts';
import type {SiteSettings} from '../../source/publish/site.ts';
import {withVersion} from '../../source/publish/state.ts';
import {startHttpServer, type HttpServer} from '../../source/run/http-server.ts';
import {makeVersion, refuse} from './version-fixture.ts';

let folder: string;
let server: HttpServer;
let id: string;
let settings: SiteSettings;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'ramstrap-site-'));
	await writeFile(path.join(folder, 'loader'), 'a loader');
	await writeFile(path.join(folder, 'secret'), 'secret');
	const published = path.join(folder, 'published');
	({id} = await publish({folder: published, ...makeVersion(path.join(folder, 'built'), 'x'), keep: 2, decide: (state, fresh) => withVersion(state, fresh)}));
	const version = path.join(published, 'rambox/versions', id);
	await writeFile(path.join(version, 'secret'), 'secret');
	await symlink(path.join(folder, 'secret'), path.join(version, 'link'));
	await symlink('/etc', path.join(published, 'rambox/etc'));
	settings = {
		folder: published, first: 'rambox', timeout: 3, bios: 'ipxe', uefi: 'ipxe', nodes: [{mac: '52:54:00:00:00:09', words: [], boot: 'once'}], once: path.join(folder, 'once'), archives: {'/mac/52-54-00-00-00-01.cpio': path.join(folder, 'loader')},
		bootFiles: {'ipxe.efi': path.join(folder, 'loader')}, network: {address: '127.0.0.1', port: 80},
	};
	server = await startHttpServer({address: '127.0.0.1', port: 0}, publishedSite(() => settings, refuse));
});
afterAll(async () => {
	await server.close();
	await rm(folder, {recursive: true});
});

/** Sends the very bytes: clients tidy paths up. */
async function ask(target: string, method = 'GET', more = ''): Promise<{status: number; answer: string}> {
	const socket = connect(server.port, '127.0.0.1');
	socket.write(`${method} ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${more}\r\n`);
	const answer = await textOf(socket);
	return {status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), answer};
}

test.each([
	'/boot.ipxe', '/ipxe.efi', '/mac/52-54-00-00-00-01.cpio', '/rambox/ID/vmlinuz', '/rambox/ID/initrd', '/boot.ipxe?mac=1', 'http://other/rambox/ID/initrd',
])('%s is given out', async target => {
	expect((await ask(target.replace('ID', () => id))).status).toBe(200);
});

test.each([
	// Folders, and what else lies in them
	'/', '', '*', '/rambox', '/rambox/', '/rambox/ID', '/rambox/ID/', '/rambox/ID/version.json', '/rambox/state.json', '/rambox/nodes.json', '/rambox/versions/ID/vmlinuz', '/rambox/ID/secret', '/rambox/ID/link', '/rambox/etc/passwd',
	// Climbing out
	'/../secret', '/rambox/ID/../ID/vmlinuz', '/rambox/ID/../../../../secret', '/rambox/ID/..', '/./boot.ipxe', '//boot.ipxe', '/rambox//ID/vmlinuz', '../secret', 'rambox/ID/vmlinuz',
	String.raw`/..\secret`, String.raw`\..\secret`, '/rambox/ID/..;/vmlinuz', '/.../boot.ipxe',
	// The same, encoded, twice encoded, in too long a form, cut off by a zero
	'/%2e%2e/secret', '/%2e%2e%2fsecret', '/..%2fsecret', '/..%5csecret', '/%252e%252e/secret', '/%c0%ae%c0%ae/secret', '/rambox/ID/vmlinuz%00', '/rambox/ID/%76mlinuz', '/boot.ipxe%20', '/%', '/%zz',
	// Absolute
	'/etc/passwd', '//etc/passwd', 'file:///etc/passwd', 'http://other/etc/passwd', 'http:///etc/passwd', 'FOLDER/secret', '/FOLDER/secret', '/proc/self/environ',
	// Names that JavaScript knows, and another spelling
	'/__proto__', '/constructor', '__proto__', '/RAMBOX/ID/vmlinuz', '/rambox/IDx/vmlinuz', '/mac/52-54-00-00-00-02.cpio', '/mac/*.cpio', '/hosts/*.ipxe',
	// Long ones
	`/${'a'.repeat(8000)}`, `/${'../'.repeat(2500)}secret`, `/${'a'.repeat(17_000)}`,
])('%.60s is not', async target => {
	const {status, answer} = await ask(target.replaceAll('ID', () => id).replaceAll('FOLDER', () => folder));
	expect([400, 404, 431]).toContain(status);
	expect(answer).not.toMatch(/secret|root:|a loader/);
});

test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'MKCOL', 'MOVE'])('%s changes nothing', async method => {
	expect((await ask('/ipxe.efi', method, 'Destination: /x\r\n')).status).toBe(405);
	expect((await ask('/ipxe.efi')).answer).toMatch(/a loader$/);
});

test('a machine that has been up is told to boot from its disk from then on, until it is to boot once more', async () => {
	const menu = async () => /choose --default (\S+)/.exec((await ask('/mac/52-54-00-00-00-09.ipxe')).answer)?.[1];
	expect(await menu()).toBe('boot-rambox');
	await markBooted(settings.once!, '52:54:00:00:00:09');
	expect(await menu()).toBe('local');
	await forgetBooted(settings.once!, '52:54:00:00:00:09');
	expect(await menu()).toBe('boot-rambox');
});
