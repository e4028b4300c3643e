import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../files/make-folder.ts';
import {replaceUserFile} from '../files/replace-file.ts';
import type {Recipe} from '../recipe/schema.ts';

const heading = '# Machines that were adopted while serving. You can add: name, address, keys, files, words, memory, '
	+ 'recipe.\n';

/** Writes a machine down as a known one, below those that the file has. @returns the name it got */
export async function adoptNode(file: string, {nodes}: Pick<Recipe, 'nodes'>, mac: string): Promise<string> {
	const name = freeName(nodes.map(node => node.name));
	const before = await readFile(file, 'utf8').catch(() => heading);
	makeFolder(path.dirname(file));
	await replaceUserFile(file, `${before}${before.endsWith('\n') ? '' : '\n'}- {mac: "${mac}", name: ${name}}\n`);
	return name;
}

/** `node-1`, or the first number that nobody has. */
function freeName(names: ReadonlyArray<string | undefined>): string {
	for (let number = 1; ; number++) {
		if (!names.includes(`node-${number}`)) {
			return `node-${number}`;
		}
	}
}
