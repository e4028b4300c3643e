import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {UserError, visible} from '../errors.ts';
import {readOrdinary} from '../files/read-ordinary.ts';
import {whyUnreadable} from '../report/system-error.ts';
import {parseRecipe} from '../recipe/parse.ts';
import {listText} from '../recipe/problem.ts';
import {nearest} from '../recipe/spelling.ts';
import {recipeLabel} from '../recipe/shape.ts';
import type {Recipe} from '../recipe/schema.ts';
import {withAdopted} from './adopted-nodes.ts';
import {resolvePaths} from './recipe-paths.ts';

/** Where recipes lie: those that come with ramstrap, and those the user saved. */
export type RecipeFolders = {
	bundledFolder: string;
	/** Their texts by name, where they lie in the program itself; the folder is part of their paths all the same. */
	bundled?: Readonly<Record<string, string>> | undefined;
	savedFolder: string;
};

export type ListedRecipe =
	& {name: string; where: 'saved' | 'bundled'; path: string}
	/** `title`: what it is for, in a few words. */
	& ({recipe: Recipe; title: string} | {problem: string});

/**
The recipe of this name (a saved one goes before a bundled one) or in this file,
with the machines that were adopted for it.
*/
export async function loadRecipe(
	nameOrPath: string,
	options: RecipeFolders & {set?: readonly string[]},
): Promise<Recipe> {
	const {text, path: source} = await readRecipeFile(nameOrPath, options);
	const recipe = resolvePaths(parseRecipe(text, {source, set: options.set}), path.dirname(source), options.set);
	return withAdopted(recipe, options.savedFolder);
}

/** The text as it is, comments and all. Anything with a slash or ending in .yaml is a path. */
export async function readRecipeFile(
	nameOrPath: string,
	folders: RecipeFolders,
): Promise<{text: string; path: string}> {
	if (isPath(nameOrPath)) {
		return {text: readText(nameOrPath), path: nameOrPath};
	}

	const known = await recipeNames(folders);
	const found = known.find(({name}) => name === nameOrPath);
	if (!found) {
		throw unknownRecipe(nameOrPath, known.map(({name}) => name));
	}

	return {text: textOf(found, folders), path: found.path};
}

/**
All recipes by name, each with its content or with the first thing that is wrong with it.
A bundled one hidden by a saved one is left out.
*/
export async function listRecipes(folders: RecipeFolders): Promise<ListedRecipe[]> {
	const found = await recipeNames(folders);
	return Promise.all(found.map(async entry => {
		try {
			const text = textOf(entry, folders);
			const recipe = resolvePaths(parseRecipe(text, {source: entry.path}), path.dirname(entry.path));
			return {...entry, recipe, title: titleIn(text, recipe.name) ?? recipeLabel(recipe)};
		} catch (error) {
			if (!(error instanceof UserError)) {
				throw error;
			}

			return {...entry, problem: error.message.split('\n', 1)[0]!};
		}
	}));
}

/** What the file itself says first: `# kitchen: the PC beside the stove`. */
function titleIn(text: string, name: string): string | undefined {
	const [first = ''] = text.split(/\r?\n/, 1);
	return first.startsWith(`# ${name}: `) ? visible(first.slice(name.length + 4).trim()) || undefined : undefined;
}

type FoundRecipe = {name: string; where: 'saved' | 'bundled'; path: string};

export async function recipeNames(folders: RecipeFolders): Promise<FoundRecipe[]> {
	const {savedFolder, bundledFolder} = folders;
	const [savedNames, bundledNames] = await Promise.all([
		yamlNames(savedFolder),
		folders.bundled ? Object.keys(folders.bundled) : yamlNames(bundledFolder),
	]);
	const saved = savedNames.map(name => found(name, 'saved', savedFolder));
	const bundled = bundledNames.map(name => found(name, 'bundled', bundledFolder));
	const names = new Set(saved.map(({name}) => name));
	return [...saved, ...bundled.filter(({name}) => !names.has(name))]
		.toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

async function yamlNames(folder: string): Promise<string[]> {
	const files = await readdir(folder).catch(() => []);
	return files.filter(file => file.endsWith('.yaml')).map(file => file.slice(0, -'.yaml'.length));
}

const found = (name: string, where: FoundRecipe['where'], folder: string): FoundRecipe =>
	({name, where, path: path.join(folder, `${name}.yaml`)});

const textOf = ({name, where, path: file}: FoundRecipe, {bundled}: RecipeFolders): string =>
	(where === 'bundled' ? bundled?.[name] : undefined) ?? readText(file);

function readText(file: string): string {
	try {
		const bytes = readOrdinary(file, {most: 1024 ** 2});
		if (bytes.subarray(0, 4).includes(0)) {
			throw new UserError(`${file} is not UTF-8 text; it may be UTF-16, as some editors of Windows save it.`, [
				'save it as UTF-8',
			]);
		}

		return bytes.toString();
	} catch (error) {
		if (error instanceof UserError) {
			throw error;
		}

		throw describeUnreadable(file, error);
	}
}

function describeUnreadable(file: string, error: unknown): Error {
	return new UserError(`${file} ${whyUnreadable(error)}.`, ['ramstrap recipes list']);
}

function unknownRecipe(name: string, known: string[]): UserError {
	const meant = nearest(name, known);
	const have = known.length > 0
		? `; there ${known.length === 1 ? 'is' : 'are'} ${listText(known, 'and')}`
		: '; there are no recipes';
	return new UserError(
		meant ? `No recipe has the name ${name}; did you mean ${meant}?` : `No recipe has the name ${name}${have}.`,
		['ramstrap recipes list', ...(/^[\d\-a-z]+$/.test(name) ? [`for a file, give its path: ./${name}.yaml`] : [])],
	);
}

function isPath(text: string): boolean {
	return text.includes('/') || /\.ya?ml$/.test(text);
}
