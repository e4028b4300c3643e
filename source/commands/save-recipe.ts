import {existsSync, realpathSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {structuredPatch} from 'diff';
import type {Context} from '../context.ts';
import {UserError} from '../errors.ts';
import {readOrdinary} from '../files/read-ordinary.ts';
import {replaceByCopy, replaceUserFile} from '../files/replace-file.ts';
import {resolvePaths} from '../host/recipe-paths.ts';
import {editRecipe} from '../recipe/edit-recipe.ts';
import {formatRecipe} from '../recipe/format.ts';
import {parseRecipe} from '../recipe/parse.ts';
import type {Recipe} from '../recipe/schema.ts';
import {recipeStore, type RecipeStore} from '../recipe-store.ts';

export type RecipeFile = {path: string; text: string};

/** As it was opened: its name, and what it was. Nothing for a new recipe. */
type Former = {name: string; where: 'bundled' | 'saved'; recipe?: Recipe} | undefined;

/** However it was named. */
export const isBundled = (file: RecipeFile, {recipes}: Context): boolean =>
	path.dirname(realPath(file.path)) === realPath(recipes.bundledFolder);

/** What lies in the program itself has a path all the same. */
const realPath = (place: string): string => existsSync(place) ? realpathSync(place) : place;

/**
The text of a recipe's file with what changed in the recipe, and nothing else. Where that cannot be written into this
text, in which a value is an alias of another one, `isNew` is set: all of it is another text then.
*/
function textWith(file: RecipeFile, recipe: Recipe): {text: string; isNew: boolean} {
	const before = meaningOf(file);
	const edited = before && editRecipe(file.text, before, recipe);
	const goal = resolvePaths(recipe, path.dirname(file.path));
	const isSame = edited !== undefined && isDeepStrictEqual(meaningOf({...file, text: edited}), goal);
	return isSame ? {text: edited, isNew: false} : {text: formatRecipe(recipe), isNew: true};
}

/** With absolute paths. Nothing for what is no recipe. */
function meaningOf({text, path: place}: RecipeFile): Recipe | undefined {
	try {
		return resolvePaths(parseRecipe(text, {source: place}), path.dirname(place));
	} catch (error) {
		if (error instanceof UserError) {
			return undefined;
		}

		throw error;
	}
}

/**
The text of a recipe's file under another name and in another folder: what it names by a relative path is still the same
file. @throws UserError for what is no recipe
*/
export function textElsewhere(file: RecipeFile, {name, folder}: {name?: string; folder: string}): string {
	const recipe = parseRecipe(file.text, {source: file.path});
	const here = resolvePaths(recipe, path.dirname(file.path));
	const moved = {...here, name: name ?? recipe.name};
	const given = withOwnName(file.text, recipe.name, moved.name);
	const text = editRecipe(given, resolvePaths(recipe, folder), moved) ?? formatRecipe(moved);
	// A name may be none.
	parseRecipe(text, {source: `the recipe ${moved.name}`});
	return text;
}

/** Its own title, and the commands that are shown for it, name a copy by its name; all else is somebody's notes. */
function withOwnName(text: string, name: string, own: string): string {
	const [comments = ''] = /^(?:#.*(?:\r?\n|$))*/.exec(text) ?? [];
	const titled = comments.startsWith(`# ${name}: `) ? `# ${own}${comments.slice(name.length + 2)}` : comments;
	const called = new RegExp(String.raw`(?<=\bramstrap (?:[a-z]+ )+)${name}(?![\w-])`, 'g');
	return titled.replaceAll(called, () => own) + text.slice(comments.length);
}

/**
Saves a recipe under its name. One that was changed keeps in its file whatever did not change.
@param former as it was opened; nothing for a new one
@returns where it is, and what it says, with absolute paths: for the next time it is saved
@throws UserError where the file is another one's, or was changed meanwhile
*/
export async function saveRecipe(
	recipe: Recipe,
	former: Former,
	context: Context,
): Promise<{path: string; recipe: Recipe}> {
	const file = savedFile(former, context);
	if (file && !isDeepStrictEqual(meaningOf(file), former?.recipe)) {
		throw new UserError(
			`${file.path} was changed by another program since it was opened here; nothing was saved.`,
			['leave the wizard and start it again: your answers are kept'],
		);
	}

	const isOther = former?.name !== recipe.name;
	const {text, isNew} = file ? textWith(file, recipe) : {text: formatRecipe(recipe), isNew: false};
	const resolved = resolvePaths(recipe, context.recipes.savedFolder);
	if (file === undefined || isOther) {
		const own = former === undefined ? text : withOwnName(text, former.name, recipe.name);
		const store = recipeStore(context.folders.recipes);
		return {
			path: isOther ? saveNew(recipe.name, own, store) : store.save(recipe.name, own),
			recipe: resolved,
		};
	}

	await replace(file, text, isNew);
	return {path: file.path, recipe: resolved};
}

/** @throws UserError where a saved one has the name, though it may have come a moment ago, from another ramstrap */
export function saveNew(name: string, text: string, store: RecipeStore): string {
	try {
		return store.save(name, text, {isNew: true});
	} catch (error) {
		throw (error as NodeJS.ErrnoException).code === 'EEXIST'
			? new UserError(`${name} is already the name of a saved recipe; nothing was saved.`, [
				'give it another name',
			])
			: error;
	}
}

/** A text with nothing of the former one in it leaves that beside it. */
async function replace(file: RecipeFile, text: string, isNew: boolean): Promise<void> {
	if (isNew) {
		const {mode} = await stat(file.path);
		await replaceByCopy(`${file.path}.old`, file.path, mode % 0o1000);
	}

	await replaceUserFile(file.path, text);
}

/** What is in the file of a saved recipe and will be, line by line: `-` goes, `+` comes. Empty for any other. */
export function changesIn(recipe: Recipe, former: Former, context: Context): string {
	const file = savedFile(former, context);
	return file ? lineChanges(file.text, textWith(file, recipe).text) : '';
}

function savedFile(former: Former, {recipes}: Context): RecipeFile | undefined {
	const file = path.join(recipes.savedFolder, `${former?.name}.yaml`);
	return former?.where === 'saved' && existsSync(file)
		? {path: file, text: readOrdinary(file, {most: 1024 ** 2}).toString()}
		: undefined;
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
	const {text, isNew} = textWith(file, {...before, name, kernel});
	if (isBundled(file, context)) {
		return recipeStore(context.folders.recipes).save(name, text);
	}

	await replace(file, text, isNew);
	return file.path;
}
