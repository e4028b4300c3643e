import {statSync} from 'node:fs';

/** When a file was last written, in milliseconds since 1970; nothing where it cannot be seen. */
export function changedAt(file: string): number | undefined {
	try {
		return statSync(file).mtimeMs;
	} catch {
		return undefined;
	}
}
