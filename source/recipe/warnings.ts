import {isAbout} from './meaning.ts';
import {listText, type Problem} from './problem.ts';
import {fixedAddressWarnings} from './rules/fixed-addresses.ts';
import {wordWarnings} from './rules/words.ts';
import type {Recipe} from './schema.ts';

/** What a recipe says to nobody: good all the same, and worth a line where it is shown. */
export function recipeWarnings(recipe: Recipe): string[] {
	return [serverWarnings, wordWarnings, fixedAddressWarnings, diskWarnings]
		.flatMap(warnings => warnings(recipe))
		.map(({sentence}) => sentence);
}

/**
How a machine gets from the loader to its disk. In BIOS both loaders go on to it; UEFI machines were seen to stop: iPXE
1.0.0 of Debian 12 never comes back to OVMF 2022.11, and GRUB's exit leads to its setup.
*/
function diskWarnings({nodes}: Recipe): Problem[] {
	const index = nodes.findIndex(({boot}) => boot !== 'always');
	return index === -1
		? []
		: [{
			path: ['nodes', index, 'boot'],
			sentence: `nodes[${index}].boot is ${nodes[index]!.boot}: a BIOS machine goes on from the loader to its `
				+ 'disk; a UEFI machine may stop in the loader instead, and then needs its disk first in its boot '
				+ 'order.',
		}];
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
