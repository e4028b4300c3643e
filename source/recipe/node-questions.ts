import * as z from 'zod';
import {checkRecipe} from './check.ts';
import {fieldsOf, type Field} from './fields.ts';
import {readAnswer} from './read-answer.ts';
import {recipeSchema, type Recipe} from './schema.ts';
import {bare, elementOf} from './shape.ts';

/** A field of a known machine: `nodes.0.name`. */
export type NodeField = Field & {index: number; key: string};

/** The fields of the known machine at this place, in the order of the schema. */
export function nodeFields(index: number): NodeField[] {
	const machine = bare(elementOf(recipeSchema.shape.nodes)!);
	return machine instanceof z.ZodObject
		? fieldsOf(machine, ['nodes', String(index)]).map(field => ({...field, index, key: field.path.at(-1)!}))
		: [];
}

/** Nothing for any other question. One place behind the last machine is the next one. */
export function nodeFieldOf({nodes}: Pick<Recipe, 'nodes'>, id: string): NodeField | undefined {
	const place = /^nodes\.(\d+)\.[a-z]+$/.exec(id)?.[1];
	const index = Number(place);
	return place === undefined || index > nodes.length
		? undefined
		: nodeFields(index).find(({path}) => path.join('.') === id);
}

/** The recipe with this answer about a machine, which is added where it is the next one. */
export function withNodeAnswer(
	recipe: Recipe,
	{index, key, ...field}: NodeField,
	text: string,
): {recipe: Recipe} | {problem: string} {
	const {[key]: _, ...others} = {...recipe.nodes[index]} as Record<string, unknown>;
	const value = readAnswer(field, text.trim());
	const node = value === undefined ? others : {...others, [key]: value};
	return checked({...recipe, nodes: [...recipe.nodes.slice(0, index), node, ...recipe.nodes.slice(index + 1)]});
}

export const withoutNode = (recipe: Recipe, index: number): {recipe: Recipe} | {problem: string} =>
	checked({...recipe, nodes: recipe.nodes.toSpliced(index, 1)});

function checked(recipe: unknown): {recipe: Recipe} | {problem: string} {
	const result = checkRecipe(recipe);
	return 'recipe' in result ? result : {problem: result.problems[0]!.sentence};
}
