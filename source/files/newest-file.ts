import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';

/**
The file with that ending in a folder, or below it, that was written last; nothing where none was since then.
@param since in milliseconds since 1970
*/
export function newestFile(folder: string, ending: string, since: number): string | undefined {
	const files = entriesOf(folder)
		.filter(entry => entry.endsWith(ending))
		.map(entry => path.join(folder, entry))
		.map(file => ({file, found: statSync(file, {throwIfNoEntry: false})}))
		.filter(({found}) => found?.isFile() && found.mtimeMs >= since);
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
