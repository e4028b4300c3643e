import {existsSync, realpathSync} from 'node:fs';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {structuredPatch} from 'diff';
import type {Context} from '../context.ts';
import {UserError} from '../errors.ts';
import {readOrdinary} from '../files/read-ordinary.ts';
import {replaceUserFile} from '../files/replace-file.ts';
import {resolvePaths} from '../host/recipe-paths.ts';
import {editRecipe} from '../recipe/edit-recipe.ts';
import {formatRecipe} from '../recipe/format.ts';
import {parseRecipe} from '../recipe/parse.ts';
import type {Recipe} from '../recipe/schema.ts';
import {recipeStore} from '../recipe-store.ts';

export type RecipeFile = {path: string; text: string};

/** However it was named. */
export const isBundled = (file: RecipeFile, {recipes}: Context): boolean =>
	path.dirname(realpathSync(file.path)) === realpathSync(recipes.bundledFolder);

/**
The text of a recipe's file with what changed in the recipe, and nothing else. Where that cannot be written into this
text it is written anew, with an explanation of each field.
*/
export function textWith(file: RecipeFile, recipe: Recipe): string {
	const folder = path.dirname(file.path);
	const read = (text: string): Recipe | undefined => {
		try {
			return resolvePaths(parseRecipe(text, {source: file.path}), folder);
		} catch (error) {
			if (error instanceof UserError) {
				return undefined;
			}

			throw error;
		}
	};

	const before = read(file.text);
	const edited = before && editRecipe(file.text, before, recipe);
	const isSame = edited !== undefined && isDeepStrictEqual(read(edited), resolvePaths(recipe, folder));
	return isSame ? edited : formatRecipe(recipe);
}

/**
The text of a recipe's file under another name and in another folder: what it names by a relative path is still the same
file. @throws UserError for what is no recipe
*/
export function textElsewhere(file: RecipeFile, {name, folder}: {name?: string; folder: string}): string {
	const recipe = parseRecipe(file.text, {source: file.path});
	const here = resolvePaths(recipe, path.dirname(file.path));
	const moved = {...here, name: name ?? recipe.name};
	const text = editRecipe(file.text, resolvePaths(recipe, folder), moved) ?? formatRecipe(moved);
	// A name may be none.
	parseRecipe(text, {source: `the recipe ${moved.name}`});
	return text;
}

/**
Saves a recipe under its name. One that was changed keeps in its file whatever did not change.
@param former the name that it was opened by
@returns where it is
*/
export async function saveRecipe(recipe: Recipe, former: string, context: Context): Promise<string> {
	const file = savedFile(former, context);
	const text = file ? textWith(file, recipe) : formatRecipe(recipe);
	if (file === undefined || former !== recipe.name) {
		return recipeStore(context.folders.recipes).save(recipe.name, text);
	}

	await replaceUserFile(file.path, text);
	return file.path;
}

/** What is in the file of a saved recipe and will be, line by line: `-` goes, `+` comes. Empty for any other. */
export function changesIn(recipe: Recipe, former: string, context: Context): string {
	const file = savedFile(former, context);
	return file ? lineChanges(file.text, textWith(file, recipe)) : '';
}

function savedFile(name: string, {recipes}: Context): RecipeFile | undefined {
	const file = path.join(recipes.savedFolder, `${name}.yaml`);
	return existsSync(file) ? {path: file, text: readOrdinary(file, {most: 1024 ** 2}).toString()} : undefined;
}

function lineChanges(before: string, after: string): string {
	const {hunks} = structuredPatch('', '', before, after, undefined, undefined, {context: 2});
	return hunks.map(({lines}) => lines.join('\n')).join('\n…\n');
}

/**
Writes a recipe's kernel into its file, where all else stays as it is; that of a bundled recipe into one of the user's
own. @returns where it is
*/
export async function saveKernel(
	{name, kernel}: Pick<Recipe, 'name' | 'kernel'>,
	file: RecipeFile,
	context: Context,
): Promise<string> {
	const before = resolvePaths(parseRecipe(file.text, {source: file.path}), path.dirname(file.path));
	const text = textWith(file, {...before, name, kernel});
	if (isBundled(file, context)) {
		return recipeStore(context.folders.recipes).save(name, text);
	}

	await replaceUserFile(file.path, text);
	return file.path;
}
