import {purposeNamed, type Purpose} from '../purpose/purposes.ts';
import {questionsFor, type Question} from '../recipe/questions.ts';
import type {Recipe} from '../recipe/schema.ts';
import {recipeIn, type Flow, type Screen} from './state.ts';

/**
What a new recipe asks one after the other; all the rest is in the review for those who look for it.
@param more what is asked beside what is asked of every recipe
*/
export function askedOf(recipe: Recipe, more: readonly string[] = []): Question[] {
	const asked = questionsFor(recipe).filter(
		// A container image is a file or a name: whoever gave the one is not asked for the other.
		({id, essential}) => (essential || more.includes(id))
			&& (id !== 'tree.image' || recipe.tree.path === undefined),
	);
	// Last, when there is something to propose.
	return [...asked.filter(({id}) => id !== 'name'), ...asked.filter(({id}) => id === 'name')];
}

/** What is asked for any purpose: who may log in, how addresses are given out, and the name. */
const alwaysAsked = new Set(['node.password', 'node.keys', 'server.dhcp', 'server.subnet', 'name']);

/**
The screens of a new recipe up to the review: for a purpose those that the advisor needs, and a few more; without one
all questions. The options of a kernel of one's own come after all other questions about it.
*/
export function stepsOf(recipe: Recipe, purpose?: Purpose): Screen[] {
	const asked = askedOf(recipe, purpose?.asks);
	if (!purpose) {
		return [{at: 'purpose'}, ...withKernel(asked, recipe)];
	}

	const {asks, demands} = purpose;
	return [
		{at: 'purpose'},
		{at: 'question', id: 'node.memory'},
		...(demands.keeps === undefined ? [{at: 'keeps'} as const] : []),
		{at: 'advice'},
		...withKernel(asked.filter(({id}) => asks.includes(id) || alwaysAsked.has(id)), recipe),
	];
}

function withKernel(asked: readonly Question[], {kernel}: Recipe): Screen[] {
	const steps = asked.map(({id}): Screen => ({at: 'question', id}));
	const place = asked.findLastIndex(({id}) => id.startsWith('kernel.')) + 1;
	return kernel.from === 'build' ? steps.toSpliced(place, 0, {at: 'kernel'}) : steps;
}

/** The step after this one, or the review. */
export function stepAfter(flow: Flow, screen: Screen): Screen {
	const steps = stepsIn(flow);
	const place = steps.findIndex(step => isSame(step, screen));
	return (place === -1 ? undefined : steps[place + 1]) ?? {at: 'review'};
}

/** `step 3 of 9`. The review counts as a step: whoever reads "9 of 9" expects to be done. */
export function stepText(flow: Flow, screen: Screen): string {
	const steps = stepsIn(flow);
	return `step ${steps.findIndex(step => isSame(step, screen)) + 1} of ${steps.length + 1}`;
}

const stepsIn = (flow: Flow): Screen[] => stepsOf(recipeIn(flow), purposeNamed(flow.wish?.purpose ?? ''));

const isSame = (a: Screen, b: Screen): boolean =>
	a.at === b.at && (a.at !== 'question' || b.at !== 'question' || a.id === b.id);
