import {readdirSync} from 'node:fs';
import path from 'node:path';
import {look} from '../files/look.ts';
import {sizeText} from '../report/size.ts';
import {absolute} from './recipe-paths.ts';

/** As far as it is the only way on; where there are several, their names. */
export type CompletedPath = {text: string; choices: string[]};

/**
What is typed, with its path completed as a shell does it; of several paths the last one.
@param folder where a relative one begins
*/
export function completePath(text: string, kind: 'path' | 'paths', folder: string): CompletedPath {
	const start = kind === 'paths' ? text.lastIndexOf(' ') + 1 : 0;
	const typed = text.slice(start);
	const slash = typed.lastIndexOf('/') + 1;
	const prefix = typed.slice(slash);
	const found = entriesOf(absolute(typed.slice(0, slash) || '.', folder))
		// Hidden ones are for who begins with a dot; what could not be typed is in no recipe.
		.filter(name => name.startsWith(prefix) && (prefix.startsWith('.') || !name.startsWith('.')))
		.filter(name => !(kind === 'paths' ? /[\s\p{Control}*]/u : /[\p{Control}\u{2028}\u{2029}]/u).test(name));
	const common = found.length === 0 ? prefix : found.reduce((one, other) => sharedStart(one, other));
	return {text: text.slice(0, start + slash) + common, choices: found.length > 1 ? found : []};
}

/** What is there now, of one path or the last one of several; nothing where nothing is typed. */
export function aboutPath(text: string, kind: 'path' | 'paths', folder: string): string {
	const typed = kind === 'paths' ? text.slice(text.lastIndexOf(' ') + 1) : text.trim();
	if (typed === '') {
		return '';
	}

	const found = look(absolute(typed, folder));
	if (!found) {
		return '! does not exist';
	}

	return found.isDirectory() ? 'a folder' : `a file of ${sizeText(found.size)}`;
}

/** Folders with the stroke behind them. Nothing of what is no folder, or not for us to read. */
function entriesOf(folder: string): string[] {
	try {
		return readdirSync(folder)
			.map(name => look(path.join(folder, name))?.isDirectory() ? `${name}/` : name)
			.toSorted();
	} catch {
		return [];
	}
}

function sharedStart(one: string, other: string): string {
	const end = [...one].findIndex((sign, index) => sign !== [...other][index]);
	return end === -1 ? one : [...one].slice(0, end).join('');
}
