import {readdir, rm} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../files/make-folder.ts';
import {replaceFile} from '../files/replace-file.ts';

/**
Writes the archives of single nodes below `folder`, by URL path; those of an earlier time go. Returns URL path →
absolute path. Readable for nobody else: what one node alone has may be secret.
*/
export async function writeNodeArchives(
	folder: string,
	archives: Readonly<Record<string, Uint8Array>>,
): Promise<Record<string, string>> {
	if (Object.keys(archives).length === 0) {
		await rm(folder, {recursive: true, force: true});
		return {};
	}

	const places = Object.fromEntries(Object.keys(archives).map(url => [url, path.join(folder, path.basename(url))]));
	const wanted = new Set(Object.values(places));
	makeFolder(folder);
	const former = (await readdir(folder))
		.map(name => path.join(folder, name))
		.filter(file => file.endsWith('.cpio') && !wanted.has(file));
	await Promise.all(former.map(async file => rm(file, {force: true})));
	// By a rename: a node may be loading the one from before, and another ramstrap writing the same.
	await Promise.all(Object.entries(archives).map(async ([url, bytes]) => replaceFile(places[url]!, bytes, 0o600)));
	return places;
}
