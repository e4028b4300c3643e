import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {lstat, readdir} from 'node:fs/promises';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';

/** SHA-256 of a file, in hexadecimal. */
export async function hashFile(file: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(file, {highWaterMark: 1_048_576}), hash);
	return hash.digest('hex');
}

/** A folder, such as the source of a kernel, by the names, sizes and times of all in it: reading that much would take minutes. */
export async function hashFolder(folder: string): Promise<string> {
	const hash = createHash('sha256');
	for (const name of (await readdir(folder, {recursive: true})).toSorted()) {
		const {mode, size, mtimeMs} = await lstat(path.join(folder, name));
		hash.update(`${name}\0${mode}\0${size}\0${mtimeMs}\0`);
	}

	return hash.digest('hex');
}
