import {Buffer} from 'node:buffer';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {mkdtemp, rm, truncate, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {connect, type AddressInfo, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {findIn, startHttpServer, type HttpRequest, type HttpServer} from '../../source/run/http-server.ts';
import {limitConnections, most} from '../../source/run/http-limits.ts';
import type {NodeReport} from '../../source/run/http-report.ts';

const requests: HttpRequest[] = [];
const reports: NodeReport[] = [];
const content = Buffer.from(Array.from({length: 5_000_000}, (_, index) => index % 251));
/** Longer than what the kernel holds of a connection. */
const long = randomBytes(24_000_000);
let folder: string;
let server: HttpServer;
let base: string;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'ramstrap-http-'));
	await writeFile(join(folder, 'vmlinuz'), content);
	await writeFile(join(folder, 'long'), long);
	await writeFile(join(folder, 'empty'), '');
	await writeFile(join(folder, 'secret'), 'secret');
	await writeFile(join(folder, 'big'), '');
	await truncate(join(folder, 'big'), 400_000_000);
	server = await startHttpServer({address: '127.0.0.1', port: 0}, findIn({
		texts: {'/boot.ipxe': '#!ipxe\nshell\n'},
		files: {'/a/vmlinuz': join(folder, 'vmlinuz'), '/a/long': join(folder, 'long'), '/a/empty': join(folder, 'empty'), '/a/big': join(folder, 'big'), '/a/missing': join(folder, 'missing')},
	}), {
		onRequest(request) {
			requests.push(request);
		},
		onReport(report) {
			reports.push(report);
		},
	});
	base = `http://127.0.0.1:${server.port}`;
});

afterAll(async () => {
	await server.close();
	await rm(folder, {recursive: true});
});

test('gives out texts and files with type and length', async () => {
	const text = await fetch(`${base}/boot.ipxe`);
	expect([text.status, text.headers.get('content-type'), text.headers.get('content-length')]).toEqual([200, 'text/plain; charset=utf-8', '13']);
	expect(await text.text()).toBe('#!ipxe\nshell\n');
	const file = await fetch(`${base}/a/vmlinuz?version=2`);
	expect([file.status, file.headers.get('content-length'), file.headers.get('accept-ranges')]).toEqual([200, '5000000', 'bytes']);
	expect(Buffer.from(await file.arrayBuffer()).equals(content)).toBe(true);
	const empty = await fetch(`${base}/a/empty`);
	expect([empty.status, empty.headers.get('content-length'), await empty.text()]).toEqual([200, '0', '']);
});

test('HEAD says the length and sends nothing', async () => {
	const head = await fetch(`${base}/a/vmlinuz`, {method: 'HEAD'});
	expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '5000000', '']);
});

test.each([
	['bytes=0-0', 206, 'bytes 0-0/5000000', 1],
	['bytes=10-19', 206, 'bytes 10-19/5000000', 10],
	['bytes=4999990-', 206, 'bytes 4999990-4999999/5000000', 10],
	['bytes=-5', 206, 'bytes 4999995-4999999/5000000', 5],
	['bytes=4999999-9999999', 206, 'bytes 4999999-4999999/5000000', 1],
	['bytes=5000000-', 416, 'bytes */5000000', 0],
	['bytes=-0', 416, 'bytes */5000000', 0],
	['bytes=9-1', 200, null, 5_000_000],
	['bytes=0-1,5-6', 200, null, 5_000_000],
	['pages=1-2', 200, null, 5_000_000],
	['bytes=-', 200, null, 5_000_000],
])('Range: %s is answered with %i', async (range, status, contentRange, length) => {
	const response = await fetch(`${base}/a/vmlinuz`, {headers: {range}});
	const body = Buffer.from(await response.arrayBuffer());
	expect([response.status, response.headers.get('content-range'), body.length]).toEqual([status, contentRange, length]);
	const start = Number(/\d+/.exec(status === 206 ? contentRange! : '0')![0]);
	expect(body.equals(content.subarray(start, start + length))).toBe(true);
});

test('nothing but the listed paths exists, however it is written', async () => {
	const tries = [
		'/', '//', '/a', '/a/', '/secret', '/a/secret', '/a/../secret', '/../secret', '/../../etc/passwd', '/a/./vmlinuz/../secret', '/%2e%2e/secret', '/a/%2e%2e/secret',
		'/a/..%2fsecret', '/a/..%5csecret', String.raw`/a\..\secret`, '/%2e%2e%2f%2e%2e%2fetc%2fpasswd', '/..%252fsecret', '/%c0%ae%c0%ae/secret', '/%u002e%u002e/secret',
		'/....//secret', '/a/..;/secret', '//etc/passwd', '///etc/passwd', '/etc/passwd', '/a/vmlinuz/', '/a/vmlinuz%00', '/a/vmlinuz/../../secret', '/A/vmlinuz', '/a/missing',
		'/__proto__', '/constructor', '/toString', 'http://127.0.0.1/../secret', 'file:///etc/passwd', '*',
	];
	for (const path of tries) {
		const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
		expect([path, /^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]]).toEqual([path, '404']);
		expect(answer).not.toMatch(/secret|root:/);
	}
});

