import {existsSync, renameSync} from 'node:fs';
import process from 'node:process';
import {isDeepStrictEqual} from 'node:util';
import {draftStore} from '../draft-store.ts';
import {UserError, exitCodes} from '../errors.ts';
import {adoptedFile} from '../host/adopted-nodes.ts';
import {recipeProblems} from '../host/recipe-problems.ts';
import {
	listRecipes,
	loadRecipe,
	readRecipeFile,
	recipeNames,
	type ListedRecipe,
	type RecipeFolders,
} from '../host/recipe-files.ts';
import {resolvePaths} from '../host/recipe-paths.ts';
import {recommended, type Advice} from '../purpose/advise.ts';
import {purposeNamed, purposes} from '../purpose/purposes.ts';
import {formatRecipe} from '../recipe/format.ts';
import {freeNameAmong} from '../recipe/free-name.ts';
import {recipeJsonSchema} from '../recipe/json-schema.ts';
import {recipeWarnings} from '../recipe/warnings.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import {parseRecipe} from '../recipe/parse.ts';
import {listText} from '../recipe/problem.ts';
import {recipeSchema} from '../recipe/schema.ts';
import {recipeLabel} from '../recipe/shape.ts';
import {nearest} from '../recipe/spelling.ts';
import type {RecipeStore} from '../recipe-store.ts';
import {saveNew, textElsewhere} from './save-recipe.ts';

export type RecipesContext = RecipeFolders & {
	out(line: string): void;
	store: RecipeStore;
	json?: boolean;
	/** `path=value`, for a new one. */
	set?: readonly string[];
	/** What a new one is for. */
	purpose?: string | undefined;
	/** Whether machines boot something by this name. */
	isPublished: (name: string) => boolean;
};

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

const verbs = {list, show, new: create, save, copy, rename, remove, validate, schema};

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
					// The single executable alone has them in itself.
					...(existsSync(entry.path) && {path: entry.path}),
					...('problem' in entry
						? {problem: entry.problem}
						: {strategy: entry.recipe.strategy, title: entry.title}),
				})
				: `${entry.name.padEnd(width)}  ${entry.where.padEnd(7)}  ${summaryOf(entry)}`,
		);
	}
}

async function show(words: readonly string[], {out, ...folders}: RecipesContext): Promise<void> {
	const {text} = await readRecipeFile(only('show', words), folders);
	out(text.trimEnd());
}

/** One with every default, or what is recommended for a purpose; but for what is set. */
async function create(words: readonly string[], context: RecipesContext): Promise<void> {
	const {out, store, set = [], purpose, json} = context;
	const [strategy] = recipeSchema.shape.strategy.options;
	const basis = (name: string) => `version: 1\nname: ${JSON.stringify(name)}\nstrategy: ${strategy}\n`;
	const advice = purpose === undefined ? undefined : advised(purpose, set);
	const taken = (await recipeNames(context)).map(entry => entry.name);
	const name = advice && words.length === 0 ? freeNameAmong(taken, advice.recipe.name) : only('new', words, 'name');
	const text = advice ? formatRecipe({...advice.recipe, name}) : basis(name);
	const recipe = resolvePaths(parseRecipe(text, {source: 'the new recipe', set}), process.cwd());
	await refuseTaken(recipe.name, context, ['give it another name']);
	// What is set may have decided otherwise.
	if (advice && !json && isDeepStrictEqual(deliveryOf(recipe), deliveryOf(advice.recipe))) {
		out(`${advice.way.title}. ${advice.reason}`);
	}

	tellSaved(recipe.name, saveNew(recipe.name, formatRecipe(recipe), store), context);
}

/**
The way for a purpose, on nodes with the memory that is set.
@throws UserError where there is no such purpose, or where nothing fits
*/
function advised(name: string, set: readonly string[]): Advice {
	const purpose = purposeNamed(name);
	if (!purpose) {
		const names = purposes.map(one => one.name);
		const meant = nearest(name, names);
		throw new UserError(`--purpose ${name} is not one of ${listText(names, 'or')}.`,
			[`ramstrap recipes new --purpose ${meant ?? names[0]!}`]);
	}

	const base = recipeSchema.parse({version: 1, name: 'new', strategy: recipeSchema.shape.strategy.options[0]});
	const adviceFor = (memory: number) =>
		recommended({purpose, memory, keeps: purpose.demands.keeps ?? false}, base);
	const usual = adviceFor(purpose.memory)!;
	const {memory} = parseRecipe(formatRecipe(usual.recipe), {source: 'the new recipe', set}).node;
	const advice = adviceFor(memory);
	if (!advice) {
		throw new UserError(`Nothing for --purpose ${name} fits into node.memory: ${memory}.`, [
			`--set node.memory=${purpose.memory}   the memory that is usual for it`,
			'ramstrap   the wizard compares all ways',
		]);
	}

	return advice;
}

/** The text is kept as it is: its comments are somebody's notes. */
async function save(words: readonly string[], context: RecipesContext): Promise<void> {
	const {store, savedFolder} = context;
	const file = await readRecipeFile(only('save', words), context);
	const {name} = parseRecipe(file.text, {source: file.path});
	const listed = await recipeNames(context);
	if (listed.some(entry => entry.name === name && entry.where === 'saved')) {
		throw new UserError(`A saved recipe with the name ${name} already exists.`, [
			`ramstrap recipes remove ${name}`,
			'or change the name in the file',
		]);
	}

	tellSaved(name, saveNew(name, textElsewhere(file, {folder: savedFolder}), store), context);
}

