import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync} from 'node:fs';
import {createServer, type AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {execa} from 'execa';

/** Our server and nginx, each in a process of its own, with one file of so many bytes to give out. */
export async function startBoth(size: number): Promise<Both> {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-load-'));
	writeFileSync(path.join(folder, 'image'), '');
	truncateSync(path.join(folder, 'image'), size);
	const ours = await startOurs(folder);
	const nginx = await startNginx(folder).catch((error: unknown) => {
		ours.child.stdin!.end();
		rmSync(folder, {recursive: true});
		throw error;
	});
	return {
		ours: ours.port, nginx: nginx.port,
		memory: () => Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${ours.child.pid}/status`, 'utf8'))![1]) / 1024,
		async throughput(port, clients) {
			const times = Math.ceil(32 / clients);
			const downloads = Array.from({length: times}, () => ['-o', '/dev/null', `http://127.0.0.1:${port}/image`]).flat();
			const began = performance.now();
			const results = await Promise.all(Array.from({length: clients}, async () => execa('curl', ['-sf', '-w', '%{size_download}\n', ...downloads], {lines: true})));
			const seconds = (performance.now() - began) / 1000;
			const got = results.flatMap(({stdout}) => stdout.map(Number));
			if (got.length !== clients * times || got.some(bytes => bytes !== size)) {
				throw new Error(`of ${size} bytes came ${got.join(', ')}`);
			}

			return size * clients * times / seconds;
		},
		async stop() {
			ours.child.stdin!.end();
			nginx.child.kill('SIGTERM');
			await Promise.all([ours, nginx].map(async ({child}) => child.exitCode ?? once(child, 'exit')));
			rmSync(folder, {recursive: true});
		},
	};
}

export type Both = {
	/** Ports. */
	ours: number;
	nginx: number;
	/** Of our server, in MiB. */
	memory: () => number;
	/** Bytes a second that so many clients get together, 32 times the file or so in all; each gets all of it. */
	throughput: (port: number, clients: number) => Promise<number>;
	stop: () => Promise<void>;
};

type Server = {child: ChildProcess; port: number};

async function startOurs(folder: string): Promise<Server> {
	const child = spawn(process.execPath, ['test/run/serve-file.ts', path.join(folder, 'image')], {stdio: ['pipe', 'pipe', 'inherit']});
	const [text] = await once(child.stdout, 'data') as [Buffer];
	return {child, port: Number(text.toString())};
}

async function startNginx(folder: string): Promise<Server> {
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
