import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from '../../files/make-folder.ts';
import type {Action} from '../../steps/types.ts';
import type {Place} from './types.ts';

export async function runWriteFile(
	{path: file, text}: Extract<Action, {do: 'write-file'}>,
	{folder}: Place,
): Promise<void> {
	const target = path.join(folder, file);
	makeFolder(path.dirname(target));
	await writeFile(target, text);
}
