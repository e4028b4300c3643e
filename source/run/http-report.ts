import type {IncomingMessage, ServerResponse} from 'node:http';
import {refuse} from './http-content.ts';
import {clientOf} from './http-limits.ts';

/** What a node says of itself: `POST /report/<milestone>?mac=<mac>`. */
export type NodeReport = {client: string; mac: string; milestone: string; body: string};

/** A node has little to say; whoever sends more is not one. */
const limit = 64 * 1024;

export function acceptReport({request, response, path, onReport}: Incoming): void {
	const milestone = /^\/report\/([-a-z]{1,32})$/.exec(path)?.[1];
	const mac = /[&?]mac=((?:[\da-f]{2}(?::|%3a)){5}[\da-f]{2})(?:&|$)/i.exec(request.url ?? '')?.[1];
	if (!milestone || !mac || !onReport) {
		refuse(response, 404, {connection: 'close'});
		return;
	}

	const chunks: Buffer[] = [];
	let size = 0;
	request.on('data', (chunk: Buffer) => {
		size += chunk.length;
		if (size > limit) {
			request.removeAllListeners('data').removeAllListeners('end').resume();
			refuse(response, 413, {connection: 'close'});
			return;
		}

		chunks.push(chunk);
	});
	request.on('end', () => {
		refuse(response, 204);
		onReport({
			client: clientOf(request.socket),
			mac: mac.replaceAll(/%3a/gi, ':').toLowerCase(),
			milestone,
			body: Buffer.concat(chunks).toString('utf8'),
		});
	});
	// A client that leaves in mid-sentence has said nothing.
	request.on('error', () => undefined);
}

type Incoming = {
	request: IncomingMessage;
	response: ServerResponse;
	path: string;
	onReport: ((report: NodeReport) => void) | undefined;
};
