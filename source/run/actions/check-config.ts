import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {describeMissing, missingOptions} from '../../kernel/check/check.ts';
import type {Action} from '../../steps/types.ts';
import {ActionError, type Place} from './types.ts';

export async function runCheckConfig(
	{config, options}: Extract<Action, {do: 'check-config'}>,
	{folder, log}: Place,
): Promise<void> {
	const text = await readFile(path.join(folder, config), 'utf8');
	const missing = missingOptions(text, options).map(option => describeMissing(option));
	for (const sentence of missing) {
		log.write(sentence);
	}

	if (missing.length > 0) {
		throw new ActionError(
			`this kernel does not meet the requirements of the recipe: ${missing[0]}`,
			'recipe',
			missing,
		);
	}
}
