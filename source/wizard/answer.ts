import {questionsFor, withAnswer, type Question} from '../recipe/questions.ts';
import type {Recipe} from '../recipe/schema.ts';
import {freeName, isReviewed, newRecipe, recipeIn, without, type Flow, type Screen} from './state.ts';
import type {ListedRecipe} from './types.ts';

type Answer = {id: string; text: string; to: 'next' | 'review'};

/** Takes the answer and moves on, or stays and says what is wrong with it. */
export function answer(flow: Flow, {id, text, to}: Answer): Flow {
	const taken = id === 'name' ? takenBy(flow, text.trim()) : undefined;
	if (taken) {
		return {...flow, problem: `${taken.name} is the name of a recipe ${taken.where === 'saved' ? 'you saved' : 'that comes with ramstrap'}; choose another.`};
	}

	const result = withAnswer(recipeIn(flow), id, text);
	if ('problem' in result) {
		return {...flow, problem: result.problem};
	}

	const recipe = withNameOfItsOwn(flow, result.recipe);
	const drafts = {...flow.drafts, [flow.draft]: recipe};
	return {...flow, drafts, problem: undefined, typed: without(flow.typed, id), marks: without(flow.marks, `question:${id}`), screens: moveOn(flow, recipe, id, to)};
}

/** What a new recipe asks one after the other; all the rest is in the review for those who look for it. */
export function askedOf(recipe: Recipe): Question[] {
	return questionsFor(recipe).filter(({essential}) => essential);
}

function moveOn(flow: Flow, recipe: Recipe, id: string, to: Answer['to']): readonly Screen[] {
	if (isReviewed(flow)) {
		return flow.screens.slice(0, flow.screens.findIndex(({at}) => at === 'review') + 1);
	}

	const asked = askedOf(recipe);
	const next = to === 'next' ? asked[asked.findIndex(question => question.id === id) + 1] : undefined;
	return [...flow.screens, next ? {at: 'question', id: next.id} : {at: 'review'}];
}

function takenBy(flow: Flow, name: string): ListedRecipe | undefined {
	return flow.recipes.find(listed => listed.name === name && !(listed.name === flow.draft && listed.where === 'saved'));
}

/** A bundled recipe stays what it is: changed, it becomes one of the user's own. */
function withNameOfItsOwn(flow: Flow, recipe: Recipe): Recipe {
	const isBundled = flow.draft !== newRecipe && flow.recipes.some(({name, where}) => name === recipe.name && where === 'bundled');
	return isBundled ? {...recipe, name: freeName(flow.recipes, recipe.name)} : recipe;
}
