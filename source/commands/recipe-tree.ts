import type {Context} from '../context.ts';
import {UserError} from '../errors.ts';
import {optionProblem} from '../recipe/options.ts';
import type {Recipe} from '../recipe/schema.ts';
import {readDeviceOptions} from '../run/device-options.ts';
import {openRecipeTree} from '../run/recipe-kernel.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import {presentIn} from './kernel-tree.ts';
import {treeView} from './tree-view.ts';

type Options = Recipe['kernel']['options'];

/** As the list says it. */
const askedBy: Partial<Record<string, string>> = {'the base': 'the recipe', 'the strategy': 'the recipe'};

/** Shows the whole tree. @returns the `kernel.options` that ask for what was chosen, if that was saved */
export async function chooseInTree(
	recipe: Recipe,
	context: Context,
	terminal: Terminal,
): Promise<Options | undefined> {
	context.out(`Reading the kernel options of ${recipe.name}`);
	const [show, opened] = await Promise.all([
		treeView(terminal),
		context.interruptible(async own => openRecipeTree(recipe, own, {environment: presentIn(terminal.env)})),
	]);
	if (!opened) {
		throw new UserError('Reading the kernel source was stopped. What was chosen before is kept.');
	}

	const {kconfig, read, folder, sizeOf, configuration, requests, fixed, optionsWith} = opened;
	let options: Options | undefined;
	await show({
		tree: kconfig,
		configuration,
		read,
		readDevices: async () => readDeviceOptions(folder),
		sizeOf,
		file: `the recipe ${recipe.name}`,
		isInFile: true,
		recipe: {
			requested: new Map(requests.toReversed().map(({option, from}) => [option, askedBy[from] ?? from])),
			fixed,
			textProblem: optionProblem,
		},
		async save(_, made) {
			options = optionsWith(made);
			return undefined;
		},
	}, terminal);
	return options;
}
