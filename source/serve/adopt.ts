import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {stringify} from 'yaml';
import {makeFolder} from '../files/make-folder.ts';
import {replaceUserFile} from '../files/replace-file.ts';
import type {Recipe} from '../recipe/schema.ts';

const heading = '# Machines that were adopted while serving. You can add: name, address, keys, files, words, memory, '
	+ 'recipe.\n';

/** Writes a machine down as a known one, below those that the file has. */
export async function adoptNode(file: string, mac: string, name: string): Promise<void> {
	const before = await readFile(file, 'utf8').catch(() => heading);
	makeFolder(path.dirname(file));
	// A name such as 7 or true is text here, too.
	const node = `- {mac: "${mac}", name: ${stringify(name).trim()}}`;
	await replaceUserFile(file, `${before}${before.endsWith('\n') ? '' : '\n'}${node}\n`);
}

/** `node-1`, or the first number that nobody has. */
export function freeNodeName({nodes}: Pick<Recipe, 'nodes'>): string {
	const names = new Set(nodes.map(({name}) => name));
	for (let number = 1; ; number++) {
		if (!names.has(`node-${number}`)) {
			return `node-${number}`;
		}
	}
}
