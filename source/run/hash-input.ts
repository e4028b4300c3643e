import {createHash} from 'node:crypto';
import {stat} from 'node:fs/promises';
import {readFileSync, renameSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import {describeFolder} from './describe-folder.ts';
import {hashFile} from './hash-file.ts';

/**
The sums of what steps read, kept in the work folder of a recipe: what has not changed since is not read again. Times of
change, which nobody can set back, tell that; they are in no sum, so a copy of a folder is the same folder.
*/
export function inputHashes(folder: string): InputHashes {
	const place = path.join(folder, '.inputs.json');
	const known = readKnown(place);
	const used: Known = {};
	return {
		async hash(input) {
			const {stamp, read} = await (input.endsWith('/') ? describeFolder(input) : describeFile(input));
			const before = known[input];
			const sum = before?.stamp === stamp ? before.sum : await read();
			used[input] = {stamp, sum};
			return sum;
		},
		keep() {
			if (JSON.stringify(used) === JSON.stringify(known)) {
				return;
			}

			writeFileSync(`${place}.partial`, JSON.stringify(used));
			renameSync(`${place}.partial`, place);
		},
	};
}

/** `hash` gives the SHA-256 of a file, or of a folder, whose name ends in a slash; it throws the error of the system. */
export type InputHashes = {hash(input: string): Promise<string>; keep(): void};

/** `stamp` changes whenever the thing may have changed, and costs little; `read` gives its SHA-256, and costs more. */
export type Described = {stamp: string; read(): Promise<string>};

async function describeFile(file: string): Promise<Described> {
	const {dev, ino, size, mtimeNs, ctimeNs} = await stat(file, {bigint: true});
	const stamp = createHash('sha256').update([dev, ino, size, mtimeNs, ctimeNs].join(' ')).digest('hex');
	return {stamp, read: async () => hashFile(file)};
}

const knownSchema = z.record(z.string(), z.object({stamp: z.string(), sum: z.string().regex(/^[\da-f]{64}$/)}));

type Known = z.infer<typeof knownSchema>;

/** One that is damaged only means that everything is read again. */
function readKnown(place: string): Known {
	try {
		return knownSchema.parse(JSON.parse(readFileSync(place, 'utf8')));
	} catch {
		return {};
	}
}
