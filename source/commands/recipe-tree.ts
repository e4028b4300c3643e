import path from 'node:path';
import type {Context} from '../context.ts';
import type {Facts} from '../host/types.ts';
import {formatFragment} from '../kernel/config-text.ts';
import {openRequests} from '../kernel/kconfig/solve/configuration.ts';
import {valueOf} from '../kernel/kconfig/solve/evaluate.ts';
import {modelOf} from '../kernel/kconfig/solve/links.ts';
import {ownOptions} from '../kernel/own-options.ts';
import {askKernel, neededRequests} from '../kernel/requests.ts';
import type {Request} from '../kernel/types.ts';
import {makeSourcePlan} from '../plan/plan.ts';
import {optionProblem} from '../recipe/options.ts';
import type {Recipe} from '../recipe/schema.ts';
import {carryOut} from '../run/build.ts';
import {readDeviceOptions} from '../run/device-options.ts';
import {loadTree} from '../run/kconfig-tree.ts';
import {readFactsFor, refuseUnready} from '../run/readiness.ts';
import {wantedOf} from '../strategies/index.ts';
import type {Terminal} from '../wizard/on-screen.tsx';
import type {RecipeKernel} from '../wizard/tree/tree-menu.ts';
import {presentIn} from './kernel-tree.ts';

type Options = Recipe['kernel']['options'];

/**
Opens the whole tree of a kernel's options, once its source is unpacked.
@returns the `kernel.options` that ask for what was chosen, if that was saved
*/
export async function openRecipeTree(
	recipe: Recipe,
	context: Context,
	terminal: Terminal,
): Promise<Options | undefined> {
	const facts = await readFactsFor(recipe, context);
	refuseUnready(recipe, facts, 'kernel', {begun: true, reference: recipe.name});
	const folder = await unpackSource(recipe, facts, context);
	context.out(`Reading ${folder}`);
	const [{kconfig, read}, {runTreeMenu}] = await Promise.all([
		loadTree(folder, {
			arch: 'x86_64', environment: presentIn(terminal.env), cacheFolder: context.folders.cache,
		}),
		import('../wizard/tree/session.tsx'),
	]);
	const model = modelOf(kconfig);
	const {requests, others, fixed} = requestsOf(recipe, facts);
	const configuration = openRequests(model, formatFragment(requests));
	const now = (option: string): string | undefined => {
		const cell = model.cells.get(option);
		return cell && valueOf(cell, model);
	};

	const before = new Map(requests.map(({option}) => [option, now(option)]));
	let options: Options | undefined;
	await runTreeMenu({
		tree: kconfig,
		configuration,
		read,
		readDevices: async () => readDeviceOptions(folder),
		file: `the recipe ${recipe.name}`,
		isInFile: true,
		recipe: {
			requested: new Map(requests.toReversed().map(({option, from}) => [option, from])),
			fixed,
			textProblem: optionProblem,
		},
		async save(_, made) {
			options = ownOptions(recipe.kernel.options, {made, others, now, before: option => before.get(option)});
		},
	}, terminal);
	return options;
}

async function unpackSource(recipe: Recipe, facts: Facts, context: Context): Promise<string> {
	const {plan, tree} = makeSourcePlan(recipe, facts);
	if (plan.steps.length > 0) {
		await carryOut(plan, {recipe, facts, context, fresh: false, json: false});
	}

	return path.resolve(context.folders.work, recipe.name, 'kernel-source', tree);
}

type Asked = {
	requests: readonly Request[];
	/** Without what `kernel.options` asks for. */
	others: ReadonlyMap<string, string>;
	fixed: RecipeKernel['fixed'];
};

function requestsOf(recipe: Recipe, {texts, sourceRelease}: Facts): Asked {
	const {fragment} = recipe.kernel;
	const known = {fragment: fragment === undefined ? undefined : texts[fragment], release: sourceRelease};
	const withoutOwn = {...recipe, kernel: {...recipe.kernel, options: {}}};
	const others = askKernel(wantedOf(withoutOwn), known).requests;
	const ofFragment = fragment === undefined ? [] : others.filter(({from}) => from === path.basename(fragment));
	return {
		requests: askKernel(wantedOf(recipe), known).requests,
		others: new Map(others.map(({option, value}) => [option, value])),
		fixed: new Map([
			...ofFragment.map(({option, from}): [string, string] =>
				[option, `${from} sets ${option}; change it there.`]),
			...neededRequests(wantedOf(recipe)).filter(({preferred}) => !preferred)
				.map(({option, why}): [string, string] =>
					[option, `The recipe needs ${option}${why === undefined ? '' : `: ${why}`}.`]),
		]),
	};
}
