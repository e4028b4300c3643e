import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {open} from 'node:fs/promises';

/** Bytes that are read at a time of a large file. */
const most = 1_048_576;

/** SHA-256 of a file, in hexadecimal. */
export async function hashFile(file: string, signal?: AbortSignal): Promise<string> {
	const hash = createHash('sha256');
	const handle = await open(file);
	try {
		const {size} = await handle.stat();
		const piece = Buffer.allocUnsafeSlow(Math.min(Math.max(size, 4096), most));
		for (;;) {
			signal?.throwIfAborted();
			const {bytesRead} = await handle.read(piece, 0, piece.length);
			if (bytesRead === 0) {
				return hash.digest('hex');
			}

			hash.update(piece.subarray(0, bytesRead));
		}
	} finally {
		await handle.close();
	}
}
