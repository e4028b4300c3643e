import {mkdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {execa} from 'execa';
import type {Home} from './home.ts';

/** The finished root unpacked, for the documents' commands; our steps take the archive. */
export type Tree = {path: string; mib: number; entries: number};

export async function unpackTree({tmpfs}: Home, tree: string, signal: AbortSignal): Promise<Tree> {
	await mkdir(tree);
	await execa('tar', ['-x', '-p', '--numeric-owner', '--xattrs', '--xattrs-include=*', '-f', path.join(tmpfs, 'root/root.tar'), '-C', tree], {cancelSignal: signal});
	const {stdout} = await execa('du', ['-s', '-m', tree]);
	const names = await readFile(path.join(tmpfs, 'root/names.txt'), 'utf8');
	return {path: tree, mib: Number(stdout.split('\t', 1)[0]), entries: names.trimEnd().split('\n').length};
}
