import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {connect, createServer, type AddressInfo, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';

// Our server and nginx, each in a process of its own, and curl as the nodes.

const size = 100_000_000;
let folder: string;
let ours: {child: ChildProcess; port: number};
let nginx: {child: ChildProcess; port: number};
beforeAll(async () => {
	folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-load-'));
	writeFileSync(path.join(folder, 'image'), '');
	truncateSync(path.join(folder, 'image'), size);
	ours = await startOurs();
	nginx = await startNginx();
});
afterAll(async () => {
	ours?.child.stdin!.end();
	nginx?.child.kill('SIGTERM');
	await Promise.all([ours, nginx].filter(Boolean).map(async ({child}) => child.exitCode ?? once(child, 'exit')));
	rmSync(folder, {recursive: true});
});

async function startOurs() {
	const child = spawn(process.execPath, ['test/run/serve-file.ts', path.join(folder, 'image')], {stdio: ['pipe', 'pipe', 'inherit']});
	const [text] = await once(child.stdout, 'data') as [Buffer];
	return {child, port: Number(text.toString())};
}

async function startNginx() {
	const port = await freePort();
	writeFileSync(path.join(folder, 'nginx.conf'), `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log stderr;
events {worker_connections 4096;}
http {access_log off; sendfile on; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
server {listen 127.0.0.1:${port}; root ${folder};}}
`);
	// Its worker becomes another user.
	await execa('chmod', ['755', folder]);
	const child = spawn('nginx', ['-p', folder, '-c', 'nginx.conf', '-e', 'stderr'], {stdio: ['ignore', 'ignore', 'inherit']});
	await execa('curl', ['-sf', '-o', '/dev/null', '-r', '0-0', '--retry', '20', '--retry-delay', '1', '--retry-connrefused', `http://127.0.0.1:${port}/image`]);
	return {child, port};
}

async function freePort(): Promise<number> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	server.close();
	return port;
}

/** Bytes a second that so many clients get together, 32 times the image or so in all; each must get all of it. */
async function throughput(port: number, clients: number): Promise<number> {
	const times = Math.ceil(32 / clients);
	const downloads = Array.from({length: times}, () => ['-o', '/dev/null', `http://127.0.0.1:${port}/image`]).flat();
	const began = performance.now();
	const results = await Promise.all(Array.from({length: clients}, async () => execa('curl', ['-sf', '-w', '%{size_download}\n', ...downloads], {lines: true})));
	expect(results.flatMap(({stdout}) => stdout.map(Number))).toEqual(Array.from({length: clients * times}, () => size));
	return size * clients * times / ((performance.now() - began) / 1000);
}

/** Of our server, in MiB. */
const memory = () => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${ours.child.pid}/status`, 'utf8'))![1]) / 1024;

test('one, eight and 32 clients at once, against nginx in the same run', {timeout: 280_000}, async () => {
	const before = memory();
	for (const clients of [1, 8, 32]) {
		const rates = {ours: 0, nginx: 0};
		// In turn, so that what else the machine does meets both.
		for (let round = 0; round < 3; round++) {
			rates.ours = Math.max(rates.ours, await throughput(ours.port, clients));
			rates.nginx = Math.max(rates.nginx, await throughput(nginx.port, clients));
		}

		const ratio = rates.ours / rates.nginx;
		console.log(`${clients} clients: ${Math.round(rates.ours / 1e6)} MB/s, ${ratio.toFixed(2)} of nginx; memory ${Math.round(before)} → ${Math.round(memory())} MiB`);
		// A gigabit network is 125 MB/s, ten of them 1250. What is asserted is far below what is usual: other tests run beside this one.
		expect(ratio).toBeGreaterThan(0.3);
	}

	expect(memory()).toBeLessThan(before + 100);
});

test('a thousand half-open connections and a hundred slow readers stop nobody', {timeout: 120_000}, async () => {
	const before = memory();
	const open = async (request: string, number: number): Promise<Socket> => {
		// From so many addresses that none has more connections than one may have.
		const socket = connect({port: ours.port, host: '127.0.0.1', localAddress: `127.0.1.${number % 10}`});
		await once(socket, 'connect');
		socket.on('error', () => undefined);
		socket.write(request);
		return socket;
	};

	const halfOpen = await Promise.all(Array.from({length: 1000}, async (_, number) => open('GET /image HTTP/1.1\r\nHost:', number)));
	for (const socket of halfOpen) {
		socket.resume();
	}

	const slow = await Promise.all(Array.from({length: 100}, async (_, number) => open('GET /image HTTP/1.1\r\nHost: x\r\n\r\n', number)));
	for (const socket of slow) {
		socket.once('readable', () => {
			socket.read(1000);
		});
	}

	const rate = await throughput(ours.port, 4);
	console.log(`beside them: ${Math.round(rate / 1e6)} MB/s; memory ${Math.round(before)} → ${Math.round(memory())} MiB`);
	expect(rate).toBeGreaterThan(20e6);
	expect(memory()).toBeLessThan(before + 150);
	// Who never ends its request is let go.
	await expect.poll(() => halfOpen.filter(({closed}) => closed).length, {timeout: 40_000, interval: 500}).toBe(1000);
	for (const socket of slow) {
		socket.destroy();
	}
});
