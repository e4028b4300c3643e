import {createHash} from 'node:crypto';
import {mkdir, readFile, readdir, rename, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';

/**
An answer that took a while, kept below ramstrap's own folder until one of the files it depends on changes.
Without it every run waits for apt to read its lists anew (a second, in containers that keep no pkgcache.bin).
*/
export async function remembered<Answer>(file: string, {dependsOn, question}: {dependsOn: readonly string[]; question: unknown}, ask: () => Promise<Answer>): Promise<Answer> {
	const key = sumOf(JSON.stringify([question, await fingerprints(dependsOn)]));
	const known = await readFile(file, 'utf8').then(text => JSON.parse(text) as Partial<Remembered>, () => undefined).catch(() => undefined);
	// A file that was damaged is not what was answered.
	if (known?.key === key && typeof known.answer === 'string' && known.sum === sumOf(known.answer)) {
		return JSON.parse(known.answer) as Answer;
	}

	const answer = await ask();
	const text = JSON.stringify(answer);
	await remember(file, JSON.stringify({key, sum: sumOf(text), answer: text} satisfies Remembered));
	return answer;
}

/** The answer as JSON, and its SHA-256. */
type Remembered = {key: string; sum: string; answer: string};

const sumOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A folder that is full or read-only only means that we ask again next time. */
async function remember(file: string, text: string): Promise<void> {
	try {
		await makeFolder(path.dirname(file));
		await writeFile(`${file}.${process.pid}`, text);
		await rename(`${file}.${process.pid}`, file);
	} catch {}
}

/** Not with `recursive`: that never ends below /proc, where making a folder says ENOENT although the one above is there (seen with Node 24.21; a dangling link does the same). */
async function makeFolder(folder: string): Promise<void> {
	const code = await mkdir(folder).then(() => undefined, (error: unknown) => (error as NodeJS.ErrnoException).code);
	if (code !== 'ENOENT' || path.dirname(folder) === folder) {
		return;
	}

	await makeFolder(path.dirname(folder));
	await mkdir(folder);
}

async function fingerprints(files: readonly string[]): Promise<string[]> {
	const all = await Promise.all(files.map(async file => [file, ...(await readdir(file).catch(() => [])).map(entry => path.join(file, entry))]));
	return Promise.all(all.flat().toSorted().map(async file => stat(file).then(({mtimeMs, size}) => `${file} ${mtimeMs} ${size}`, () => `${file} -`)));
}