test('takes an absolute address as HTTP asks for, and refuses other methods', async () => {
	expect(await raw('GET http://anything/boot.ipxe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 .*#!ipxe/s);
	const put = await fetch(`${base}/boot.ipxe`, {method: 'PUT', body: 'x'});
	expect([put.status, put.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
});

test('keeps the connection for the next request', async () => {
	const one = 'GET /boot.ipxe HTTP/1.1\r\nHost: x\r\n\r\n';
	const answer = await raw(one + one + 'GET /none HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
	expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200', 'HTTP/1.1 404']);
});

test('says its length as GRUB 2.12 reads it, and ends a connection with a refusal, for which shim 16.1 waits', async () => {
	expect(await raw('GET /boot.ipxe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')).toMatch(/\r\nContent-Length: 13\r\n/);
	const refused = await raw('GET /none HTTP/1.1\r\nHost: x\r\n\r\n');
	expect(refused).toMatch(/^HTTP\/1\.1 404 .*\r\nConnection: close\r\n/s);
});

test('hands over what a node reports', async () => {
	const response = await fetch(`${base}/report/up?mac=52:54:00:AB:cd:01`, {method: 'POST', body: 'devices 3\n'});
	expect(response.status).toBe(204);
	expect(reports).toEqual([{client: '127.0.0.1', mac: '52:54:00:ab:cd:01', milestone: 'up', body: 'devices 3\n'}]);
});

test.each([
	['/report/up', 'x', 404], ['/report/up?mac=nonsense', 'x', 404], ['/report/UP?mac=52:54:00:00:00:01', 'x', 404], ['/boot.ipxe?mac=52:54:00:00:00:01', 'x', 404],
	['/report/up?mac=52:54:00:00:00:01', 'x'.repeat(70_000), 413],
])('refuses to take POST %s', async (path, body, status) => {
	reports.length = 0;
	const response = await fetch(base + path, {method: 'POST', body});
	expect(response.status).toBe(status);
	expect(reports).toEqual([]);
});

test('64 clients at once all get the same bytes', async () => {
	const bodies = await Promise.all(Array.from({length: 64}, async () => Buffer.from(await (await fetch(`${base}/a/vmlinuz`)).arrayBuffer())));
	expect(bodies.every(body => body.equals(content))).toBe(true);
});

test('who reads slowly, leaves in between or asks twice in one breath: each gets its own bytes', async () => {
	const get = 'GET /a/vmlinuz HTTP/1.1\r\nHost: x\r\n';
	const [slow, fast, twice] = await Promise.all([
		raw(`${get}Connection: close\r\n\r\n`, {pause: 2}),
		Promise.all(Array.from({length: 8}, async () => fetch(`${base}/a/vmlinuz`).then(async response => response.bytes()))),
		raw(`${get}Range: bytes=1-\r\n\r\n${get}Connection: close\r\n\r\n`),
		...Array.from({length: 8}, async () => leave('/a/big')),
	]);
	expect(Buffer.from(bodies(slow)[0]!, 'latin1').equals(content)).toBe(true);
	expect(fast.every(body => content.equals(body))).toBe(true);
	expect(bodies(twice).map(body => Buffer.from(body, 'latin1')).map((body, index) => body.equals(index === 0 ? content.subarray(1) : content))).toEqual([true, true]);
});

test.each([0, 20, 100, 300])('beside %i others that take nothing, who begins to read when all buffers are full gets its own bytes', async others => {
	const held = await Promise.all(Array.from({length: others}, async (_, number) => hold(`127.0.1.${number % 5}`)));
	// Whoever is sent something has a buffer by then.
	await Promise.all(held.map(async other => firstByte(other)));
	const socket = connect({port: server.port, host: '127.0.0.1'});
	socket.write('GET /a/long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
	await setTimeout(500);
	const answer = Buffer.concat(await socket.toArray() as Buffer[]);
	expect(answer.subarray(answer.indexOf('\r\n\r\n') + 4).equals(long)).toBe(true);
	for (const other of held) {
		other.destroy();
	}
});

test('who says that it asks for nothing more gets what it asked for', async () => {
	const answer = await raw('GET /a/vmlinuz HTTP/1.1\r\nHost: x\r\n\r\n', {end: true});
	expect(Buffer.from(bodies(answer)[0]!, 'latin1').equals(content)).toBe(true);
});

test('of one client so many connections are held and no more, which keeps nobody else out', async () => {
	const asked = await Promise.all(Array.from({length: most.ofOne + 20}, async () => hold('127.0.0.9')));
	const answers = await Promise.all(asked.map(async socket => firstByte(socket)));
	expect(answers.filter(answer => answer === undefined)).toHaveLength(20);
	expect(await (await fetch(`${base}/boot.ipxe`)).text()).toContain('#!ipxe');
	for (const socket of asked) {
		socket.destroy();
	}

	await expect.poll(async () => {
		const again = await hold('127.0.0.9');
		const answer = await firstByte(again);
		again.destroy();
		return answer;
	}).toBe('H');
});

test('who takes nothing any more is let go; who takes slowly is not', async () => {
	const limited = createServer((_, response) => {
		response.end(Buffer.alloc(20_000_000));
	});
	limitConnections(limited, 1500);
	limited.listen(0, '127.0.0.1');
	await once(limited, 'listening');
	const letGo: unknown[] = [];
	limited.on('connection', socket => {
		const {remoteAddress} = socket;
		socket.on('close', () => {
			letGo.push(remoteAddress);
		});
	});
	const {port} = limited.address() as AddressInfo;
	const [still, slow] = await Promise.all([hold('127.0.0.2', port), hold('127.0.0.3', port)]);
	let taken = 0;
	let pauses = 0;
	slow.on('data', (part: Buffer) => {
		taken += part.length;
		// After each half megabyte: hundreds of pauses take a busy machine longer than the test may.
		if (taken <= pauses * 500_000) {
			return;
		}

		pauses++;
		slow.pause();
		void setTimeout(20).then(() => slow.resume());
	});
	await expect.poll(() => taken).toBeGreaterThan(20_000_000);
	await expect.poll(() => letGo).toEqual(['127.0.0.2']);
	still.destroy();
	slow.destroy();
	limited.close();
});

test('a file that becomes shorter while it is sent cuts the connection', async () => {
	const file = join(folder, 'shrinking');
	await writeFile(file, '');
	await truncate(file, 50_000_000);
	const shrinking = await startHttpServer({address: '127.0.0.1', port: 0}, findIn({texts: {}, files: {'/shrinking': file}}));
	const response = await fetch(`http://127.0.0.1:${shrinking.port}/shrinking`);
	await truncate(file, 1_000_000);
	await expect(response.bytes()).rejects.toThrow('terminated');
	await shrinking.close();
});

test('logs each request with its body\'s bytes', async () => {
	requests.length = 0;
	await (await fetch(`${base}/a/vmlinuz`)).arrayBuffer();
	await fetch(`${base}/none`);
	await expect.poll(() => requests.map(({seconds, ...rest}) => rest)).toEqual([
		{client: '127.0.0.1', method: 'GET', path: '/a/vmlinuz', status: 200, bytes: 5_000_000, complete: true},
		{client: '127.0.0.1', method: 'GET', path: '/none', status: 404, bytes: 0, complete: true},
	]);
});

test('a client that goes away is logged as such and disturbs nobody', async () => {
	requests.length = 0;
	await leave('/a/big');
	await expect.poll(() => requests.length).toBe(1);
	expect(requests[0]).toMatchObject({client: '127.0.0.1', method: 'GET', path: '/a/big', status: 200, complete: false});
	expect(requests[0]!.bytes).toBeLessThan(400_000_000);
	expect(await (await fetch(`${base}/boot.ipxe`)).text()).toContain('#!ipxe');
});

/** Asks, and goes away when the first bytes come. */
async function leave(path: string): Promise<void> {
	return new Promise(resolve => {
		const socket = connect(server.port, '127.0.0.1', () => {
			socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
		});
		socket.once('data', () => {
			socket.destroy();
			resolve();
		});
	});
}

/** Asks for much and takes nothing of it. */
async function hold(localAddress: string, port = server.port): Promise<Socket> {
	const socket = connect({port, host: '127.0.0.1', localAddress});
	socket.on('error', () => undefined);
	await once(socket, 'connect');
	socket.write('GET /a/big HTTP/1.1\r\nHost: x\r\n\r\n');
	return socket;
}

/** Nothing where it is turned away. */
async function firstByte(socket: Socket): Promise<string | undefined> {
	await new Promise(resolve => {
		socket.once('readable', resolve).once('close', resolve);
	});
	return (socket.read(1) as Buffer | null)?.toString();
}

/** What comes, as one character a byte; `pause`: milliseconds after each piece; `end`: asks for nothing more. */
async function raw(request: string, {pause = 0, end = false} = {}): Promise<string> {
	const socket = connect({port: server.port, host: '127.0.0.1', allowHalfOpen: end});
	socket.setEncoding('latin1').write(request);
	if (end) {
		socket.end();
	}

	let answer = '';
	for await (const chunk of socket as AsyncIterable<string>) {
		answer += chunk;
		await setTimeout(pause);
	}

	return answer;
}

/** Of the answers that came over one connection. */
const bodies = (answers: string): string[] => answers.split(/HTTP\/1\.1 .*\r\n(?:.+\r\n)*\r\n/).slice(1);
