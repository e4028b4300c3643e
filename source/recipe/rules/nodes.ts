import {isAbout} from '../meaning.ts';
import {isGlob, whyNoOwnFiles, type KnownNode} from '../nodes.ts';
import {pathText, type Path, type Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

/** What single nodes may have. */
export function nodeRules(recipe: Recipe): Problem[] {
	return [uniqueRules, globRules, ownRules, loaderRules].flatMap(rules => rules(recipe));
}

function uniqueRules({nodes}: Recipe): Problem[] {
	return (['mac', 'address', 'name'] as const).flatMap(field =>
		nodes.flatMap((node, index) => {
			const before = nodes.findIndex(other => other[field] === node[field]);
			return node[field] !== undefined && before < index
				? [{
					path: ['nodes', index, field],
					sentence: `nodes[${index}].${field} ${node[field]} is already used by nodes[${before}]; each node `
						+ 'needs its own.',
				}]
				: [];
		}),
	);
}

function globRules({nodes}: Recipe): Problem[] {
	return nodes.flatMap((node, index) =>
		(['name', 'address'] as const)
			.filter(field => isGlob(node.mac) && node[field] !== undefined)
			.map(field => ({
				path: ['nodes', index, field],
				sentence: `nodes[${index}].${field} is ${node[field]}, but ${node.mac} matches many machines, which `
					+ 'cannot share it. Remove it, or write the whole MAC of one machine.',
			})),
	);
}

function ownRules(recipe: Recipe): Problem[] {
	const why = whyNoOwnFiles(recipe);
	return recipe.nodes.flatMap(({keys, files}, index) => {
		const says = (field: 'keys' | 'files', sentence: string) => ({
			path: ['nodes', index, field] as Path,
			sentence: `${pathText(['nodes', index, field])} ${sentence}`,
		});
		if (keys.length > 0 && !isAbout(recipe, 'node.keys')) {
			return [says('keys', 'needs a system with a login; this node is BusyBox only and has no login. '
				+ 'Remove it.')];
		}

		const given = [
			...(keys.length > 0 ? ['keys' as const] : []),
			...(files === undefined ? [] : ['files' as const]),
		];
		return why === undefined
			? []
			: given.map(field => says(field, `cannot be used for this node: ${why}, or remove it.`));
	});
}

/** A file for many machines has no name that PXELINUX asks TFTP for; our HTTP server knows what is meant. */
function loaderRules({server, nodes}: Recipe): Problem[] {
	if (server.bios === 'ipxe' || server.dhcp === 'full') {
		return [];
	}

	return nodes.flatMap((node, index) =>
		isGlob(node.mac) && bootsOtherwise(node)
			? [{
				path: ['nodes', index, 'mac'],
				sentence: `nodes[${index}].mac ${node.mac} matches many machines, but PXELINUX supports only single `
					+ 'MAC addresses here. Write "bios: ipxe", or the whole MAC of each machine.',
			}]
			: [],
	);
}

const bootsOtherwise = ({words, keys, files, recipe, boot}: KnownNode): boolean =>
	files !== undefined || words.length > 0 || keys.length > 0 || recipe !== undefined || boot !== 'always';
