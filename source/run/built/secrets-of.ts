import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {Folders} from '../../paths.ts';
import type {Finding} from '../../report/finding.ts';
import type {Recipe} from '../../recipe/schema.ts';

/**
The one secret of an image that no step warns of, as the recipe gives it: before that image is served, it is to be
known.
*/
export function secretsOf(
	{name, node}: Pick<Recipe, 'name' | 'node'>,
	{work}: Pick<Folders, 'work'>,
): Array<Pick<Finding, 'code' | 'what'>> {
	const isIn =
		node.password !== undefined && readSecrets(path.join(work, name, 'root/secrets')).includes('password of root');
	const what = `Anyone on the network can download the image of ${name}, and the root password's hash with it.`;
	return isIn ? [{code: 'password-in-image', what}] : [];
}

function readSecrets(file: string): string[] {
	try {
		return readFileSync(file, 'utf8').split('\n').filter(Boolean);
	} catch {
		return [];
	}
}
