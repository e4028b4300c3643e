import {isAbout} from '../meaning.ts';
import {isIpv4, networkOf, readSubnet, toAddress, toNumber} from '../network.ts';
import {isGlob} from '../nodes.ts';
import {pathText, type Path, type Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

/** An address that a word `ip=` gives a node by hand, against all others. */
export function fixedAddressRules(recipe: Recipe): Problem[] {
	return fixedAddresses(recipe).flatMap(one => says(one, manyMachines(one, recipe) ?? otherMachine(one, recipe)));
}

/** What may go well. */
export function fixedAddressWarnings(recipe: Recipe): Problem[] {
	return fixedAddresses(recipe).flatMap(one => says(one, uncertain(one, recipe)));
}

/** `node`: whose own word it is; without, it is for all. */
type Fixed = {path: Path; word: string; address: string; node?: number};

function fixedAddresses({node, nodes}: Recipe): Fixed[] {
	const own = nodes.map(({words}, index) => ({words, path: ['nodes', index, 'words'], node: index}));
	return [{words: node.words, path: ['node', 'words']}, ...own]
		.flatMap(({words, path, ...whose}) => words.flatMap((word, index) => {
			const [address = ''] = word.startsWith('ip=') ? word.slice('ip='.length).split(':', 1) : [];
			return address !== '0.0.0.0' && isIpv4(address) ? [{path: [...path, index], word, address, ...whose}] : [];
		}));
}

function says({path, word}: Fixed, sentence: string | undefined): Problem[] {
	return sentence === undefined ? [] : [{path, sentence: `${pathText(path)} is ${word}: ${sentence}`}];
}

function manyMachines({address, node, path}: Fixed, recipe: Recipe): string | undefined {
	const {nodes} = recipe;
	if (node !== undefined) {
		const before = fixedAddresses(recipe).filter(one => one.node !== undefined && one.node < node);
		const other = before.find(one => one.address === address);
		return isGlob(nodes[node]!.mac)
			? `${nodes[node]!.mac} matches many machines, which cannot share one address. Write the whole MAC of one `
			+ 'machine.'
			: other && `that address is already in ${pathText(other.path)}; two machines cannot have the same address.`;
	}

	// A word of one's own takes the place of this.
	const takers = nodes.filter(
		other => other.recipe === undefined && !other.words.some(word => word.startsWith('ip=')),
	);
	return takers.length > 1 || takers.some(({mac}) => isGlob(mac))
		? 'all nodes would have the same address. Write it in nodes[].words of one node, '
		+ `or the addresses in nodes[].address without ${pathText(path)}.`
		: undefined;
}

function otherMachine({address, node}: Fixed, recipe: Recipe): string | undefined {
	if (!givesOut(recipe)) {
		return undefined;
	}

	const {server, nodes} = recipe;
	const {first, last} = readSubnet(server.subnet);
	const others = node === undefined ? [] : nodes.flatMap((other, index) => index === node ? [] : {...other, index});
	const taken: Array<[string | undefined, string]> = [
		[networkOf(recipe).address, 'that is the address of the server, which has the first address of its subnet.'],
		[server.gateway, 'that is the address of server.gateway; two machines cannot have the same address.'],
		[toAddress(first), `that is the network address of ${server.subnet}; no machine can have it.`],
		[toAddress(last), `that is the broadcast address of ${server.subnet}; no machine can have it.`],
		...others.map((other): [string | undefined, string] => [
			other.address, `that is nodes[${other.index}].address; two machines cannot have the same address.`,
		]),
	];
	return taken.find(([other]) => other === address)?.[1];
}

function uncertain({address, node}: Fixed, recipe: Recipe): string | undefined {
	if (!givesOut(recipe)) {
		return undefined;
	}

	const {range} = networkOf(recipe);
	const {first, last} = readSubnet(recipe.server.subnet);
	const number = toNumber(address);
	if (number < first || number > last) {
		const {subnet} = recipe.server;
		return `that address is outside server.subnet ${subnet}, so the node reaches the server only through a router.`;
	}

	const isPinned = recipe.nodes.some(other => other.address === address);
	if (!isPinned && number >= toNumber(range.from) && number <= toNumber(range.to)) {
		return `that address lies in ${range.from}-${range.to}, which is given out to nodes, so another node may `
			+ 'already have it. Write an address outside of the range, or nodes[].address, which is reserved for that '
			+ 'node.';
	}

	return node === undefined && recipe.server.unknown === 'serve'
		? 'every machine that is not in nodes would get the same address. Write it in nodes[].words of one node, or '
		+ 'server.unknown: refuse.'
		: undefined;
}

/** Elsewhere the network is the router's, and its subnet is not in the recipe. */
function givesOut(recipe: Recipe): boolean {
	return isAbout(recipe, 'server.gateway') && readSubnet(recipe.server.subnet).prefix <= 29;
}
