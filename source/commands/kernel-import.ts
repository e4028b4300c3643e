import type {Flags} from '../arguments.ts';
import type {Context} from '../context.ts';
import {UserError, visible} from '../errors.ts';
import {readKernelConfig} from '../host/kernel-config.ts';
import {parseConfig} from '../kernel/config-text.ts';
import {catalogue} from '../kernel/catalogue.ts';
import {modulesFor} from '../kernel/hardware/aliases.ts';
import {companionsOf} from '../kernel/hardware/companions.ts';
import {driversFor} from '../kernel/hardware/needs.ts';
import {trackEdits, type Edits} from '../kernel/kconfig/edits.ts';
import {valueOf} from '../kernel/kconfig/solve/evaluate.ts';
import type {Step} from '../kernel/kconfig/plan/search.ts';
import {makeModel} from '../kernel/kconfig/solve/model.ts';
import {solve} from '../kernel/kconfig/solve/solve.ts';
import {takeOver} from '../kernel/kconfig/take-over.ts';
import {quoteArgv} from '../plan/quote.ts';
import {optionProblem} from '../recipe/options.ts';
import type {Recipe} from '../recipe/schema.ts';
import {readDevices} from '../run/built/kernel-hardware.ts';
import {readAllTables} from '../run/device-options.ts';
import {openRecipeTree, type RecipeTree} from '../run/recipe-kernel.ts';
import {keepImported} from './keep-imported.ts';
import {presentIn} from './kernel-tree.ts';

type Call = {recipe: Recipe; name: string; context: Context; flags: Flags; terminal: {env: NodeJS.ProcessEnv}};

/**
`ramstrap kernel import`: takes over into a recipe what another kernel has (`--config`, `--kernel`), or what the
hardware of a machine needs (`--hardware`); of both what that kernel has built in, and its modules for that hardware.
*/
export async function kernelImport({recipe, name, context, flags, terminal}: Call): Promise<number> {
	refuseOthers(flags);
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
	const {configuration, kconfig, requests} = tree;
	// Whatever the recipe asks for, and has, stays as it is.
	const {model} = configuration;
	const fixed = new Map(requests
		.filter(({option, value}) => model.cells.has(option) && valueOf(model.cells.get(option)!, model) === value)
		.map(({option}) => [option, `The recipe requests ${option}.`]));
	const edits = trackEdits({tree: kconfig, configuration, fixed});
	if (devices && !flags.json) {
		context.out('Reading which driver is for which device');
	}

	const drivers = devices && await driversOf(devices, tree.folder);
	for (const line of flags.json ? [] : drivers?.lines ?? []) {
		context.out(line);
	}

	// First: what is needed to boot is built in, also where that kernel has it as a module.
	const lacking = importDrivers(drivers?.needed ?? new Set(), tree, edits);
	const others = config === undefined ? [] : importConfig(config, tree, {edits, drivers: drivers?.used});
	return keepImported({
		tree,
		made: edits.made(),
		// Of a kernel that is cut to some hardware, most is left out on purpose.
		lacking: drivers ? lacking : [...lacking, ...others],
		unknown: drivers?.unknown ?? [],
	}, {recipe, name, context, flags});
}

function refuseOthers({config, kernel, set}: Flags): void {
	if (config !== undefined && kernel !== undefined) {
		throw new UserError('--config and --kernel exclude each other; give only one of them.');
	}

	if (set !== undefined) {
		throw new UserError('--set does not go with kernel import, which writes the recipe.', [
			'write it into the recipe first',
		]);
	}
}

/** `needed`: to boot and to run from RAM. `used`: by anything in that machine. */
type Drivers = {
	needed: ReadonlySet<string>;
	used: ReadonlySet<string>;
	lines: readonly string[];
	unknown: readonly string[];
};

async function driversOf(devices: Awaited<ReturnType<typeof readDevices>>, folder: string): Promise<Drivers> {
	const tables = await readAllTables(folder);
	const optionsOf = (module: string): readonly string[] => tables.drivers.get(module)?.options ?? [];
	const {found, unknown} = driversFor(devices, tables, catalogue);
	const needed = found.flatMap(({options, with: others, modules}) =>
		[...options, ...others, ...modules.flatMap(module => companionsOf(module)).flatMap(one => optionsOf(one))]);
	const used = devices
		.flatMap(({modules, modalias}) => [...modules, ...modalias ? modulesFor(tables.aliases, modalias) : []])
		.flatMap(module => optionsOf(module));
	const lines = found.map(({device, options}) => visible(`${device.label} → ${options.join(', ')}`));
	return {
		needed: new Set(needed),
		used: new Set([...needed, ...used]),
		lines,
		unknown: unknown.map(({label}) => visible(label)),
	};
}

/**
Never taken over: debug information, which no node uses, which takes most of the time of a build, and of which one kind
needs a program (pahole); files with keys, which are on the machine that built that kernel.
*/
const leftOut = /^(?:DEBUG_INFO_.*|SYSTEM_TRUSTED_KEYS|SYSTEM_REVOCATION_KEYS|MODULE_SIG_KEY)$/;

/** @returns what could not be had */
function importConfig(
	config: string,
	{kconfig, configuration: {model}}: RecipeTree,
	{edits, drivers}: {edits: Edits; drivers: ReadonlySet<string> | undefined},
): string[] {
	const hasPrompt = (option: string): boolean => (model.cells.get(option)?.prompts.length ?? 1) > 0;
	const source = makeModel(kconfig);
	const solved = parseConfig(solve(source, 'olddefconfig', config));
	const lost = [...parseConfig(config)]
		.filter(([option, value]) => value !== 'n' && hasPrompt(option) && !leftOut.test(option)
			&& ((solved.get(option) ?? 'n') === 'n' || optionProblem(value) !== undefined))
		.map(([option]) => option);
	const set = (step: Step): boolean => {
		const isAllowed = edits.forbidden([step]) === undefined;
		if (isAllowed) {
			edits.make([step]);
		}

		return isAllowed;
	};

	const isWanted = (option: string, value: string): boolean =>
		!leftOut.test(option)
		&& optionProblem(value) === undefined
		&& (value !== 'm' || drivers === undefined || drivers.has(option));
	const left = takeOver({model, set}, source, isWanted);
	return [...lost, ...left];
}

function importDrivers(drivers: ReadonlySet<string>, {configuration}: RecipeTree, edits: Edits): string[] {
	const {model} = configuration;
	return [...drivers].filter(option => {
		const cell = model.cells.get(option);
		// Others that a driver needs may have this name in another version only.
		if (!cell || valueOf(cell, model) !== 'n') {
			return false;
		}

		const built = edits.wayTo(cell, 'y');
		const way = typeof built === 'string' ? edits.wayTo(cell, 'm') : built;
		if (typeof way === 'string') {
			return true;
		}

		edits.make(way);
		return false;
	});
}
