import type {ServerResponse} from 'node:http';
import type {FileHandle} from 'node:fs/promises';
import {pipeline} from 'node:stream/promises';
import type {ByteRange} from './http-range.ts';

/** Sends `end - start + 1` bytes of a file and ends the response. Rejects when the client leaves or the file is shorter than that. */
export async function sendPart(handle: FileHandle, range: ByteRange, response: ServerResponse): Promise<void> {
	const size = sizeFor(inUse);
	const [one, other] = spare.get(size)?.pop() ?? [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
	let turn = 0;
	inUse++;
	try {
		await pipeline(read(handle, range, () => turn++ % 2 === 0 ? one : other), response);
		// Only now, and not when the client left: the kernel may still be taking from them.
		spare.get(size)?.push([one, other]);
	} finally {
		inUse--;
	}
}

/**
While one part is on its way, the next is read. More is asked for when the connection has taken all that it was given, as each
part but the last is larger than what a connection holds back: that is why two buffers can take turns.
@param buffer where the next part goes; both have one length, 64 KiB or more
@yields {Buffer} the next bytes
*/
async function * read(handle: FileHandle, {start, end}: ByteRange, buffer: () => Buffer): AsyncGenerator<Buffer> {
	const fill = async (position: number): Promise<Buffer> => {
		const part = buffer();
		const length = Math.min(part.length, end + 1 - position);
		const {bytesRead} = await handle.read(part, 0, length, position);
		if (bytesRead < length) {
			throw new Error('The file became shorter.');
		}

		return part.subarray(0, length);
	};

	let next = fill(start);
	for (let position = start; position <= end;) {
		const part = await next;
		position += part.length;
		if (position <= end) {
			next = fill(position);
			// The client may leave before it is awaited.
			next.catch(() => undefined);
		}

		yield part;
	}
}

/**
Bytes of a part. The larger the fewer turns between threads (loopback, against nginx in the same minute, one client: 256 KiB 0.74,
512 KiB 0.83, 1 MiB 0.93); but every slow client holds two of them, so the more there are the smaller.
@param others clients that are being sent something now
*/
function sizeFor(others: number): number {
	return ([[8, 1024], [64, 256], [256, 64]].find(([most]) => others < most!)?.[1] ?? 16) * 1024;
}

/** What is used again is neither waiting for the garbage collector nor new to the processor's caches. 44 MiB at most: small ones go. */
const spare = new Map<number, Array<[Buffer, Buffer]>>([[sizeFor(0), []], [sizeFor(8), []]]);

let inUse = 0;
