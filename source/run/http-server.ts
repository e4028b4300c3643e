import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Site} from '../services/types.ts';
import {acceptReport, type NodeReport} from './http-report.ts';
import {serveContent} from './http-content.ts';
import {pathFinder} from './http-paths.ts';

/**
Serves a site: exactly the paths it lists, nothing else, so there is no folder to climb out of.
GET, HEAD and one range each, always with a length: iPXE hangs at 99 % without one (danderson/netboot#10).
*/
export async function startHttpServer(site: Site, listener: HttpListener = {}): Promise<HttpServer> {
	const textAt = pathFinder(site.texts);
	const files = new Map(Object.entries(site.files));
	const server = createServer({keepAliveTimeout: 15_000}, (request, response) => {
		logWhenClosed(request, response, listener);
		const path = pathOf(request);
		if (request.method === 'POST') {
			acceptReport({request, response, path, onReport: listener.onReport});
			return;
		}

		void serveContent(request, response, {text: textAt(path), file: files.get(path), path});
	});
	await listen(server, site);
	return {
		port: (server.address() as AddressInfo).port,
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

export type HttpServer = {port: number; close(): Promise<void>};

export type HttpListener = {
	onRequest?: (request: HttpRequest) => void;
	onReport?: (report: NodeReport) => void;
};

/** One request as it ended: `bytes` of body handed to the connection; `complete` is false when the client went away before. */
export type HttpRequest = {client: string; method: string; path: string; status: number; bytes: number; complete: boolean; seconds: number};

/** The path as sent, not decoded: an encoded name is another name, and no name is ever a path of this machine. */
function pathOf({url = '/'}: IncomingMessage): string {
	return url.replace(/^http:\/\/[^/]*/i, '').split(/[#?]/, 1)[0]!;
}

function logWhenClosed(request: IncomingMessage, response: ServerResponse, {onRequest}: HttpListener): void {
	const started = performance.now();
	const client = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
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

async function listen(server: Server, {address, port}: Site): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, address, () => {
			server.off('error', reject);
			resolve();
		});
	});
}
