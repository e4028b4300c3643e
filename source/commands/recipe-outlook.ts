import path from 'node:path';
import type {Context} from '../context.ts';
import {UserError} from '../errors.ts';
import {adoptedFile} from '../host/adopted-nodes.ts';
import {needsOf} from '../host/needs.ts';
import {resolvePaths} from '../host/recipe-paths.ts';
import {recipeProblems, type RecipeProblem} from '../host/recipe-problems.ts';
import type {Facts} from '../host/types.ts';
import {budgetLines, type Budget} from '../plan/budget.ts';
import type {Plan} from '../plan/plan.ts';
import type {Recipe} from '../recipe/schema.ts';
import {knownBoot} from '../rehearse/known-boot.ts';
import {durationText} from '../report/duration.ts';
import {memoryText} from '../report/size.ts';
import {estimatedBudget, knownBudget} from '../run/built/budget-of.ts';
import {knownSizes} from '../run/built/known-sizes.ts';
import {expectedOf} from '../run/expected.ts';
import {equippedOf} from '../strategies/index.ts';
import type {MemoryBudget, NodeSize} from '../wizard/types.ts';

// What is to be said of a recipe before it is built: memory, problems, time. All take it with its adopted machines.

const nodeSizes = [512, 1024, 2048, 4096, 8192, 16_384, 32_768];

export function memoryBudget(recipe: Recipe, workFolder: string): MemoryBudget {
	const budgetFor = (memory: number): Budget => {
		const sized = {...recipe, node: {...recipe.node, memory}};
		return knownBudget(sized, workFolder) ?? estimatedBudget(sized);
	};

	const budget = budgetFor(recipe.node.memory);
	return {
		measured: budget.from === 'images',
		sizes: nodeSizes.map(memory => nodeSize(memory, budgetFor(memory))),
		lines: budgetLines(recipe.node.memory, budget),
	};
}

function nodeSize(memory: number, {bios, uefi}: Budget): NodeSize {
	const boots = [bios, uefi].map(({mib, impossible}) => impossible === undefined && mib <= memory);
	return {memory, boots: boots[1] ? 'yes' : (boots[0] ? 'only in BIOS' : 'no'), used: (boots[1] ? uefi : bios).after};
}

/** What was only estimated does not call a recipe wrong. */
export function memorySummary(recipe: Recipe, workFolder: string): string {
	const {memory} = recipe.node;
	const known = knownBudget(recipe, workFolder);
	return known && nodeSize(memory, known).boots === 'no'
		? `! Nodes with ${memory} MiB cannot boot this; it needs ${known.bios.mib} MiB`
		: `Nodes with ${memory} MiB`;
}

/** What is wrong with it here. What was only estimated does not call a recipe wrong, unless it is far off. */
export function problemsOf(recipe: Recipe, {interfaces}: Facts, {folders}: Pick<Context, 'folders'>): RecipeProblem[] {
	const known = knownBudget(recipe, folders.work);
	const {bios} = known ?? estimatedBudget(recipe);
	const {memory} = recipe.node;
	const isShort = bios.mib > memory * (known ? 1 : 1.25);
	return [
		...(bios.impossible === undefined
			? []
			: [{code: 'memory-short', level: 'problem', field: 'node.memory',
				what: `No node can boot this, regardless of its memory: ${bios.impossible}.`} as const]),
		...(isShort && bios.impossible === undefined
			? [{code: 'memory-short', level: 'problem', field: 'node.memory',
				what: `A node with ${memory} MiB of memory cannot boot this: it needs `
					+ `${known ? '' : 'about '}${bios.mib} MiB.`} as const]
			: []),
		...recipeProblems(resolvePaths(recipe, folders.recipes), interfaces),
		...adoptedTwice(recipe, {folders}),
	];
}

/** The two lists are one when they are used. */
function adoptedTwice({name, nodes}: Recipe, {folders}: Pick<Context, 'folders'>): RecipeProblem[] {
	const macs = nodes.map(({mac}) => mac);
	const twice = macs.find((mac, index) => macs.indexOf(mac) < index);
	const file = adoptedFile(folders.recipes, name);
	return twice === undefined ? [] : [{code: 'node-twice', level: 'problem', field: 'nodes',
		what: `${twice} is an adopted machine as well. Remove it here, or from ${file}.`}];
}

/** What there is to know before one says Go: how long it takes here, how much room, how soon it was up. */
export function forecastOf(
	recipe: Recipe,
	{plan, facts, context: {folders}}: {plan: () => Plan; facts: Facts; context: Pick<Context, 'folders'>},
): string[] {
	const folder = path.join(folders.work, recipe.name);
	const sizes = knownSizes(folder, recipe);
	if (sizes) {
		const boot = knownBoot(folder, recipe, sizes);
		return ['It is built.', ...(boot ? [`A rehearsal was up in ${durationText(boot.up)}.`] : [])];
	}

	const {freeMiB} = needsOf(equippedOf(recipe), 'rehearse', {asRoot: facts.user.root});
	const room = `A build needs ${memoryText(freeMiB)} of disk; ${memoryText(facts.disk.freeMiB)} are free.`;
	try {
		const {steps} = plan();
		const todo = new Set(steps.map(({id}) => id));
		const {seconds, unknown} = expectedOf(steps, todo, {folder, sharedFolder: folders.shared});
		const isKnown = unknown.length === 0 && seconds > 0;
		return [...(isKnown ? [`Its steps took ${durationText(seconds)} when they were done before.`] : []), room];
	} catch (error) {
		if (error instanceof UserError) {
			return [room];
		}

		throw error;
	}
}
