import {isDeepStrictEqual} from 'node:util';
import {usualBundles} from '../kernel/bundles.ts';
import {withAnswer} from '../recipe/questions.ts';
import type {Recipe} from '../recipe/schema.ts';
import {aboutOf, schemaAt} from '../recipe/shape.ts';
import {freeName, isReviewed, newRecipe, recipeIn, without, type Flow, type Screen} from './state.ts';
import {stepAfter} from './steps.ts';

type Answer = {id: string; text: string; to: 'next' | 'review'};

/** Takes the answer and moves on, or stays and says what is wrong with it. */
export function answer(flow: Flow, {id, text, to}: Answer): Flow {
	const taken = id === 'name' ? nameProblem(flow, text.trim()) : undefined;
	if (taken !== undefined) {
		return {...flow, problem: taken};
	}

	const before = recipeIn(flow);
	const result = id === 'kernel.from' ? withKernelFrom(flow, before, text) : withAnswer(before, id, text);
	if ('problem' in result) {
		return {...flow, problem: id.startsWith('nodes.') ? inWords(result.problem, before) : result.problem};
	}

	const kernels = id === 'kernel.from' ? {...flow.kernels, [before.kernel.from]: before.kernel} : flow.kernels;
	const asked = {
		...flow,
		kernels,
		answers: {...flow.answers, [id]: text},
		system: systemOf(before) ?? flow.system,
		problem: undefined,
		typed: without(flow.typed, id),
		marks: without(flow.marks, `question:${id}`),
	};
	// The same once more is no change, which would make a bundled recipe one of the user's own.
	const answered = isDeepStrictEqual(before, result.recipe) ? asked : withRecipe(asked, result.recipe);
	const next = isReviewed(flow) ? askedBy(before, result.recipe) : undefined;
	const added = /^nodes\.(\d+)\.mac$/.exec(id)?.[1];
	// A machine that was just added is looked at next.
	const machine = Number(added) === before.nodes.length ? {at: 'node', index: Number(added)} as const : undefined;
	const shown = next ?? machine;
	return shown ? {...answered, screens: [...toHub(flow), shown]} : moveOn(answered, {at: 'question', id}, to);
}

/** Of the machine in front of one only the field is named, another one as it is called. */
function inWords(problem: string, {nodes}: Recipe): string {
	return problem
		.replaceAll(/\bnodes\[\d+\]\.(\w+)/g, (_, field: string) => aboutOf(schemaAt(['nodes', 0, field])!).title)
		.replaceAll(/\bnodes\[(\d+)\]/g, (path, index: string) => {
			const {name, mac = path} = nodes[Number(index)] ?? {};
			return name ?? mac;
		});
}

/** The distribution of a recipe; nothing for one of BusyBox alone. */
export const systemOf = ({tree, kernel}: Recipe): Flow['system'] =>
	tree.from === 'busybox' ? undefined : {tree, kernel};

/** What a changed answer brings up that was never asked: the options of a kernel, or where a tree lies. */
function askedBy(before: Recipe, {kernel, tree}: Recipe): Screen | undefined {
	if (before.kernel.from !== 'build' && kernel.from === 'build') {
		return {at: 'kernel'};
	}

	const place = (['path', 'image'] as const).find(field => tree[field] !== undefined);
	return place && before.tree.from !== tree.from ? {at: 'question', id: `tree.${place}`} : undefined;
}

/** On to the step after this one, or back to the review where one came from there. */
export function moveOn(flow: Flow, from: Screen, to: Answer['to']): Flow {
	const next: Screen = to === 'next' ? stepAfter(flow, from) : {at: 'review'};
	return {...flow, screens: isReviewed(flow) ? toHub(flow) : [...flow.screens, next]};
}

/**
With the recipe that is worked on changed. A bundled one stays what it is: changed, it becomes one of the user's own.
*/
export function withRecipe(flow: Flow, recipe: Recipe): Flow {
	const isBundled =
		flow.draft !== newRecipe && flow.recipes.some(({name, where}) => name === recipe.name && where === 'bundled');
	return {
		...flow,
		drafts: {
			...flow.drafts,
			[flow.draft]: isBundled ? {...recipe, name: freeName(flow.recipes, recipe.name)} : recipe,
		},
	};
}

/**
Another kernel is what it was when it was last chosen. One that is built needs a source from the
start; which one is asked next.
*/
function withKernelFrom(flow: Flow, recipe: Recipe, from: string): ReturnType<typeof withAnswer> {
	const known = from === recipe.kernel.from ? undefined : flow.kernels[from];
	const isFirst = from === 'build' && known === undefined && recipe.kernel.bundles.length === 0;
	const base = {...recipe, kernel: {...known ?? recipe.kernel, ...(isFirst && {bundles: [...usualBundles]})}};
	const isWithoutSource = from === 'build' && base.kernel.source === undefined;
	return withAnswer(
		base,
		'kernel.from',
		from,
		isWithoutSource ? {'kernel.source.package': flow.sources[0] ?? 'linux-source'} : {},
	);
}

/** Back to where answers are looked at: the review, the known machines, or one of them. */
const toHub = (flow: Flow): readonly Screen[] =>
	flow.screens.slice(0, flow.screens.findLastIndex(({at}) => ['review', 'nodes', 'node'].includes(at)) + 1);

/** Why it cannot be called that; nothing where it can. */
export function nameProblem(flow: Flow, name: string): string | undefined {
	const taken = flow.recipes.find(
		listed => listed.name === name && !(listed.name === flow.draft && listed.where === 'saved'),
	);
	return taken && `${name} is already the name of a ${taken.where} recipe; choose another.`;
}
