import {isAbout} from '../meaning.ts';
import {defaultRange, isIpv4, readRange, readSubnet, toAddress, toNumber, type Subnet} from '../network.ts';
import type {Path, Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

export function networkRules(recipe: Recipe): Problem[] {
	return [subnetRules, rangeRules, addressRules, otherMachineRules].flatMap(rules => rules(recipe));
}

function subnetRules({server}: Recipe): Problem[] {
	const {written, first, prefix} = readSubnet(server.subnet);
	const says = (sentence: string) => [
		{path: ['server', 'subnet'], sentence: `server.subnet ${server.subnet} ${sentence}`},
	];
	if (prefix > 29) {
		return says('is too small for a server and nodes; use /29 (5 nodes) or a smaller number, such as /24.');
	}

	if (prefix < 8) {
		return says('is larger than any private network; use /8 or a larger number, such as /24.');
	}

	if (written !== first) {
		return says(`is an address inside a network; the network is ${toAddress(first)}/${prefix}.`);
	}

	return isOnWire(toAddress(first)) ? [] : says('is not a network for hosts (it is loopback, multicast or reserved); '
		+ 'use a private network such as 192.168.24.0/24.');
}

function rangeRules({server}: Recipe): Problem[] {
	const subnet = readSubnet(server.subnet);
	const range = readRange(server.range);
	if (!range) {
		return [];
	}

	const says = (sentence: string) => [
		{path: ['server', 'range'], sentence: `server.range ${server.range} ${sentence}`},
	];
	const strange = [range.from, range.to].find(address => !isIpv4(address));
	if (strange !== undefined) {
		return says(`has ${strange}, which is not an IPv4 address.`);
	}

	const wrong =
		wrongAddress(toNumber(range.from), subnet, server.subnet)
		?? wrongAddress(toNumber(range.to), subnet, server.subnet);
	if (wrong !== undefined) {
		return says(`has an address that ${wrong}`);
	}

	return toNumber(range.from) > toNumber(range.to) ? says('is reversed; put the lower address first.') : [];
}

function addressRules({server, nodes}: Recipe): Problem[] {
	const subnet = readSubnet(server.subnet);
	return nodes.flatMap(({address}, index) => {
		const wrong = address && wrongAddress(toNumber(address), subnet, server.subnet);
		return wrong
			? [{path: ['nodes', index, 'address'], sentence: `nodes[${index}].address ${address} ${wrong}`}]
			: [];
	});
}

function wrongAddress(address: number, {first, last}: Subnet, subnet: string): string | undefined {
	if (address < first || address > last) {
		return `is outside server.subnet ${subnet}.`;
	}

	if (address === first + 1) {
		return 'is the address of the server, which has the first address of its subnet.';
	}

	return address === first || address === last
		? `is the ${address === first ? 'network' : 'broadcast'} address of ${subnet}; no machine can have it.`
		: undefined;
}

/**
The router and the name servers are told to nodes, where ramstrap hands out the addresses; elsewhere nobody reads them.
*/
function otherMachineRules(recipe: Recipe): Problem[] {
	const {gateway, dns, subnet} = recipe.server;
	if (!isAbout(recipe, 'server.gateway') || readSubnet(subnet).prefix > 29) {
		return [];
	}

	const machines: Machine[] = [
		...(gateway === undefined ? [] : [{path: ['server', 'gateway'], field: 'server.gateway', address: gateway}]),
		...dns.map((address, index) => ({path: ['server', 'dns', index], field: `server.dns[${index}]`, address})),
	];
	const wrong = machines.flatMap(machine => wrongMachine(machine, recipe));
	return wrong.length > 0 || recipe.server.range !== undefined || defaultRange(recipe.server)
		? wrong
		: [{
			path: ['server', 'range'],
			sentence: `server.range is missing: gateway and dns use all addresses of the default range of ${subnet}. `
				+ 'Write a range without them.',
		}];
}

type Machine = {path: Path; field: string; address: string};

function wrongMachine({path, field, address}: Machine, {server, nodes}: Recipe): Problem[] {
	const {first, last} = readSubnet(server.subnet);
	const number = toNumber(address);
	const says = (sentence: string) => [{path, sentence: `${field} ${address} ${sentence}`}];
	const isGateway = field === 'server.gateway';
	if (isGateway && (number < first || number > last)) {
		// An on-link route would help a whole system; firmware, boot loaders and the kernel's own client
		// (net/ipv4/ipconfig.c) take none.
		return says(
			`is outside server.subnet ${server.subnet}: nodes reach a router only on their own network. Write an `
			+ 'address of the subnet, or remove it.',
		);
	}

	if (!isOnWire(address)) {
		return says('is not the address of a host (it is loopback, multicast or reserved).');
	}

	if (number === first || number === last) {
		return says(
			`is the ${number === first ? 'network' : 'broadcast'} address of ${server.subnet}; no machine can have it.`,
		);
	}

	const range = readRange(server.range);
	if (range && number >= toNumber(range.from) && number <= toNumber(range.to)) {
		return says(`is in server.range ${server.range}, which is given out to nodes. Move or shorten the range.`);
	}

	// A node may be a name server for the others; a router it could not be for itself.
	const index = isGateway ? nodes.findIndex(node => node.address === address) : -1;
	return index === -1 ? [] : says(`is also nodes[${index}].address; two machines cannot have the same address.`);
}

function isOnWire(address: string): boolean {
	const top = Number(address.split('.', 1)[0]);
	return top !== 0 && top !== 127 && top < 224;
}
