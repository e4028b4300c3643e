import path from 'node:path';
import type {Context} from '../context.ts';
import {UserError} from '../errors.ts';
import type {Facts} from '../host/types.ts';
import {formatFragment} from '../kernel/config-text.ts';
import {openRequests, type Configuration} from '../kernel/kconfig/solve/configuration.ts';
import type {Model} from '../kernel/kconfig/solve/cells.ts';
import {isSwitch, valueOf} from '../kernel/kconfig/solve/evaluate.ts';
import type {KernelSize} from '../kernel/size/estimate.ts';
import {ownOptions} from '../kernel/own-options.ts';
import {askKernel, neededRequests} from '../kernel/requests.ts';
import type {Request} from '../kernel/types.ts';
import {makeSourcePlan} from '../plan/plan.ts';
import type {Recipe} from '../recipe/schema.ts';
import {wantedOf} from '../strategies/index.ts';
import {carryOut} from './build.ts';
import type {Environment} from './kconfig-environment.ts';
import {loadTree, tooDeep, type LoadedTree} from './kconfig-tree.ts';
import {sizeOfKernel} from './kernel-size.ts';
import {readyFacts} from './readiness.ts';

/** The whole tree of a recipe's kernel, with what the recipe asks of it. */
export type RecipeTree = LoadedTree & {
	folder: string;
	configuration: Configuration;
	requests: readonly Request[];
	/** Options that keep their value, each with the sentence that says why. */
	fixed: ReadonlyMap<string, string>;
	sizeOf: KernelSize;
	/** The `kernel.options` that ask for what was set in the configuration. */
	optionsWith: (made: ReadonlyMap<string, string>) => Recipe['kernel']['options'];
};

/**
Reads it, once its source is unpacked. @param json whether the steps of that are told as events
@throws UserError for a machine or a source that will not do
*/
export async function openRecipeTree(
	recipe: Recipe,
	context: Context,
	{environment, json = false, yes}: {environment: Environment; json?: boolean | undefined; yes?: boolean | undefined},
): Promise<RecipeTree> {
	const facts = await readyFacts(recipe, context, {use: 'kernel', begun: true, reference: recipe.name, yes, json});
	const folder = await unpackSource(recipe, facts, {context, json});
	const options = {arch: 'x86_64', environment, cacheFolder: context.folders.cache};
	const {kconfig, read, model} = await context.quietly(async () => loadTree(folder, options));
	const {requests, others, fixed} = requestsOf(recipe, facts);
	const configuration = opened(model, requests);
	const now = (option: string): string | undefined => {
		const cell = model.cells.get(option);
		return cell && valueOf(cell, model);
	};

	const values = new Map(requests.map(({option}) => [option, now(option)]));
	const before = (option: string): string | undefined => values.get(option);
	return {
		folder,
		kconfig,
		read,
		model,
		configuration,
		requests,
		sizeOf: sizeOfKernel(folder, read),
		// What the recipe contradicts itself is for the user to change.
		fixed: new Map([...fixed].filter(([option]) =>
			requests.some(one => one.option === option && one.value === now(option)))),
		optionsWith: made => ownOptions(recipe.kernel.options, {
			made, others, now, before,
			isSwitch: option => model.cells.has(option) && isSwitch(model.cells.get(option)!),
		}),
	};
}

function opened(model: Model, requests: readonly Request[]): Configuration {
	try {
		return openRequests(model, formatFragment(requests));
	} catch (error) {
		throw error instanceof RangeError ? new UserError(tooDeep) : error;
	}
}

async function unpackSource(
	recipe: Recipe,
	facts: Facts,
	{context: given, json}: {context: Context; json: boolean},
): Promise<string> {
	// Where nobody watches, what comes out is for another program.
	const isSilent = !json && !given.terminal;
	const context = isSilent ? {...given, out: () => undefined} : given;
	const {plan, tree} = makeSourcePlan(recipe, facts);
	if (plan.steps.length > 0) {
		await carryOut(plan, {recipe, facts, context, fresh: false, json: json || isSilent});
	}

	return path.resolve(context.folders.work, recipe.name, 'kernel-source', tree);
}

type Asked = {
	requests: readonly Request[];
	/** Without what `kernel.options` asks for. */
	others: ReadonlyMap<string, string>;
	fixed: RecipeTree['fixed'];
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
				.map((request): [string, string] => [request.option, whyNeeded(request)]),
		]),
	};
}

/** Of the base it is said what it is for, of the rest why the strategy needs it. */
function whyNeeded({option, from, why}: Request): string {
	if (why === undefined) {
		return `The recipe needs ${option}.`;
	}

	return from === 'the base' ? `The recipe needs ${option} (${why}).` : `The recipe needs ${option}: ${why}.`;
}
