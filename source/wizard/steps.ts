import {questionsFor, type Question} from '../recipe/questions.ts';
import type {Recipe} from '../recipe/schema.ts';
import {recipeIn, type Flow, type Screen} from './state.ts';

/** What a new recipe asks one after the other; all the rest is in the review for those who look for it. */
export function askedOf(recipe: Recipe): Question[] {
	// A container image is a file or a name: whoever gave the one is not asked for the other.
	return questionsFor(recipe).filter(
		({id, essential}) => essential && (id !== 'tree.image' || recipe.tree.path === undefined),
	);
}

/**
The screens of a new recipe up to the review. The options of a kernel of one's own come after all
other questions about it.
*/
export function stepsOf(recipe: Recipe): Screen[] {
	const asked = askedOf(recipe);
	const steps = asked.map(({id}): Screen => ({at: 'question', id}));
	const place = asked.findLastIndex(({id}) => id.startsWith('kernel.')) + 1;
	return recipe.kernel.from === 'build' ? steps.toSpliced(place, 0, {at: 'kernel'}) : steps;
}

/** The step after this one, or the review. */
export function stepAfter(recipe: Recipe, screen: Screen): Screen {
	const steps = stepsOf(recipe);
	const place = steps.findIndex(step => isSame(step, screen));
	return (place === -1 ? undefined : steps[place + 1]) ?? {at: 'review'};
}

/** `step 3 of 9`. The review counts as a step: whoever reads "9 of 9" expects to be done. */
export function stepText(flow: Flow, screen: Screen): string {
	const steps = stepsOf(recipeIn(flow));
	return `step ${steps.findIndex(step => isSame(step, screen)) + 1} of ${steps.length + 1}`;
}

const isSame = (a: Screen, b: Screen): boolean =>
	a.at === b.at && (a.at !== 'question' || b.at !== 'question' || a.id === b.id);
