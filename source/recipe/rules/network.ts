import {isIpv4, readRange, readSubnet, toAddress, toNumber, type Subnet} from '../network.ts';
import type {Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

export function networkRules(recipe: Recipe): Problem[] {
	return [subnetRules, rangeRules, addressRules].flatMap(rules => rules(recipe));
}

function subnetRules({server}: Recipe): Problem[] {
	const {written, first, prefix} = readSubnet(server.subnet);
	const says = (sentence: string) => [{path: ['server', 'subnet'], sentence: `server.subnet ${server.subnet} ${sentence}`}];
	if (prefix > 29) {
		return says('has no room for a server and nodes; use /29 (5 nodes) or a smaller number, such as /24.');
	}

	if (prefix < 8) {
		return says('is larger than any private network; use /8 or a larger number, such as /24.');
	}

	if (written !== first) {
		return says(`is an address inside a network; the network is ${toAddress(first)}/${prefix}.`);
	}

	const top = Math.floor(first / 2 ** 24);
	return top === 0 || top === 127 || top >= 224 ? says('is not for nodes on a wire (loopback, multicast or reserved); use a private network such as 192.168.24.0/24.') : [];
}

function rangeRules({server}: Recipe): Problem[] {
	const subnet = readSubnet(server.subnet);
	const range = readRange(server.range);
	if (!range) {
		return [];
	}

	const says = (sentence: string) => [{path: ['server', 'range'], sentence: `server.range ${server.range} ${sentence}`}];
	const strange = [range.from, range.to].find(address => !isIpv4(address));
	if (strange !== undefined) {
		return says(`has ${strange}, which is not an IPv4 address.`);
	}

	const wrong = wrongAddress(toNumber(range.from), subnet, server.subnet) ?? wrongAddress(toNumber(range.to), subnet, server.subnet);
	if (wrong !== undefined) {
		return says(`has an address that ${wrong}`);
	}

	return toNumber(range.from) > toNumber(range.to) ? says('ends before it begins; change the two round.') : [];
}

function addressRules({server, nodes}: Recipe): Problem[] {
	const subnet = readSubnet(server.subnet);
	return nodes.flatMap(({address}, index) => {
		const wrong = address && wrongAddress(toNumber(address), subnet, server.subnet);
		return wrong ? [{path: ['nodes', index, 'address'], sentence: `nodes[${index}].address ${address} ${wrong}`}] : [];
	});
}

function wrongAddress(address: number, {first, last}: Subnet, subnet: string): string | undefined {
	if (address < first || address > last) {
		return `is outside of server.subnet ${subnet}.`;
	}

	if (address === first + 1) {
		return 'is the address of the server itself, which takes the first one of its subnet.';
	}

	return address === first || address === last ? `is the ${address === first ? 'network' : 'broadcast'} address of ${subnet}; no machine can have it.` : undefined;
}
