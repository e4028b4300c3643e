import path from 'node:path';
import {changedAt} from '../files/changed-at.ts';
import type {Recipe} from '../recipe/schema.ts';
import {knownBoot} from '../rehearse/known-boot.ts';
import {agoText} from '../report/ago.ts';
import {durationText} from '../report/duration.ts';
import {readHistory} from '../serve/history.ts';
import {builtAt, knownSizes} from '../run/built/known-sizes.ts';

/** What was done with a recipe: when it was built, in milliseconds since 1970, and all of it in a few words. */
export type RecipeUse = {at: number; text: string; isPublished: boolean};

/**
Nothing of one that was never built and is not published.
@param recipe with absolute paths @param now in milliseconds since 1970
*/
export function useOf(recipe: Recipe, {work, published}: {work: string; published: string}, now: number): RecipeUse {
	const folder = path.join(work, recipe.name);
	const at = builtAt(folder);
	const sizes = knownSizes(folder, recipe);
	const boot = sizes && knownBoot(folder, recipe, sizes);
	const publishedAt = changedAt(path.join(published, recipe.name));
	const parts = [
		...(at === undefined ? [] : [`${sizes ? 'built' : 'changed since its build'} ${agoText(now - at)}`]),
		...(boot ? [`up in ${durationText(boot.up)}`] : []),
		...(publishedAt === undefined ? [] : [`published${bootedBy(published, recipe.name)}`]),
	];
	return {isPublished: publishedAt !== undefined, at: Math.max(at ?? 0, publishedAt ?? 0), text: parts.join(', ')};
}

/** How many machines have booted it from here. */
function bootedBy(published: string, name: string): string {
	const {length} = Object.values(readHistory(published, name)).filter(({version}) => version.startsWith(`${name}/`));
	return length === 0 ? '' : `, booted by ${length} ${length === 1 ? 'machine' : 'machines'}`;
}
