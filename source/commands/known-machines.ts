import {readBooted} from '../deploy/booted.ts';
import {readJournals} from '../deploy/journal.ts';
import {placesOf, publishedFolder} from '../deploy/places.ts';
import {readNote} from '../files/read-json.ts';
import {withAdopted} from '../host/adopted-nodes.ts';
import {listRecipes} from '../host/recipe-files.ts';
import {settingsSchema} from '../publish/site.ts';
import {readHistories} from '../serve/history.ts';
import type {Context} from '../context.ts';

/** A machine that has a name: in a recipe, or, `booted`, because it said so when it did. */
export type KnownMachine = {name: string; mac: string; recipe: string; booted?: true};

/**
Of all saved and bundled recipes, of what is deployed, whoever deployed it, and of all that booted from here; each pair
of name and address once.
*/
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
	const booted = histories.flatMap(history => Object.entries(history))
		.flatMap(([mac, {hostname: name, version}]): KnownMachine[] =>
			name === undefined ? [] : [{name, mac, recipe: version.split('/', 1)[0]!, booted: true}]);
	const all: KnownMachine[] = [...nodes.flat(), ...deployed.flatMap(({recipe}) => deployedNodes(recipe)), ...booted];
	return all.filter(({name, mac}, index) =>
		all.findIndex(other => other.name === name && other.mac === mac) === index);
}

function deployedNodes(recipe: string): KnownMachine[] {
	const settings = readNote(`${placesOf(recipe).settings}/http.json`, settingsSchema);
	return (settings?.nodes ?? []).flatMap(({name, mac}) => name === undefined ? [] : [{name, mac, recipe}]);
}
