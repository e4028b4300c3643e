import type {ServerResponse} from 'node:http';
import type {FileHandle} from 'node:fs/promises';
import {pipeline} from 'node:stream/promises';
import type {ByteRange} from './http-range.ts';

/** Sends `end - start + 1` bytes of a file and ends the response. Rejects when the client leaves or the file is shorter than that. */
export async function sendPart(handle: FileHandle, range: ByteRange, response: ServerResponse): Promise<void> {
	const isOneOfMany = inUse >= most;
	const [one, other] = (isOneOfMany ? undefined : spare.pop()) ?? pairOf(isOneOfMany ? readSize / 4 : readSize);
	let turn = 0;
	inUse++;
	try {
		await pipeline(read(handle, range, () => turn++ % 2 === 0 ? one : other), response);
		// Only now, and not when the client left: the kernel may still be taking from them.
		if (!isOneOfMany) {
			spare.push([one, other]);
		}
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
Bytes. Larger reads are hardly faster, smaller ones much slower (loopback, one core: 64 KiB 1.2 GB/s, 256 KiB 2.8, 1 MiB 3.0), and every
slow client holds two of them.
*/
const readSize = 256 * 1024;

type Pair = [Buffer, Buffer];

const pairOf = (size: number): Pair => [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];

/** What is used again is neither waiting for the garbage collector nor new to the processor's caches. */
const spare: Pair[] = [];

/** So many are kept, 32 MiB. Who comes when they are in use gets smaller ones of its own. */
const most = 64;
let inUse = 0;
