import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';

/**
The file with that ending in a folder, or below it, that was written last; nothing where there is none.
*/
export function newestFile(folder: string, ending: string): string | undefined {
	const files = entriesOf(folder)
		.filter(entry => entry.endsWith(ending))
		.map(entry => path.join(folder, entry))
		.map(file => ({file, found: statSync(file, {throwIfNoEntry: false})}))
		.filter(({found}) => found?.isFile());
	return files.toSorted((one, other) => other.found!.mtimeMs - one.found!.mtimeMs)[0]?.file;
}

function entriesOf(folder: string): string[] {
	try {
		return readdirSync(folder, {recursive: true}) as string[];
	} catch {
		// There is none, or it is not ours to read: nothing to be shown.
		return [];
	}
}
