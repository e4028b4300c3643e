import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {Folders} from '../paths.ts';

/** What an image that is about to be served holds of secrets, in one line for a person; nothing where there are none, or it has no system. */
export function secretsOf(name: string, {work}: Pick<Folders, 'work'>): string[] {
	const found = readSecrets(path.join(work, name, 'root/secrets'));
	const named = [...found.slice(0, 4), ...(found.length > 4 ? [`${found.length - 4} more`] : [])];
	return found.length === 0 ? [] : [`Whoever is on the network can fetch the image of ${name}, and with it: ${named.join(', ')}.`];
}

function readSecrets(file: string): string[] {
	try {
		return readFileSync(file, 'utf8').split('\n').filter(Boolean);
	} catch {
		return [];
	}
}
