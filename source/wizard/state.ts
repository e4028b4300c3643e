import {isDeepStrictEqual} from 'node:util';
import {questionsFor, type Question} from '../recipe/questions.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {ListedRecipe, Outcome} from './types.ts';

export type Screen =
	| {at: 'start' | 'review' | 'help'}
	/** `typing`: the free text of a question that also has choices. */
	| {at: 'question'; id: string; typing?: boolean}
	| {at: 'page'; page: 'plan' | 'readiness'};

export type Flow = {
	/** Oldest first; the last is the one to be seen. Back takes it away. */
	screens: readonly Screen[];
	recipes: readonly ListedRecipe[];
	/** Every recipe worked on, so that nothing answered is lost by going back: by name, or `newRecipe`. */
	drafts: Readonly<Record<string, Recipe>>;
	draft: string;
	/** Text typed but not yet accepted, by question. */
	typed: Readonly<Record<string, string>>;
	/** Where the focus was left, by screen. */
	marks: Readonly<Record<string, string>>;
	problem?: string | undefined;
	outcome?: Outcome;
};

/** Not a possible name of a recipe. */
export const newRecipe = '*new*';

export function startFlow(recipes: readonly ListedRecipe[], blank: Recipe): Flow {
	return {screens: [{at: 'start'}], recipes, drafts: {[newRecipe]: {...blank, name: freeName(recipes, blank.name)}}, draft: newRecipe, typed: {}, marks: {}};
}

export const screenIn = (flow: Flow): Screen => flow.screens.at(-1) ?? {at: 'start'};

export function recipeIn(flow: Flow): Recipe {
	return flow.drafts[flow.draft]!;
}

/** Nothing, when another answer has made the question pointless. */
export function questionIn(flow: Flow, id: string): Question | undefined {
	return questionsFor(recipeIn(flow)).find(question => question.id === id);
}

/** Whether answers go back to the review instead of on to the next question. */
export const isReviewed = (flow: Flow): boolean => flow.screens.some(({at}) => at === 'review');

/** A new recipe, or one that differs from its file: to be saved before it is built. */
export function isChanged(flow: Flow): boolean {
	const listed = flow.recipes.find(({name}) => name === flow.draft);
	return !isDeepStrictEqual(listed?.recipe, recipeIn(flow));
}

/** A name that no recipe has yet. */
export function freeName(recipes: readonly ListedRecipe[], name: string): string {
	const taken = new Set(recipes.map(recipe => recipe.name));
	const candidates = [name, `my-${name}`, ...recipes.map((_, index) => `my-${name}-${index + 2}`)];
	return candidates.find(candidate => !taken.has(candidate)) ?? name;
}

/** The texts but the one of this key. */
export function without(texts: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(texts).filter(([other]) => other !== key));
}
