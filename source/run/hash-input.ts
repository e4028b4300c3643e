import {createHash} from 'node:crypto';
import {stat} from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import {readNote} from '../files/read-json.ts';
import {replaceFile} from '../files/replace-file.ts';
import {describeFolder} from './describe-folder.ts';
import {hashFile} from './hash-file.ts';

/**
The sums of what steps read, kept in the work folder of a recipe: what has not changed since is not read again. Times of
change, which nobody can set back, tell that; they are in no sum, so a copy of a folder is the same folder.
*/
export function inputHashes(folder: string): InputHashes {
	const place = path.join(folder, '.inputs.json');
	// One that is damaged only means that everything is read again.
	const known = readNote(place, knownSchema) ?? {};
	const used: KnownSums = {};
	return {
		async hash(input) {
			const {stamp, read} = await (input.endsWith('/') ? describeFolder(input) : describeFile(input));
			const before = known[input];
			const sum = before?.stamp === stamp ? before.sum : await read();
			used[input] = {stamp, sum};
			return sum;
		},
		async keep() {
			if (JSON.stringify(used) !== JSON.stringify(known)) {
				await replaceFile(place, JSON.stringify(used));
			}
		},
	};
}

/**
`hash` gives the SHA-256 of a file, or of a folder, whose name ends in a slash; it throws the error of the system.
*/
export type InputHashes = {hash(input: string): Promise<string>; keep(): Promise<void>};

/** `stamp` changes whenever the thing may have changed, and costs little; `read` gives its SHA-256, and costs more. */
export type Described = {stamp: string; read(): Promise<string>};

async function describeFile(file: string): Promise<Described> {
	const {dev, ino, size, mtimeNs, ctimeNs} = await stat(file, {bigint: true});
	const stamp = createHash('sha256').update([dev, ino, size, mtimeNs, ctimeNs].join(' ')).digest('hex');
	return {stamp, read: async () => hashFile(file)};
}

const knownSchema = z.record(z.string(), z.object({stamp: z.string(), sum: z.string().regex(/^[\da-f]{64}$/)}));

type KnownSums = z.infer<typeof knownSchema>;
