import type {ServerResponse} from 'node:http';
import type {FileHandle} from 'node:fs/promises';
import {pipeline} from 'node:stream/promises';
import type {ByteRange} from './http-range.ts';

/**
Sends `end - start + 1` bytes of a file and ends the response. Rejects when the client leaves or the file is shorter
than that.
*/
export async function sendPart(handle: FileHandle, range: ByteRange, response: ServerResponse): Promise<void> {
	const {size, count} = roomFor(inUse);
	const buffers = spare.get(size)?.pop() ?? Array.from({length: count}, () => Buffer.allocUnsafeSlow(size));
	inUse++;
	try {
		await pipeline(read(handle, range, buffers), response);
		// Only now, and not when the client left: the kernel may still be taking from them.
		spare.get(size)?.push(buffers);
	} finally {
		inUse--;
	}
}

/**
While one part is on its way the next is read, where there is a second buffer. More is asked for when the connection has
taken all that it was given, as each part but the last is as large as what a connection holds back (64 KiB) or larger:
that is why a buffer may be filled anew then. Smaller ones would be filled while they still wait to be sent.
@param buffers one or two, of one length
@yields {Buffer} the next bytes
*/
async function * read(handle: FileHandle, {start, end}: ByteRange, buffers: readonly Buffer[]): AsyncGenerator<Buffer> {
	let filled = 0;
	const fill = async (position: number): Promise<Buffer> => {
		const part = buffers[filled++ % buffers.length]!;
		const length = Math.min(part.length, end + 1 - position);
		const {bytesRead} = await handle.read(part, 0, length, position);
		if (bytesRead < length) {
			throw new Error('The file became shorter.');
		}

		return part.subarray(0, length);
	};

	let next: Promise<Buffer> | undefined;
	for (let position = start; position <= end;) {
		const part = await (next ?? fill(position));
		position += part.length;
		next = position <= end && buffers.length > 1 ? fill(position) : undefined;
		// The client may leave before it is awaited.
		next?.catch(() => undefined);
		yield part;
	}
}

/**
Bytes of a part. The larger the fewer turns between threads (loopback, against nginx in the same minute, one client: 256
KiB 0.74, 512 KiB 0.83, 1 MiB 0.93); but every slow client holds its buffers, so the more there are the smaller, and
none below 64 KiB.
@param others clients that are being sent something now
*/
function roomFor(others: number): {size: number; count: 1 | 2} {
	return others < 8
		? {size: 1024 * 1024, count: 2}
		: (others < 64
			? {size: 256 * 1024, count: 2}
			: {size: 64 * 1024, count: 1});
}

/**
What is used again is neither waiting for the garbage collector nor new to the processor's caches. 48 MiB at most: small
ones go.
*/
const spare = new Map<number, Buffer[][]>([[roomFor(0).size, []], [roomFor(8).size, []]]);

let inUse = 0;
