import {lstatSync} from 'node:fs';
import path from 'node:path';
import type {Flags} from '../arguments.ts';
import {outJson, type Context} from '../context.ts';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {replaceUserFile} from '../files/replace-file.ts';
import {listRecipes, readRecipeFile} from '../host/recipe-files.ts';
import {formatLine} from '../kernel/kconfig/solve/write-config.ts';
import {valuesOfModel} from '../kernel/size/values.ts';
import {askKernel} from '../kernel/requests.ts';
import {quoteArgv} from '../plan/quote.ts';
import {sizeText} from '../report/size.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {RecipeTree} from '../run/recipe-kernel.ts';
import {wantedOf} from '../strategies/index.ts';
import {freeName} from '../wizard/state.ts';
import {isBundled, saveKernel} from './save-recipe.ts';

/** `made`: what was set. `lacking`: options that could not be had. `unknown`: devices without a known driver. */
export type Imported = {
	tree: RecipeTree;
	made: ReadonlyMap<string, string>;
	lacking: readonly string[];
	unknown: readonly string[];
};

/** `name`: the recipe as the user named it. */
type Call = {recipe: Recipe; name: string; context: Context; flags: Flags};

/** More lines than this stand in a file of their own. */
const mostOptions = 40;

/** Shows what was imported, and writes it into the recipe where the user wants that. */
export async function keepImported({tree, made, lacking, unknown}: Imported, call: Call): Promise<number> {
	const {recipe, context, flags} = call;
	const {model} = tree.configuration;
	const {cells} = model;
	const options = tree.optionsWith(made);
	const lines = Object.entries(options)
		.filter(([option, value]) => cells.has(option) && String(value) !== String(recipe.kernel.options[option]))
		.map(([option, value]) => formatLine(cells.get(option)!, String(value), model));
	// Before anything is said: it may be that there is no place.
	const place = lines.length > 0 ? await placeFor(lines, call) : undefined;
	if (!flags.json) {
		tell({lines, lacking, unknown, size: tree.sizeOf(valuesOfModel(model))}, context);
	}

	const {ask} = context;
	const isKept = place !== undefined
		&& (flags.yes ?? (!flags.json && await ask?.('Save these requests in the recipe?') === true));
	const saved = isKept ? await write(place, {recipe, options, lines}, context) : undefined;
	if (flags.json) {
		outJson(context, {event: 'result', ok: true, lines, lacking, unknown, ...(saved !== undefined && {saved})});
	} else if (saved !== undefined) {
		context.out(`Saved as ${saved}`);
		for (const {what} of askKernel(wantedOf({...recipe, kernel: {...recipe.kernel, options}})).problems) {
			context.out(`It cannot be built yet: ${what}`);
		}

		context.out(`Next: ${quoteArgv(['ramstrap', 'kernel', 'build', place!.reference])}`);
	} else if (place) {
		context.out(`Nothing was saved.${ask ? '' : ' --yes saves it.'}`);
	}

	return exitCodes.done;
}

/** `own`: the name it is saved by. `fragment`: where many lines go. */
type Place = {
	file: {path: string; text: string};
	own: string;
	reference: string;
	fragment?: string;
};

/** In the recipe's file; of a bundled recipe, in one of the user's own. Many lines go into a fragment beside it. */
async function placeFor(lines: readonly string[], {recipe, name, context}: Call): Promise<Place> {
	const file = await readRecipeFile(name, context.recipes);
	const bundled = isBundled(file, context);
	const own = bundled ? await nameFor(recipe, context) : recipe.name;
	const place = {file, own, reference: bundled ? own : name};
	if (lines.length <= mostOptions) {
		return place;
	}

	const refuse = (why: string, hint: string): never => {
		throw new UserError(`${lines.length} options need a file of their own beside the recipe, and ${why}.`, [hint]);
	};

	if (recipe.kernel.fragment !== undefined) {
		refuse(
			`kernel.fragment is ${recipe.kernel.fragment} already`,
			'remove kernel.fragment from it, and import again',
		);
	}

	if (lstatSync(file.path).isSymbolicLink()) {
		refuse(`${file.path} is a link`, 'name the file that it leads to');
	}

	const folder = bundled ? context.folders.recipes : path.dirname(file.path);
	const fragment = path.join(folder, `${own}.config`);
	if (lstatSync(fragment, {throwIfNoEntry: false})) {
		refuse(`${fragment} exists already`, `if nothing needs it: rm ${fragment}`);
	}

	return {...place, fragment};
}

type Written = {recipe: Recipe; options: Recipe['kernel']['options']; lines: readonly string[]};

/** @returns where it is, as it is said */
async function write(
	{file, own, fragment}: Place,
	{recipe, options, lines}: Written,
	context: Context,
): Promise<string> {
	if (fragment === undefined) {
		return saveKernel({...recipe, name: own, kernel: {...recipe.kernel, options}}, file, context);
	}

	makeFolder(path.dirname(fragment));
	await replaceUserFile(fragment, `${lines.join('\n')}\n`);
	// It lies beside the recipe, wherever that is.
	const kernel = {...recipe.kernel, fragment: path.basename(fragment)};
	const saved = await saveKernel({name: own, kernel}, file, context);
	return `${saved}, with ${path.basename(fragment)}`;
}

async function nameFor({name}: Recipe, {recipes}: Context): Promise<string> {
	const listed = await listRecipes(recipes);
	return freeName(listed.map(one => ({name: one.name, where: one.where, title: ''})), `my-${name}`);
}

/** `lines`: of a configuration. `size`: of the kernel, in bytes. */
type Told = Pick<Imported, 'lacking' | 'unknown'> & {lines: readonly string[]; size: number | undefined};

function tell(
	{lines, lacking, unknown, size}: Told,
	{out}: Context,
): void {
	for (const line of [
		...first(lines).map(one => `  ${one}`),
		...(lacking.length > 0 ? [
			'Not imported, as the recipe requests another value or this kernel has none:',
			`  ${first(lacking).join(', ')}`,
		] : []),
		...(unknown.length > 0 ? ['No driver is known for:', ...unknown.map(one => `  ${one}`)] : []),
		...(size === undefined ? [] : [`Estimated size of the kernel: ${sizeText(size)}`]),
		...(lines.length === 0 ? ['There is nothing to add to the recipe.'] : []),
	]) {
		out(line);
	}
}

function first(words: readonly string[]): string[] {
	const more = words.length - mostOptions;
	return [...words.slice(0, mostOptions), ...(more > 0 ? [`and ${more} more`] : [])];
}
