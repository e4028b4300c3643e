import {existsSync} from 'node:fs';
import path from 'node:path';
import type {Flags} from '../arguments.ts';
import {outJson, type Context} from '../context.ts';
import {exitCodes, UserError} from '../errors.ts';
import {makeFolder} from '../files/make-folder.ts';
import {replaceUserFile} from '../files/replace-file.ts';
import {readKernelConfig} from '../host/kernel-config.ts';
import {listRecipes, readRecipeFile} from '../host/recipe-files.ts';
import {catalogue} from '../kernel/catalogue.ts';
import {modulesFor} from '../kernel/hardware/aliases.ts';
import {companionsOf} from '../kernel/hardware/companions.ts';
import {driversFor} from '../kernel/hardware/needs.ts';
import {valueOf} from '../kernel/kconfig/solve/evaluate.ts';
import {makeModel} from '../kernel/kconfig/solve/model.ts';
import {solve} from '../kernel/kconfig/solve/solve.ts';
import {formatLine} from '../kernel/kconfig/solve/write-config.ts';
import {takeOver} from '../kernel/kconfig/take-over.ts';
import {quoteArgv} from '../plan/quote.ts';
import {withFragment} from '../recipe/edit-kernel.ts';
import type {Recipe} from '../recipe/schema.ts';
import {readDevices} from '../run/built/kernel-hardware.ts';
import {readAllTables} from '../run/device-options.ts';
import {openRecipeTree, type RecipeTree} from '../run/recipe-kernel.ts';
import {freeName} from '../wizard/state.ts';
import {trackChanges, type Changes} from '../wizard/tree/changes.ts';
import {presentIn} from './kernel-tree.ts';
import {isBundled, saveKernel} from './save-kernel.ts';

type Call = {recipe: Recipe; name: string; context: Context; flags: Flags; terminal: {env: NodeJS.ProcessEnv}};

/**
`ramstrap kernel import`: takes over into a recipe what another kernel has (`--config`, `--kernel`), or what the
hardware of a machine needs (`--hardware`); of both what that kernel has built in, and its modules for that hardware.
*/
export async function kernelImport({recipe, name, context, flags, terminal}: Call): Promise<number> {
	const {config: file = flags.kernel, hardware} = flags;
	if (file === undefined && hardware === undefined) {
		throw new UserError('kernel import needs what to import: --config, --kernel or --hardware.', [
			quoteArgv(['ramstrap', 'kernel', 'import', name, '--hardware', 'lspci.txt']),
			quoteArgv(['ramstrap', 'kernel', 'import', name, '--config', '/proc/config.gz']),
		]);
	}

	const config = file === undefined ? undefined : (await readKernelConfig(file)).config;
	const devices = hardware === undefined ? undefined : await readDevices(hardware);
	const tree = await openRecipeTree(recipe, context, {environment: presentIn(terminal.env), json: flags.json});
	const {configuration, fixed, kconfig} = tree;
	const changes = trackChanges({tree: kconfig, configuration, fixed, isInFile: true, save: async () => undefined});
	const drivers = devices && await driversOf(devices, tree.folder);
	// First: what is needed to boot is built in, also where that kernel has it as a module.
	const lacking = importDrivers(drivers?.needed ?? new Set(), tree, changes);
	const others = config === undefined ? [] : importConfig(config, tree, {changes, drivers: drivers?.used});
	if (drivers === undefined) {
		lacking.push(...others);
	}

	return keep({tree, changes, lacking}, {recipe, name, context, flags});
}

/** `needed`: to boot and to run from RAM. `used`: by anything in that machine. */
type Drivers = {needed: ReadonlySet<string>; used: ReadonlySet<string>};

async function driversOf(devices: Awaited<ReturnType<typeof readDevices>>, folder: string): Promise<Drivers> {
	const tables = await readAllTables(folder);
	const optionsOf = (module: string): readonly string[] => tables.drivers.get(module)?.options ?? [];
	const needed = driversFor(devices, tables, catalogue).found.flatMap(({options, with: others, modules}) =>
		[...options, ...others, ...modules.flatMap(module => companionsOf(module)).flatMap(one => optionsOf(one))]);
	const used = devices
		.flatMap(({modules, modalias}) => [...modules, ...modalias ? modulesFor(tables.aliases, modalias) : []])
		.flatMap(module => optionsOf(module));
	return {needed: new Set(needed), used: new Set([...needed, ...used])};
}

/** @returns what could not be had */
function importConfig(
	config: string,
	{kconfig, configuration: {model}}: RecipeTree,
	{changes, drivers}: {changes: Changes; drivers: ReadonlySet<string> | undefined},
): string[] {
	const source = makeModel(kconfig);
	solve(source, 'olddefconfig', config);
	const set = (step: Parameters<Changes['make']>[0][number]): boolean => {
		const isAllowed = changes.forbidden([step]) === undefined;
		if (isAllowed) {
			changes.make([step]);
		}

		return isAllowed;
	};

	return takeOver({model, set}, source, (option, value) =>
		value !== 'm' || drivers === undefined || drivers.has(option));
}

