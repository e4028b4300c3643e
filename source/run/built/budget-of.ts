import path from 'node:path';
import type {Budget} from '../../plan/budget.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {estimateSizes} from '../../strategies/estimate.ts';
import {memoryNeeded} from '../../strategies/memory.ts';
import type {ImageSizes} from '../../strategies/types.ts';
import {knownSizes} from './known-sizes.ts';

/** From the images that were built of this very recipe, if there are any. */
export function knownBudget(recipe: Recipe, workFolder: string): Budget | undefined {
	const sizes = knownSizes(path.join(workFolder, recipe.name), recipe);
	return sizes && budgetOf(recipe, sizes);
}

export function budgetOf(recipe: Recipe, sizes: ImageSizes): Budget {
	return {from: 'images', ...needs(recipe, sizes)};
}

export function estimatedBudget(recipe: Recipe): Budget {
	return {from: 'estimate', ...needs(recipe, estimateSizes(recipe))};
}

function needs(recipe: Recipe, sizes: ImageSizes): Pick<Budget, 'bios' | 'uefi'> {
	return {bios: memoryNeeded(sizes, 'bios', recipe), uefi: memoryNeeded(sizes, 'uefi', recipe)};
}
