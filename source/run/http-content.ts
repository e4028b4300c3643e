import type {IncomingMessage, ServerResponse} from 'node:http';
import {constants} from 'node:fs';
import {open, type FileHandle} from 'node:fs/promises';
import {extname} from 'node:path';
import {parseRange, type ByteRange} from './http-range.ts';
import {sendPart} from './http-send.ts';

/** Answers GET and HEAD with a text or a file, whole or in part. Never throws: the client may leave at any moment. */
export async function serveContent(
	request: IncomingMessage,
	response: ServerResponse,
	{path, ...content}: Content & {path: string},
): Promise<void> {
	if (request.method !== 'GET' && request.method !== 'HEAD') {
		refuse(response, 405, {allow: 'GET, HEAD, POST'});
		return;
	}

	if (content.text === undefined) {
		await serveFile(request, response, {...content, path});
		return;
	}

	const body = Buffer.from(content.text);
	const range = startAnswer(request, response, {size: body.length, path});
	response.end(range && body.subarray(range.start, range.end + 1));
}

/**
A text, or the absolute path of a file; neither: there is nothing. `isPlain`: a link to another file does not count as
one.
*/
export type Content = {text?: string | undefined; file?: string | undefined; isPlain?: boolean};

/**
Ends a response without a body, and, where it is a refusal, the connection: shim 16.1 in a machine that boots over HTTP
takes a 404 for one only when that ends.
*/
export function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
	setHead(response, status, {...headers, ...(status >= 400 && {Connection: 'close'}), 'Content-Length': 0});
	response.end();
}

async function serveFile(
	request: IncomingMessage,
	response: ServerResponse,
	{file, isPlain = false, path}: Content & {path: string},
): Promise<void> {
	const handle = file === undefined ? undefined : await openFile(file, isPlain);
	if (!handle) {
		refuse(response, 404);
		return;
	}

	try {
		const {size} = await handle.stat();
		const range = startAnswer(request, response, {size, path});
		await (range && range.start <= range.end ? sendPart(handle, range, response) : response.end());
	} catch {
		// Gone: the client, or the file while it was read. A cut connection tells the client that the length was not
		// met.
		response.destroy();
	} finally {
		await handle.close().catch(() => undefined);
	}
}

/** A file, and no device. Nothing where there is none. */
async function openFile(file: string, isPlain: boolean): Promise<FileHandle | undefined> {
	const handle = await open(
		file,
		constants.O_RDONLY + constants.O_NONBLOCK + (isPlain ? constants.O_NOFOLLOW : 0),
	).catch(() => undefined);
	if (handle && !(await handle.stat()).isFile()) {
		await handle.close();
		return undefined;
	}

	return handle;
}

/** Writes status and headers; returns what to send, or nothing when there is no body to send. */
function startAnswer(
	request: IncomingMessage,
	response: ServerResponse,
	{size, path}: {size: number; path: string},
): ByteRange | undefined {
	// If-Range names a version, and we give out none: such a request gets the whole.
	const range = parseRange(request.headers['if-range'] === undefined ? request.headers.range : undefined, size);
	if (range === 'unsatisfiable') {
		setHead(response, 416, {'Content-Range': `bytes */${size}`, 'Content-Length': 0});
		return undefined;
	}

	const {start, end} = range ?? {start: 0, end: size - 1};
	setHead(response, range ? 206 : 200, {
		'Content-Type': contentTypes[extname(path)] ?? 'application/octet-stream',
		'Content-Length': end - start + 1,
		'Accept-Ranges': 'bytes',
		...(range ? {'Content-Range': `bytes ${start}-${end}/${size}`} : {}),
	});
	return request.method === 'HEAD' ? undefined : {start, end};
}

/**
One by one: what writeHead() is given cannot be read again for the log. Capitals in the names: GRUB 2.12 knows
`Content-Length` only so, and waits half a minute for more of each file of which it does not know the length.
*/
function setHead(response: ServerResponse, status: number, headers: Record<string, string | number>): void {
	response.statusCode = status;
	for (const [name, value] of Object.entries(headers)) {
		response.setHeader(name, value);
	}
}

const contentTypes: Record<string, string> = {
	'.ipxe': 'text/plain; charset=utf-8',
	'.txt': 'text/plain; charset=utf-8',
	'.json': 'application/json',
	// UEFI HTTP boot takes a file for a boot program by this type or by the ending .efi (UEFI 2.10, 24.7.3.3).
	'.efi': 'application/efi',
};