function importDrivers(drivers: ReadonlySet<string>, {configuration}: RecipeTree, changes: Changes): string[] {
	const {model} = configuration;
	return [...drivers].filter(option => {
		const cell = model.cells.get(option);
		// Others that a driver needs may have this name in another version only.
		if (!cell || valueOf(cell, model) !== 'n') {
			return false;
		}

		const built = changes.wayTo(cell, 'y');
		const way = typeof built === 'string' ? changes.wayTo(cell, 'm') : built;
		if (typeof way === 'string') {
			return true;
		}

		changes.make(way);
		return false;
	});
}

/** More lines than this stand in a file of their own. */
const mostOptions = 40;

type Imported = {tree: RecipeTree; changes: Changes; lacking: readonly string[]};

async function keep(
	{tree, changes, lacking}: Imported,
	{recipe, name, context, flags}: Omit<Call, 'terminal'>,
): Promise<number> {
	const before = recipe.kernel.options;
	const options = tree.optionsWith(changes.made());
	const {cells} = tree.configuration.model;
	const lines = Object.entries(options)
		.filter(([option, value]) => value !== before[option])
		.map(([option, value]) => formatLine(cells.get(option)!, String(value)));
	const removed = Object.keys(before).filter(option => !Object.hasOwn(options, option));
	if (flags.json) {
		outJson(context, {event: 'result', ok: true, lines, removed, lacking});
	} else {
		tell({lines, removed, lacking}, context);
	}

	if (lines.length + removed.length === 0) {
		return exitCodes.done;
	}

	const {ask} = context;
	const mayStore = flags.yes ?? (!flags.json && await ask?.('Save these requests in the recipe?'));
	if (mayStore) {
		const {saved, reference} = await store({recipe, options, lines}, name, context);
		if (!flags.json) {
			context.out(`Saved as ${saved}`);
			context.out(`Next: ${quoteArgv(['ramstrap', 'kernel', 'build', reference])}`);
		}
	} else if (!flags.json) {
		context.out(`Nothing was saved.${ask ? '' : ' --yes saves it.'}`);
	}

	return exitCodes.done;
}

type Stored = {recipe: Recipe; options: Recipe['kernel']['options']; lines: readonly string[]};

/** In the recipe's file; of a bundled recipe, in one of the user's own. Many lines go into a fragment beside it. */
async function store(
	{recipe, options, lines}: Stored,
	name: string,
	context: Context,
): Promise<{saved: string; reference: string}> {
	const file = await readRecipeFile(name, context.recipes);
	const bundled = isBundled(file, context);
	const own = bundled ? await nameFor(recipe, context) : recipe.name;
	const reference = bundled ? own : name;
	if (lines.length <= mostOptions) {
		const saved = await saveKernel({...recipe, name: own, kernel: {...recipe.kernel, options}}, file, context);
		return {saved, reference};
	}

	if (recipe.kernel.fragment !== undefined) {
		throw new UserError(
			`${lines.length} options need a file of their own, and kernel.fragment of ${name} names one already: `
			+ `${recipe.kernel.fragment}.`,
			['remove kernel.fragment from the recipe, and import again'],
		);
	}

	const fragment = `${own}.config`;
	const folder = bundled ? context.folders.recipes : path.dirname(file.path);
	const place = path.join(folder, fragment);
	if (existsSync(place)) {
		throw new UserError(
			`${lines.length} options need a file of their own, and ${place} exists already.`,
			[`if nothing needs it: rm ${place}`],
		);
	}

	makeFolder(folder);
	await replaceUserFile(place, `${lines.join('\n')}\n`);
	const text = withFragment(file.text, fragment);
	const saved = await saveKernel({...recipe, name: own}, {...file, text}, context);
	return {saved: `${saved}, with ${fragment}`, reference};
}

async function nameFor({name}: Recipe, {recipes}: Context): Promise<string> {
	const listed = await listRecipes(recipes);
	return freeName(listed.map(one => ({name: one.name, where: one.where, title: ''})), `my-${name}`);
}

function tell(
	{lines, removed, lacking}: Record<'lines' | 'removed' | 'lacking', readonly string[]>,
	{out}: Context,
): void {
	const shown = lines.slice(0, mostOptions);
	for (const line of shown) {
		out(`  ${line}`);
	}

	const more = lines.length - shown.length;
	for (const line of [
		...(more > 0 ? [`  and ${more} more`] : []),
		...(removed.length > 0 ? [`No longer requested: ${removed.join(', ')}`] : []),
		...(lacking.length > 0
			? [`Not imported: ${lacking.join(', ')}. The recipe needs another value, or this kernel has none.`]
			: []),
		...(lines.length + removed.length === 0 ? ['The recipe asks for all of it already.'] : []),
	]) {
		out(line);
	}
}
