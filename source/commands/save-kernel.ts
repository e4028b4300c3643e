import {realpathSync} from 'node:fs';
import path from 'node:path';
import type {Context} from '../context.ts';
import {replaceUserFile} from '../files/replace-file.ts';
import {editKernel} from '../recipe/edit-kernel.ts';
import type {Recipe} from '../recipe/schema.ts';
import {recipeStore} from '../recipe-store.ts';

type RecipeFile = {path: string; text: string};

/** However it was named. */
export const isBundled = (file: RecipeFile, {recipes}: Context): boolean =>
	path.dirname(realpathSync(file.path)) === realpathSync(recipes.bundledFolder);

/**
Writes a recipe's kernel into its file, where all else stays as it is; that of a bundled recipe into one of the user's
own. @returns where it is
*/
export async function saveKernel(recipe: Recipe, file: RecipeFile, context: Context): Promise<string> {
	const text = editKernel(file.text, recipe);
	if (isBundled(file, context)) {
		return recipeStore(context.folders.recipes).save(recipe.name, text);
	}

	await replaceUserFile(file.path, text);
	return file.path;
}