async function copy(words: readonly string[], context: RecipesContext): Promise<void> {
	const [from, name] = two('copy', words);
	const {store, savedFolder} = context;
	const file = await readRecipeFile(from, context);
	await refuseTaken(name, context, [`ramstrap recipes copy ${from} my-${name}`]);
	tellSaved(name, saveNew(name, textElsewhere(file, {name, folder: savedFolder}), store), context);
}

/** With the machines that were adopted for it. */
async function rename(words: readonly string[], context: RecipesContext): Promise<void> {
	const [from, name] = two('rename', words);
	const {store, savedFolder, isPublished} = context;
	const known = await recipeNames(context);
	const instead = [`ramstrap recipes copy ${from} ${name}`];
	const found = known.find(entry => entry.name === from);
	if (found?.where !== 'saved') {
		throw found
			? new UserError(`${from} is a bundled recipe and cannot be renamed.`, instead)
			: new UserError(`No saved recipe has the name ${from}.`, ['ramstrap recipes list']);
	}

	if (isPublished(from)) {
		throw new UserError(`${from} is published: machines boot it by this name.`, instead);
	}

	await refuseTaken(name, context, [`ramstrap recipes rename ${from} my-${name}`]);
	const place = saveNew(name, textElsewhere(await readRecipeFile(from, context), {name, folder: savedFolder}), store);
	const adopted = adoptedFile(savedFolder, from);
	if (existsSync(adopted)) {
		renameSync(adopted, adoptedFile(savedFolder, name));
	}

	await store.remove(from);
	moveDraft(from, name, savedFolder);
	tellSaved(name, place, context);
}

const tellSaved = (name: string, place: string, {out, json}: RecipesContext): void => {
	out(json ? result({name, path: place}) : `Saved as ${place}. Next: ramstrap rehearse ${name}`);
};

const result = (about: Record<string, unknown>): string => JSON.stringify({event: 'result', ok: true, ...about});

async function refuseTaken(name: string, folders: RecipeFolders, hints: readonly string[]): Promise<void> {
	const known = await recipeNames(folders);
	const taken = known.find(entry => entry.name === name);
	if (taken) {
		throw new UserError(`${name} is already the name of a ${taken.where} recipe.`, hints);
	}
}

/** What the wizard was answered for a recipe, and is in no file, goes where the recipe goes. */
function moveDraft(from: string, to: string | undefined, savedFolder: string): void {
	const drafts = draftStore(savedFolder);
	const {[from]: draft, ...others} = drafts.read();
	if (!draft) {
		return;
	}

	const moved = {...draft, name: draft.name === from ? to ?? from : draft.name};
	drafts.keep(to === undefined ? others : {...others, [to]: moved});
}

async function remove(words: readonly string[], {out, store, json, ...folders}: RecipesContext): Promise<void> {
	const name = only('remove', words);
	const found = (await listRecipes(folders)).find(entry => entry.name === name);
	if (found?.where === 'bundled') {
		throw new UserError(`${name} is a bundled recipe and cannot be removed.`);
	}

	if (!found || !await store.remove(name)) {
		throw new UserError(`No saved recipe has the name ${name}.`, ['ramstrap recipes list']);
	}

	moveDraft(name, undefined, folders.savedFolder);
	out(json ? result({name}) : `Removed ${name}.`);
}

/** All of them are looked at before the first bad one is complained about. */
async function validate(words: readonly string[], {out, json, ...folders}: RecipesContext): Promise<void> {
	const names = words.length > 1 ? words : [only('validate', words)];
	const results = await Promise.allSettled(
		names.map(async name => ({name, recipe: await loadRecipe(name, folders)})),
	);
	const bad = results.flatMap(one => one.status === 'rejected' ? [one.reason as Error] : []);
	const good = results.flatMap(one => one.status === 'fulfilled' ? [one.value] : []).map(({name, recipe}) => ({
		name, recipe, warnings: [...recipeWarnings(recipe), ...recipeProblems(recipe).map(({what}) => what)],
	}));
	for (const {name, recipe, warnings} of json ? [] : good) {
		out(`${name} is a valid recipe: ${recipe.name}, ${recipeLabel(recipe)}.`);
		for (const warning of warnings) {
			out(`  warning: ${warning}`);
		}
	}

	if (bad.length > 0) {
		throw bad.find(error => !(error instanceof UserError)) ?? together(bad as UserError[]);
	}

	if (json) {
		out(result({recipes: good.map(({name, recipe, warnings}) => ({asked: name, name: recipe.name, warnings}))}));
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

function only(verb: string, words: readonly string[], what = 'recipe'): string {
	if (words.length !== 1) {
		throw new UserError(
			`recipes ${verb} needs ${words.length === 0 ? `a ${what}` : `one ${what}, not ${words.length}`}.`,
			[`ramstrap recipes ${verb} ${what === 'recipe' ? 'rambox' : 'kitchen'}`],
		);
	}

	return words[0]!;
}

function two(verb: string, words: readonly string[]): [string, string] {
	const [from, name] = words;
	if (from === undefined || name === undefined || words.length > 2) {
		throw new UserError(`recipes ${verb} needs a recipe and a new name, not ${words.length} words.`, [
			`ramstrap recipes ${verb} ${from ?? 'rambox'} my-${from ?? 'rambox'}`,
		]);
	}

	return [from, name];
}

function summaryOf(entry: ListedRecipe): string {
	return 'problem' in entry ? entry.problem : entry.title;
}
