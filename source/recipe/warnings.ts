import {isAbout} from './meaning.ts';
import {listText, type Problem} from './problem.ts';
import {fixedAddressWarnings} from './rules/fixed-addresses.ts';
import {wordWarnings} from './rules/words.ts';
import type {Recipe} from './schema.ts';

/** What a recipe says to nobody: good all the same, and worth a line where it is shown. */
export function recipeWarnings(recipe: Recipe): string[] {
	return [...serverWarnings(recipe), ...wordWarnings(recipe), ...fixedAddressWarnings(recipe)]
		.map(({sentence}) => sentence);
}

function serverWarnings(recipe: Recipe): Problem[] {
	const {gateway, dns, range} = recipe.server;
	const given = Object.entries({gateway, dns: dns.length > 0 ? dns : undefined, range})
		.filter(([field, value]) => value !== undefined && !isAbout(recipe, `server.${field}`))
		.map(([field]) => `server.${field}`);
	return given.length > 0
		? [{
			path: ['server'],
			sentence: `${listText(given, 'and')} ${given.length === 1 ? 'is' : 'are'} used only if ramstrap gives out `
				+ 'addresses (server.dhcp: full); here the router does.',
		}]
		: [];
}
