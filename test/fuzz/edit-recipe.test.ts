import {isDeepStrictEqual} from 'node:util';
import {expect, test} from 'vitest';
import {editRecipe} from '../../source/recipe/edit-recipe.ts';
import {formatRecipe} from '../../source/recipe/format.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import type {Recipe} from '../../source/recipe/schema.ts';
import {randomRecipe} from './random-recipe.ts';

const count = Number(process.env.RAMSTRAP_FUZZ ?? 150);

/** Nothing for what is no recipe. */
function read(text: string): Recipe | undefined {
	try {
		return parseRecipe(text, {source: 'x'});
	} catch {
		return undefined;
	}
}

const valid = Array.from({length: count}, (_, seed) => randomRecipe(seed))
	.flatMap(text => [text, ...[read(text)].flatMap(recipe => recipe ? [formatRecipe(recipe)] : [])])
	.map(text => ({text, recipe: read(text)!}))
	.filter(({recipe}) => recipe !== undefined);

type Edited = {text: string; goal: Recipe; made: string};

/** Nothing where all is well. */
function faultIn({text, goal, made}: Edited, isGroupKept: boolean): string | undefined {
	const found = read(made);
	// A goal that is no recipe itself says nothing of the text.
	if (found ? !isDeepStrictEqual(found, goal) : read(formatRecipe(goal)) !== undefined) {
		return 'it says something else';
	}

	const group = /^tree:\n(?: .*\n)*/m.exec(text)?.[0] ?? '';
	return isGroupKept && !made.includes(group) ? 'a group changed for nothing' : undefined;
}

test(`${count} random recipes: edited into another one, a text says that one; a group that stays keeps its lines`, {timeout: 60_000 + (count * 60)}, () => {
	expect(valid.length).toBeGreaterThan(30);
	const edits = valid.flatMap(({text, recipe}, index) => {
		const {recipe: other} = valid[(index + 7) % valid.length]!;
		const mixed: Recipe = {...recipe, node: other.node, compression: other.compression};
		return [other, mixed].map(goal => ({text, goal, made: editRecipe(text, recipe, goal), isMixed: goal === mixed}));
	});
	const made = edits.filter((edit): edit is Edited & {isMixed: boolean} => edit.made !== undefined);
	expect(made.length).toBeGreaterThan(valid.length * 1.5);
	const faults = made.flatMap(edit => {
		const fault = faultIn(edit, edit.isMixed);
		return fault === undefined ? [] : [`${fault}: ${JSON.stringify(edit)}`];
	});
	expect(faults.slice(0, 3).join('\n\n')).toBe('');
	expect(valid.filter(({text, recipe}) => editRecipe(text, recipe, recipe) !== text)).toEqual([]);
});
