import {lstatSync, readdirSync, readlinkSync} from 'node:fs';
import path from 'node:path';
import {UserError} from '../errors.ts';
import {readOrdinary} from '../files/read-ordinary.ts';
import type {Recipe} from '../recipe/schema.ts';
import {memoryText} from '../report/size.ts';
import {whyUnreadable} from '../report/system-error.ts';
import {parsePublicKeys} from './public-keys.ts';

/** A file of one node alone, by its path from the root on. */
export type OwnFile = {path: string; mode: number} & (
	| {type: 'file'; content: Uint8Array}
	| {type: 'dir'}
	| {type: 'link'; target: string}
);

/** `keys`: lines of public keys. `files`: each folder before what is in it. */
export type NodeContent = {keys: string[]; files: OwnFile[]};

/**
What the files say that a recipe names for its known nodes, in the order of these.
@throws UserError (exit 2) with all that cannot be read at once
*/
export function readNodeContent({nodes}: Pick<Recipe, 'nodes'>): NodeContent[] {
	const problems: string[] = [];
	const attempt = <Value>(act: () => Value[]): Value[] => {
		try {
			return act();
		} catch (error) {
			if (!(error instanceof UserError)) {
				throw error;
			}

			problems.push(error.message);
			return [];
		}
	};

	const contents = nodes.map(({keys, files}, index) => ({
		keys: keys.flatMap(file => attempt(() => readKeys(file, `nodes[${index}].keys names ${file}`))),
		files: files === undefined ? [] : attempt(() => readFolder(files, `nodes[${index}].files`)),
	}));
	if (problems.length === 0) {
		return contents;
	}

	throw new UserError(problems.join('\n'), ['a relative path starts at the folder of the recipe']);
}

function readKeys(file: string, says: string): string[] {
	return parsePublicKeys(read(file, says).toString(), says);
}

/**
A folder and what is below it, each folder before what is in it.
@throws UserError when there is more than a loader should carry, or what an archive cannot hold
*/
function readFolder(folder: string, field: string): OwnFile[] {
	let bytes = 0;
	const take = (file: string, size: number, says: string): Uint8Array => {
		bytes += size;
		if (bytes <= mostBytes) {
			return read(file, says);
		}

		throw new UserError(
			`${field} is ${folder}, which has more than ${memoryText(mostBytes / 1_048_576)}; `
			+ 'boot loaders load it uncompressed. Move files that are for all nodes to tree.files.',
		);
	};

	return filesBelow(folder, {below: '', field, take});
}

/** A boot loader holds it uncompressed, and then the kernel once more. */
const mostBytes = 64 * 1_048_576;

type Reading = {below: string; field: string; take: (file: string, size: number, says: string) => Uint8Array};

function filesBelow(folder: string, {below, field, take}: Reading): OwnFile[] {
	return names(path.join(folder, below), `${field} names ${path.join(folder, below)}`).flatMap((name): OwnFile[] => {
		if (/[\n\r]/.test(name)) {
			const where = JSON.stringify(path.join(below, name));
			throw new UserError(`${field} has ${where}, whose name contains a line feed; rename it.`);
		}

		const here = path.join(below, name);
		const file = path.join(folder, here);
		const stat = lstatSync(file);
		// eslint-disable-next-line no-bitwise -- nobody but root may write what is root's
		const mode = stat.mode & 0o7755;
		if (stat.isDirectory()) {
			return [{path: here, type: 'dir', mode}, ...filesBelow(folder, {below: here, field, take})];
		}

		if (stat.isSymbolicLink()) {
			return [{path: here, type: 'link', mode: 0o777, target: readlinkSync(file)}];
		}

		if (stat.isFile()) {
			return [{path: here, type: 'file', mode, content: take(file, stat.size, `${field} has ${here}`)}];
		}

		throw new UserError(`${field} has ${here}, which is not a file, folder or link; remove it.`);
	});
}

function names(folder: string, says: string): string[] {
	return orSay(() => readdirSync(folder).toSorted(), says);
}

function read(file: string, says: string): Uint8Array & {toString(): string} {
	return orSay(() => readOrdinary(file, {most: mostBytes, says: `${says}, which`}), says);
}

function orSay<Value>(act: () => Value, says: string): Value {
	try {
		return act();
	} catch (error) {
		if (error instanceof UserError) {
			throw error;
		}

		throw new UserError(`${says}, which ${whyUnreadable(error)}.`);
	}
}
