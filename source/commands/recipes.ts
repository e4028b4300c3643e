import {UserError, exitCodes} from '../errors.ts';
import {listRecipes, loadRecipe, readRecipeFile, type ListedRecipe, type RecipeFolders} from '../host/recipe-files.ts';
import {recipeJsonSchema} from '../recipe/json-schema.ts';
import {recipeWarnings} from '../recipe/warnings.ts';
import {parseRecipe} from '../recipe/parse.ts';
import {listText} from '../recipe/problem.ts';
import {recipeLabel} from '../recipe/shape.ts';
import {nearest} from '../recipe/spelling.ts';
import type {RecipeStore} from '../recipe-store.ts';

export type RecipesContext = RecipeFolders & {out(line: string): void; store: RecipeStore; json?: boolean};

/** `recipes <verb> [words]`: returns the exit code. */
export async function recipes([verb = 'list', ...words]: readonly string[], context: RecipesContext): Promise<number> {
	if (!Object.hasOwn(verbs, verb)) {
		const meant = nearest(verb, Object.keys(verbs));
		const instead = meant
			? `did you mean recipes ${meant}?`
			: `the commands are ${listText(Object.keys(verbs), 'and')}.`;
		throw new UserError(`recipes ${verb} is not a command; ${instead}`);
	}

	await verbs[verb as keyof typeof verbs](words, context);
	return exitCodes.done;
}

const verbs = {list, show, save, remove, validate, schema};

async function list(words: readonly string[], {out, json, ...folders}: RecipesContext): Promise<void> {
	if (words.length > 0) {
		throw new UserError(`recipes list takes no name; unexpected: ${words.join(' ')}.`, [
			`ramstrap recipes show ${words[0]}`,
		]);
	}

	const found = await listRecipes(folders);
	const width = Math.max(0, ...found.map(({name}) => name.length));
	for (const entry of found) {
		out(
			json
				? JSON.stringify({
					event: 'recipe',
					name: entry.name,
					where: entry.where,
					path: entry.path,
					...('problem' in entry ? {problem: entry.problem} : {strategy: entry.recipe.strategy}),
				})
				: `${entry.name.padEnd(width)}  ${entry.where.padEnd(7)}  ${summaryOf(entry)}`,
		);
	}
}

async function show(words: readonly string[], {out, ...folders}: RecipesContext): Promise<void> {
	const {text} = await readRecipeFile(only('show', words), folders);
	out(text.trimEnd());
}

/** The text is kept as it is: its comments are somebody's notes. */
async function save(words: readonly string[], {out, store, ...folders}: RecipesContext): Promise<void> {
	const {text, path} = await readRecipeFile(only('save', words), folders);
	const {name} = parseRecipe(text, {source: path});
	const listed = await listRecipes(folders);
	if (listed.some(entry => entry.name === name && entry.where === 'saved')) {
		throw new UserError(`A saved recipe with the name ${name} already exists.`, [
			`ramstrap recipes remove ${name}`,
			'or change the name in the file',
		]);
	}

	out(`Saved as ${store.save(name, text)}. Next: ramstrap rehearse ${name}`);
}

async function remove(words: readonly string[], {out, store, ...folders}: RecipesContext): Promise<void> {
	const name = only('remove', words);
	const found = (await listRecipes(folders)).find(entry => entry.name === name);
	if (found?.where === 'bundled') {
		throw new UserError(`${name} is a bundled recipe and cannot be removed.`);
	}

	if (!found || !await store.remove(name)) {
		throw new UserError(`No saved recipe has the name ${name}.`, ['ramstrap recipes list']);
	}

	out(`Removed ${name}.`);
}

/** All of them are looked at before the first bad one is complained about. */
async function validate(words: readonly string[], {out, ...folders}: RecipesContext): Promise<void> {
	const names = words.length > 1 ? words : [only('validate', words)];
	const results = await Promise.allSettled(
		names.map(async name => ({name, recipe: await loadRecipe(name, folders)})),
	);
	const bad = results.flatMap(result => result.status === 'rejected' ? [result.reason as Error] : []);
	for (const {name, recipe} of results.flatMap(result => result.status === 'fulfilled' ? [result.value] : [])) {
		out(`${name} is a valid recipe: ${recipe.name}, ${recipeLabel(recipe)}.`);
		for (const warning of recipeWarnings(recipe)) {
			out(`  warning: ${warning}`);
		}
	}

	if (bad.length > 0) {
		throw bad.find(error => !(error instanceof UserError)) ?? together(bad as UserError[]);
	}
}

function together(errors: readonly UserError[]): UserError {
	return new UserError(errors.map(({message}) => message).join('\n'), [
		...new Set(errors.flatMap(({hints}) => hints)),
	]);
}

async function schema(_words: readonly string[], {out}: RecipesContext): Promise<void> {
	out(JSON.stringify(recipeJsonSchema(), undefined, '\t'));
}

function only(verb: string, words: readonly string[]): string {
	if (words.length !== 1) {
		throw new UserError(
			`recipes ${verb} needs ${words.length === 0 ? 'a recipe' : `one recipe, not ${words.length}`}.`,
			[`ramstrap recipes ${verb} rambox`],
		);
	}

	return words[0]!;
}

function summaryOf(entry: ListedRecipe): string {
	return 'problem' in entry ? entry.problem : recipeLabel(entry.recipe);
}
