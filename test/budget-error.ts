import {readFileSync} from 'node:fs';
import path from 'node:path';
import {recipeSchema, type Recipe} from '../source/recipe/schema.ts';
import {memoryNeeded} from '../source/strategies/memory.ts';
import type {Firmware, ImageSizes} from '../source/strategies/types.ts';

/** What a rehearsal says of a node that is up. */
type Node = {firmware: Firmware; memory: {totalKiB: number; usedKiB: number}};

/**
How far the formula is off what a node reported: 0.1 says that it claims 10 % too much. All of the machine but MemAvailable counts as used.
@param name of a recipe that was built below `home` (RAMSTRAP_HOME)
@param memory MiB of the machine, where it was not node.memory of the recipe
*/
export function budgetError({firmware, memory: {totalKiB, usedKiB}}: Node, {home, name, memory}: {home: string; name: string; memory?: number}): number {
	const built = JSON.parse(readFileSync(path.join(home, 'work', name, '.sizes.json'), 'utf8')) as {recipe: object & {node: object}; sizes: ImageSizes; memory: number};
	const machine = memory ?? built.memory;
	const recipe: Recipe = recipeSchema.parse({...built.recipe, node: {...built.recipe.node, memory: machine}});
	const {after} = memoryNeeded(built.sizes, firmware, recipe);
	return (after / (machine - ((totalKiB - usedKiB) / 1024))) - 1;
}
