import {readFile} from 'node:fs/promises';
import {createInterface} from 'node:readline';
import type {Readable} from 'node:stream';
import {text} from 'node:stream/consumers';
import * as z from 'zod';
import {oneOf, type Flags} from '../arguments.ts';
import {outJson, type Context} from '../context.ts';
import {exitCodes, UserError, visible} from '../errors.ts';
import {isDeviceIds, noDriver} from '../kernel/hardware/device-options.ts';
import {findOptions, type FoundOption} from '../kernel/kconfig/find-options.ts';
import {needsOf} from '../kernel/kconfig/needs.ts';
import {modes, solve, type Mode} from '../kernel/kconfig/solve/solve.ts';
import {whyUnreadable} from '../report/system-error.ts';
import {quoteArgv} from '../plan/quote.ts';
import {loadRecipe} from '../host/recipe-files.ts';
import {readDeviceOptions} from '../run/device-options.ts';
import type {Recipe} from '../recipe/schema.ts';
import {openRecipeTree} from '../run/recipe-kernel.ts';
import {loadTree, tooDeep, type LoadedTree, type TreeOptions} from '../run/kconfig-tree.ts';
import {refuseUnbuilt} from './kernel-of-ones-own.ts';

type Terminal = {stdin: Readable; env: NodeJS.ProcessEnv};

/** `ramstrap kernel solve`: the whole `.config` that a Kconfig tree's own `conf` would write. */
async function kernelSolve(
	[more]: readonly string[],
	context: Context,
	flags: Flags,
	{stdin, env}: Terminal,
): Promise<number> {
	if (more !== undefined) {
		throw new UserError(
			`kernel solve takes no ${more}; it reads a Kconfig tree, not a recipe.`,
			['ramstrap kernel solve --tree linux-6.12', `ramstrap kernel config ${more}`],
		);
	}

	const options = optionsOf(context, flags, env);
	if (flags.batch) {
		return solveLines(context, stdin, options);
	}

	refuseWithoutTree(flags, 'solve');
	const mode = oneOf('mode', flags.mode, modes, 'olddefconfig');
	const input = flags.input === undefined ? undefined : await readInput(flags.input, stdin);
	const config = await solveOnce({tree: flags.tree, mode, input}, options);
	if (flags.json) {
		outJson(context, {event: 'result', ok: true, config: `${config}\n`});
	} else {
		context.out(config);
	}

	return exitCodes.done;
}

/** `ramstrap kernel needs`: the lines of a fragment that turn an option on, with all that it needs. */
async function kernelNeeds(
	[name, ...more]: readonly string[],
	context: Context,
	flags: Flags,
	{stdin, env}: Terminal,
): Promise<number> {
	if (name === undefined || more.length > 0) {
		throw new UserError(
			'kernel needs takes the name of one option.',
			['ramstrap kernel needs E1000E --tree linux-6.12'],
		);
	}

	refuseWithoutTree(flags, `needs ${name}`);
	const option = name.replace(/^CONFIG_/, '');
	const input = flags.input === undefined ? undefined : await readInput(flags.input, stdin);
	const {kconfig, model} = await loadTree(flags.tree, optionsOf(context, flags, env));
	const base = input === undefined ? undefined : solve(model, 'olddefconfig', input);
	const found = needsOf(kconfig, model, {option, base});
	if ('why' in found) {
		throw new UserError(found.why, [], exitCodes.stepFailed);
	}

	if (flags.json) {
		outJson(context, {event: 'result', ok: true, option, lines: found.lines});
		return exitCodes.done;
	}

	for (const line of found.lines.length > 0 ? found.lines : [`# ${option} is on already.`]) {
		context.out(line);
	}

	return exitCodes.done;
}

/** `ramstrap kernel search`: the options of a tree that some words are about. */
async function kernelSearch(
	words: readonly string[],
	context: Context,
	flags: Flags,
	{env}: Terminal,
): Promise<number> {
	if (words.length === 0 || words.some(word => word.trim() === '')) {
		throw new UserError(
			'kernel search needs a word: a part of a name, or what the option is for.',
			['ramstrap kernel search gigabit intel --tree linux-6.12'],
		);
	}

	const {wanted, folder, kconfig, read} = await treeFor(words, context, flags, env);
	const driving = wanted.some(word => isDeviceIds(word)) ? await readDeviceOptions(folder) : undefined;
	const found = findOptions(kconfig, {read, driving}, wanted);
	if (flags.json) {
		for (const option of found) {
			outJson(context, {event: 'option', ...option});
		}

		outJson(context, {event: 'result', ok: found.length > 0, found: found.length});
	} else {
		const none = driving ? noDriver : `No option is about: ${wanted.join(' ')}.`;
		for (const line of found.length > 0 ? foundLines(found) : [none]) {
			context.out(line);
		}
	}

	return found.length > 0 ? exitCodes.done : exitCodes.stepFailed;
}

type Searched = LoadedTree & {folder: string; wanted: readonly string[]};

