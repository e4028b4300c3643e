import path from 'node:path';
import {parseDocument} from 'yaml';
import {UserError} from '../errors.ts';
import {readOrdinary} from '../files/read-ordinary.ts';
import {checkRecipe} from '../recipe/check.ts';
import type {Recipe} from '../recipe/schema.ts';
import {valueOf} from '../recipe/yaml-text.ts';

/**
Known machines of a recipe that do not stand in it: a list like its `nodes`, in a file of its
own. A bundled recipe can have some, too.
*/
export function adoptedFile(savedFolder: string, name: string): string {
	return path.join(savedFolder, 'nodes', `${name}.yaml`);
}

/** The recipe with the machines that were adopted. @throws UserError naming the file, for what is wrong in it */
export async function withAdopted(recipe: Recipe, savedFolder: string): Promise<Recipe> {
	const file = adoptedFile(savedFolder, recipe.name);
	const text = readText(file);
	const adopted = text === undefined ? [] : readList(text, file);
	if (adopted.length === 0) {
		return recipe;
	}

	const checked = checkRecipe({...recipe, nodes: [...recipe.nodes, ...adopted]});
	if ('problems' in checked) {
		throw new UserError(
			checked.problems.map(({sentence}) => `${file}: ${sentence}`).join('\n'),
			['the numbers of nodes start after those of the recipe'],
		);
	}

	return checked.recipe;
}

/** Nothing where there is none; one that is there and cannot be read is not taken for that. */
function readText(file: string): string | undefined {
	try {
		return readOrdinary(file, {most: 1024 ** 2}).toString();
	} catch (error) {
		const {code = ''} = error as NodeJS.ErrnoException;
		if (['ENOENT', 'ENOTDIR'].includes(code)) {
			return undefined;
		}

		throw error instanceof UserError ? error : new UserError(`${file} cannot be read (${code}).`);
	}
}

function readList(text: string, file: string): unknown[] {
	let value: unknown;
	try {
		const document = parseDocument(text);
		if (document.errors[0]) {
			throw document.errors[0];
		}

		value = valueOf(document);
	} catch (error) {
		throw new UserError(`${file}: ${(error as Error).message.split('\n', 1)[0]}`);
	}

	if (value !== null && !Array.isArray(value)) {
		throw new UserError(`${file}: must be a list of nodes, each starting with "- mac: …".`);
	}

	return value ?? [];
}
