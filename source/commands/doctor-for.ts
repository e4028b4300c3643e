import {loadRecipe} from '../host/recipe-files.ts';
import {readFacts} from '../host/facts.ts';
import type {Context} from './context.ts';
import {doctor, type DoctorOptions} from './doctor.ts';

/** The doctor at work on this machine, for a recipe by name or for all. */
export async function doctorFor(name: string | undefined, {recipes, folders, out, ask}: Context, {set = [], ...options}: DoctorOptions & {set?: string[]}): Promise<number> {
	const recipe = name === undefined ? undefined : await loadRecipe(name, {...recipes, set});
	return doctor(recipe, options, {
		readFacts: async () => readFacts({cacheFolder: folders.cache, workFolder: folders.work, recipe}),
		out,
		ask,
		reference: name,
	});
}
