import {readBooted} from '../deploy/booted.ts';
import {readJournals} from '../deploy/journal.ts';
import {publishedFolder} from '../deploy/places.ts';
import {withAdopted} from '../host/adopted-nodes.ts';
import {listRecipes} from '../host/recipe-files.ts';
import {readHistories} from '../serve/history.ts';
import type {Context} from '../context.ts';

/** A machine that has a name: in a recipe, or because it said so when it booted. */
export type KnownMachine = {name: string; mac: string; recipe: string};

/** Of all saved and bundled recipes, and of all that booted from here; each pair of name and address once. */
export async function knownMachines({recipes, folders}: Context): Promise<KnownMachine[]> {
	const [listed, deployed] = await Promise.all([listRecipes(recipes), readJournals('')]);
	const [nodes, histories] = await Promise.all([
		Promise.all(listed.flatMap(entry => 'recipe' in entry ? [entry.recipe] : []).map(async recipe => {
			// What is wrong in that file is told by what reads it for more than a name.
			const whole = await withAdopted(recipe, folders.recipes).catch(() => recipe);
			return whole.nodes.flatMap(({name, mac}) => name === undefined ? [] : [{name, mac, recipe: recipe.name}]);
		})),
		Promise.all([
			readHistories(folders.published), readHistories(publishedFolder),
			...deployed.map(async ({recipe}) => readBooted(recipe)),
		]),
	]);
	const booted = histories.flatMap(history => Object.entries(history)).flatMap(([mac, {hostname, version}]) =>
		hostname === undefined ? [] : [{name: hostname, mac, recipe: version.split('/', 1)[0]!}]);
	return [...nodes.flat(), ...booted].filter(({name, mac}, index, all) =>
		all.findIndex(other => other.name === name && other.mac === mac) === index);
}
