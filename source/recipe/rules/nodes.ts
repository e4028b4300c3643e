import {isAbout} from '../meaning.ts';
import {isGlob, whyNoOwnFiles, type KnownNode} from '../nodes.ts';
import {pathText, type Path, type Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

/** What single nodes may have. */
export function nodeRules(recipe: Recipe): Problem[] {
	return [uniqueRules, globRules, ownRules, loaderRules].flatMap(rules => rules(recipe));
}

function uniqueRules({nodes}: Recipe): Problem[] {
	return (['mac', 'address', 'name'] as const).flatMap(field => nodes.flatMap((node, index) => {
		const before = nodes.findIndex(other => other[field] === node[field]);
		return node[field] !== undefined && before < index
			? [{path: ['nodes', index, field], sentence: `nodes[${index}].${field} ${node[field]} is already that of nodes[${before}]; each node needs its own.`}]
			: [];
	}));
}

function globRules({nodes}: Recipe): Problem[] {
	return nodes.flatMap((node, index) => (['name', 'address'] as const)
		.filter(field => isGlob(node.mac) && node[field] !== undefined)
		.map(field => ({path: ['nodes', index, field], sentence: `nodes[${index}].${field} is ${node[field]}, but ${node.mac} is many machines, which cannot all have it. Leave it out, or write the whole MAC of one.`})));
}

function ownRules(recipe: Recipe): Problem[] {
	const why = whyNoOwnFiles(recipe);
	return recipe.nodes.flatMap(({keys, files}, index) => {
		const says = (field: 'keys' | 'files', sentence: string) => ({path: ['nodes', index, field] as Path, sentence: `${pathText(['nodes', index, field])} ${sentence}`});
		if (keys.length > 0 && !isAbout(recipe, 'node.keys')) {
			return [says('keys', 'is for a system that one logs in to; this node is BusyBox alone, which has no login. Leave it out.')];
		}

		const given = [...(keys.length > 0 ? ['keys' as const] : []), ...(files === undefined ? [] : ['files' as const])];
		return why === undefined ? [] : given.map(field => says(field, `cannot reach this node: ${why}, or leave it out.`));
	});
}

/** A file for many machines has no name that PXELINUX asks TFTP for; our HTTP server knows what is meant. */
function loaderRules({server, nodes}: Recipe): Problem[] {
	if (server.bios === 'ipxe' || server.dhcp === 'full') {
		return [];
	}

	return nodes.flatMap((node, index) => isGlob(node.mac) && bootsOtherwise(node)
		? [{path: ['nodes', index, 'mac'], sentence: `nodes[${index}].mac ${node.mac} is many machines, and PXELINUX, which takes its files over TFTP here, knows single ones only. Write "bios: ipxe", or the whole MAC of each.`}]
		: []);
}

const bootsOtherwise = ({words, keys, files}: KnownNode): boolean => files !== undefined || words.length > 0 || keys.length > 0;