/** The tree that is named, or that of the recipe which the words end with. */
async function treeFor(
	words: readonly string[],
	context: Context,
	flags: Flags,
	env: NodeJS.ProcessEnv,
): Promise<Searched> {
	if (flags.tree !== undefined) {
		return {...await loadTree(flags.tree, optionsOf(context, flags, env)), folder: flags.tree, wanted: words};
	}

	const name = words.at(-1)!;
	if (words.length === 1) {
		throw new UserError('kernel search needs a tree: that of a recipe with kernel.from: build, or --tree.', [
			quoteArgv(['ramstrap', 'kernel', 'search', name, 'rambox-tiny']),
			quoteArgv(['ramstrap', 'kernel', 'search', name, '--tree', 'linux-6.12']),
		]);
	}

	const recipe = await recipeAtTheEnd(words, context, flags);
	refuseUnbuilt(recipe, name, 'search', ...words.slice(0, -1));
	const tree = await openRecipeTree(recipe, context, {environment: presentIn(env), json: flags.json});
	return {...tree, wanted: words.slice(0, -1)};
}

async function recipeAtTheEnd(words: readonly string[], context: Context, flags: Flags): Promise<Recipe> {
	try {
		return await loadRecipe(words.at(-1)!, {...context.recipes, set: flags.set ?? []});
	} catch (error) {
		if (!(error instanceof UserError)) {
			throw error;
		}

		throw new UserError(`kernel search ends with a recipe, or has --tree. ${error.message}`, [
			quoteArgv(['ramstrap', 'kernel', 'search', ...words, 'rambox-tiny']),
			...error.hints,
		], error.exitCode);
	}
}

const mostShown = 20;

function foundLines(found: readonly FoundOption[]): string[] {
	const shown = found.slice(0, mostShown);
	const more = found.length - shown.length;
	return [
		...shown.flatMap(({option, type, prompt, path}) => [
			`${option}   ${prompt === '' ? `(${type}, turned on by other options)` : prompt}`,
			...(path.length > 0 ? [`    in ${path.join(' › ')}`] : []),
		].map(line => visible(line))),
		...(more > 0 ? [`and ${more} more: another word narrows the search, --json lists all`] : []),
	];
}

export function optionsOf(context: Context, flags: Flags, env: NodeJS.ProcessEnv): TreeOptions {
	if (flags.version !== undefined && !/^\d+\.\d+(?:\.\d+)*$/.test(flags.version)) {
		throw new UserError(`--version ${flags.version}: must be a version of Linux, such as 6.12.`);
	}

	return {
		arch: oneOf('arch', flags.arch, ['x86_64', 'arm64', 'riscv'], 'x86_64'),
		version: flags.version,
		environment: presentIn(env),
		cacheFolder: context.folders.cache,
	};
}

function refuseWithoutTree(flags: Flags, words: string): asserts flags is Flags & {tree: string} {
	if (flags.tree === undefined) {
		throw new UserError(
			`kernel ${words} lacks --tree, the folder of a Kconfig tree.`,
			[`ramstrap kernel ${words} --tree linux-6.12`],
		);
	}
}

/** `input`: its text. */
type Job = {tree: string; mode: Mode; input: string | undefined};

async function solveOnce({tree, mode, input}: Job, options: TreeOptions): Promise<string> {
	const {model} = await loadTree(tree, options);
	return solve(model, mode, input).replace(/\n$/, '');
}

/** Standard input that is empty says nothing. */
export async function readInput(file: string, stdin: Readable): Promise<string | undefined> {
	try {
		return file === '-' ? await text(stdin) || undefined : await readFile(file, 'utf8');
	} catch (error) {
		throw new UserError(`--input is ${file}, which ${whyUnreadable(error)}.`);
	}
}

const jobSchema = z.object({
	tree: z.string(),
	version: z.string().optional(),
	mode: z.enum(modes),
	input: z.string().optional(),
	env: z.record(z.string(), z.string()).optional(),
});

/** Lines of JSON, answered in their order: `{"text"}`, or `{"error"}` where `conf` would fail. */
async function solveLines(context: Context, stdin: Readable, options: TreeOptions): Promise<number> {
	for await (const line of createInterface({input: stdin})) {
		context.out(JSON.stringify(await answer(line, options)));
	}

	return exitCodes.done;
}

async function answer(line: string, options: TreeOptions): Promise<{text: string} | {error: string}> {
	try {
		const {version, env = {}, input: file, ...job} = jobSchema.parse(JSON.parse(line));
		const input = file === undefined ? undefined : await readFile(file, 'utf8');
		const environment = {...options.environment, ...env};
		const solved = await solveOnce({...job, input}, {...options, environment, version: version ?? options.version});
		return {text: solved === '' ? '' : `${solved}\n`};
	} catch (error) {
		return {error: error instanceof RangeError ? tooDeep : (error as Error).message};
	}
}

export function presentIn(env: NodeJS.ProcessEnv): Record<string, string> {
	return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

type Verb<T> = (words: readonly string[], context: Context, flags: Flags, terminal: T) => Promise<number>;

export const withoutOverflow = <T>(verb: Verb<T>): Verb<T> => async (...call) => {
	try {
		return await verb(...call);
	} catch (error) {
		throw error instanceof RangeError ? new UserError(tooDeep) : error;
	}
};

/** What is done with a Kconfig tree, where others take a recipe. */
export const treeVerbs = {
	solve: withoutOverflow(kernelSolve),
	needs: withoutOverflow(kernelNeeds),
	search: withoutOverflow(kernelSearch),
};
