import {createHash} from 'node:crypto';
import type {NodeContent} from '../host/node-content.ts';
import {isGlob, whyNoOwnFiles, type KnownNode as RecipeNode} from '../recipe/nodes.ts';
import type {Recipe} from '../recipe/schema.ts';
import {formatNewc, type ArchiveEntry} from './newc.ts';

/**
The small initrd that makes one node of many this one, for those that have anything of their own. The kernel
lays it out in `/ramstrap`; what brings the root carries `/ramstrap/node` onto it, and appends
`/ramstrap/keys` to those that may log in as root already: the image's keys, the recipe's and whatever else
its tree let in, are not for one node to take away.
*/
export function nodeArchive(recipe: Recipe, node: RecipeNode, {keys, files}: NodeContent): Uint8Array | undefined {
	if (!hasArchive(recipe, node)) {
		return undefined;
	}

	const own = withFiles(identity(recipe, node), files);
	return formatNewc([
		{path: 'ramstrap', type: 'dir', mode: 0o700},
		...(keys.length > 0 ? [textFile('ramstrap/keys', keys.join('\n'), 0o600)] : []),
		{path: 'ramstrap/node', type: 'dir', mode: 0o755},
		...own.map(entry => ({...entry, path: `ramstrap/node/${entry.path}`})),
	]);
}

export function hasArchive(recipe: Recipe, {name, keys, files}: RecipeNode): boolean {
	return whyNoOwnFiles(recipe) === undefined && (name !== undefined || keys.length > 0 || files !== undefined);
}

/** BusyBox alone asks for no machine-id. Of many machines it is not known here; each makes its own of its MAC. */
function identity({name: recipeName, tree}: Recipe, {mac, name}: RecipeNode): ArchiveEntry[] {
	const id = createHash('sha256').update(`${recipeName}\n${mac}`).digest('hex').slice(0, 32);
	return [
		...(name === undefined ? [] : [textFile('etc/hostname', name, 0o644)]),
		...(tree.from === 'busybox' || isGlob(mac) ? [] : [textFile('etc/machine-id', id, 0o444)]),
	];
}

/** What the user has put there counts. */
function withFiles(made: readonly ArchiveEntry[], files: readonly ArchiveEntry[]): ArchiveEntry[] {
	const given = new Set(files.map(({path}) => path));
	const missing = made.filter(({path}) => !given.has(path));
	const lacksEtc = missing.length > 0 && !given.has('etc');
	const etc: ArchiveEntry[] = lacksEtc ? [{path: 'etc', type: 'dir', mode: 0o755}] : [];
	return [...etc, ...files, ...missing];
}

function textFile(path: string, text: string, mode: number): ArchiveEntry {
	return {path, type: 'file', mode, content: Buffer.from(`${text}\n`)};
}
