import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Site} from '../services/types.ts';
import {pathFinder} from './http-paths.ts';
import {acceptReport, type NodeReport} from './http-report.ts';
import {refuse, serveContent, type Content} from './http-content.ts';
import {clientOf, limitConnections} from './http-limits.ts';

/**
Serves what is found at a path, which is looked up as it was sent: no part of it ever becomes a path of this machine, so
there is no folder to climb out of. GET, HEAD and one range each, always with a length: iPXE hangs at 99 % without one
(danderson/netboot#10).
*/
export async function startHttpServer(place: Place, find: Find, listener: HttpListener = {}): Promise<HttpServer> {
	const meter = startMeter();
	// Who says that it will ask for nothing more still waits for what it asked for.
	const server = Object.assign(createServer({keepAliveTimeout: 15_000, ...patience}, (request, response) => {
		meter.watch(request, response);
		logWhenClosed(request, response, listener);
		const path = pathOf(request);
		if (request.method === 'POST') {
			acceptReport({request, response, path, onReport: listener.onReport});
			return;
		}

		void answer(request, response, {path, find});
	}), {httpAllowHalfOpen: true});
	limitConnections(server);
	await listen(server, place);
	return {
		port: (server.address() as AddressInfo).port,
		progress: meter.read,
		async close() {
			server.closeAllConnections();
			await new Promise<void>(resolve => {
				server.close(() => {
					resolve();
				});
			});
		},
	};
}

/**
Milliseconds. Who does not end the head of a request is let go soon; who takes what it asked for slowly may be unpacking
it meanwhile.
*/
const patience = {headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 2000};

/** Where it listens; or the number of a socket that does so already, as systemd hands over. */
export type Place = {address: string; port: number} | {descriptor: number};

/** What there is at a URL path, not decoded. */
export type Find = (path: string) => Content | Promise<Content>;

/** Exactly the paths that the site lists. */
export function findIn(site: Pick<Site, 'texts' | 'files'>): Find {
	const textAt = pathFinder(site.texts);
	const files = new Map(Object.entries(site.files));
	return path => ({text: textAt(path), file: files.get(path)});
}

async function answer(
	request: IncomingMessage,
	response: ServerResponse,
	{path, find}: {path: string; find: Find},
): Promise<void> {
	try {
		await serveContent(request, response, {...await find(path), path});
	} catch {
		// What is published cannot be read at the moment: the node asks again.
		refuse(response, 503);
	}
}

/** `progress`: what has gone out since it was asked for the last time, whether the request is over or not. */
export type HttpServer = {port: number; progress(): Traffic[]; close(): Promise<void>};

/** Bytes to one client, and over how many seconds. */
export type Traffic = {client: string; bytes: number; seconds: number};

export type HttpListener = {
	onRequest?: (request: HttpRequest) => void;
	onReport?: (report: NodeReport) => void;
};

/**
One request as it ended: `bytes` of body handed to the connection; `complete` is false when the client went away before.
*/
export type HttpRequest = {
	client: string;
	method: string;
	path: string;
	status: number;
	bytes: number;
	complete: boolean;
	seconds: number;
};

/** The path as sent, not decoded: an encoded name is another name, and no name is ever a path of this machine. */
function pathOf({url = '/'}: IncomingMessage): string {
	return url.replace(/^http:\/\/[^/]*/i, '').split(/[#?]/, 1)[0]!;
}

function logWhenClosed(request: IncomingMessage, response: ServerResponse, {onRequest}: HttpListener): void {
	const started = performance.now();
	const client = clientOf(request.socket);
	const {socket} = request;
	const before = socket.bytesWritten;
	response.on('close', () => {
		// With the headers, so that a client that went away may seem to have got a little more.
		const length = Number(response.getHeader('content-length') ?? 0);
		onRequest?.({
			client,
			method: request.method ?? '',
			path: request.url ?? '',
			status: response.statusCode,
			bytes: request.method === 'HEAD' ? 0 : Math.min(length, socket.bytesWritten - before),
			complete: response.writableFinished,
			seconds: (performance.now() - started) / 1000,
		});
	});
}

/** Counts what goes out over the connections of requests, for who looks now and then. */
function startMeter(): {watch: (request: IncomingMessage, response: ServerResponse) => void; read: () => Traffic[]} {
	const running = new Map<
		ServerResponse,
		{client: string; socket: IncomingMessage['socket']; bytes: number; at: number}
	>();
	// By client: nobody may ever look.
	const ended = new Map<string, Traffic>();
	const take = (one: {client: string; socket: IncomingMessage['socket']; bytes: number; at: number}): Traffic => {
		const [bytes, at] = [one.socket.bytesWritten, performance.now()];
		const traffic = {client: one.client, bytes: bytes - one.bytes, seconds: (at - one.at) / 1000};
		Object.assign(one, {bytes, at});
		return traffic;
	};

	return {
		watch({socket}, response) {
			const one = {client: clientOf(socket), socket, bytes: socket.bytesWritten, at: performance.now()};
			running.set(response, one);
			response.on('close', () => {
				running.delete(response);
				const {bytes, seconds} = ended.get(one.client) ?? {bytes: 0, seconds: 0};
				const last = take(one);
				ended.set(one.client, {...last, bytes: bytes + last.bytes, seconds: seconds + last.seconds});
			});
		},
		read() {
			const all = [...ended.values(), ...running.values().map(one => take(one))];
			ended.clear();
			return all.filter(({bytes}) => bytes > 0);
		},
	};
}

async function listen(server: Server, place: Place): Promise<void> {
	const where = 'descriptor' in place ? {fd: place.descriptor} : {host: place.address, port: place.port};
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(where, () => {
			server.off('error', reject);
			resolve();
		});
	});
}
