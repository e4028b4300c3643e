import type {ServerResponse} from 'node:http';
import type {FileHandle} from 'node:fs/promises';
import {pipeline} from 'node:stream/promises';
import type {ByteRange} from './http-range.ts';

/** Sends `end - start + 1` bytes of a file and ends the response. Rejects when the client leaves or the file is shorter than that. */
export async function sendPart(handle: FileHandle, range: ByteRange, response: ServerResponse): Promise<void> {
	const pair = spare.pop() ?? [Buffer.allocUnsafeSlow(readSize), Buffer.allocUnsafeSlow(readSize)];
	await pipeline(read(handle, range, pair), response);
	// Only now, and not when the client left: the kernel may still be taking from them.
	if (spare.length < mostSpare) {
		spare.push(pair);
	}
}

/**
While one half is on its way, the other is read. A half is read into again only when the pipeline asks for more, which it
does when the connection has taken all that it was given: each half but the last is larger than what a connection holds back.
@yields {Buffer} the next bytes, until more are asked for
*/
async function * read(handle: FileHandle, {start, end}: ByteRange, [now, later]: Pair): AsyncGenerator<Buffer> {
	const fill = async (buffer: Buffer, position: number): Promise<Buffer> => {
		const length = Math.min(readSize, end + 1 - position);
		const {bytesRead} = await handle.read(buffer, 0, length, position);
		if (bytesRead < length) {
			throw new Error('The file became shorter.');
		}

		return buffer.subarray(0, length);
	};

	let next = fill(now, start);
	for (let position = start + readSize; position <= end; position += readSize) {
		const part = await next;
		next = fill(later, position);
		// The client may leave before it is awaited.
		next.catch(() => undefined);
		yield part;
		[now, later] = [later, now];
	}

	yield await next;
}

type Pair = [Buffer, Buffer];

/**
Bytes. Larger reads are hardly faster, smaller ones much slower (loopback, one core: 64 KiB 1.2 GB/s, 256 KiB 2.8, 1 MiB 3.0), and every
slow client holds two of them.
*/
const readSize = 256 * 1024;

/** What is used again is neither waiting for the garbage collector nor new to the processor's caches. */
const spare: Pair[] = [];
const mostSpare = 32;
