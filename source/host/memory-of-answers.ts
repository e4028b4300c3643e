import {createHash} from 'node:crypto';
import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import {makeFolder} from '../files/make-folder.ts';
import {readNote} from '../files/read-json.ts';
import {replaceFile} from '../files/replace-file.ts';

/**
An answer that took a while, kept in a folder of ramstrap's own until one of the files it depends on changes, each
question's by itself: recipes with different kernels take turns. Without it every run waits for apt to read its lists
anew (4 s, in containers that keep no pkgcache.bin).
*/
export async function remembered<Answer>(
	folder: string,
	{dependsOn, question}: {dependsOn: readonly string[]; question: unknown},
	ask: () => Promise<Answer>,
): Promise<Answer> {
	const file = path.join(folder, `${sumOf(JSON.stringify(question)).slice(0, 16)}.json`);
	const key = sumOf(JSON.stringify([question, await fingerprints(dependsOn)]));
	const known = readNote(file, rememberedSchema);
	// A file that was damaged is not what was answered.
	if (known?.key === key && known.sum === sumOf(known.answer)) {
		return JSON.parse(known.answer) as Answer;
	}

	const answer = await ask();
	const text = JSON.stringify(answer);
	const entry = {key, sum: sumOf(text), answer: text} satisfies z.infer<typeof rememberedSchema>;
	await remember(file, JSON.stringify(entry));
	return answer;
}

/** The answer as JSON, and its SHA-256. */
const rememberedSchema = z.object({key: z.string(), sum: z.string(), answer: z.string()});

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A folder that is full or read-only only means that we ask again next time. */
async function remember(file: string, text: string): Promise<void> {
	try {
		makeFolder(path.dirname(file));
		await replaceFile(file, text);
	} catch {}
}

async function fingerprints(files: readonly string[]): Promise<string[]> {
	const all = await Promise.all(files.map(async file => {
		const entries = await readdir(file).catch(() => []);
		return [file, ...entries.map(entry => path.join(file, entry))];
	}));
	return Promise.all(all.flat().toSorted().map(async file =>
		stat(file).then(({mtimeMs, size}) => `${file} ${mtimeMs} ${size}`, () => `${file} -`)));
}
