import {readFileSync, statSync} from 'node:fs';

/** The text of a file; nothing where there is none, or something else of this name. */
export function readIfThere(file: string): string | undefined {
	return statSync(file, {throwIfNoEntry: false})?.isFile() ? readFileSync(file, 'utf8') : undefined;
}
