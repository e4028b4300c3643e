import {describe, expect, test} from 'vitest';
import {checkRecipe} from '../../source/recipe/check.ts';
import {networkOf} from '../../source/recipe/network.ts';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {recipeWith} from './recipe.ts';

function sentences(server: RecipeInput['server'], nodes: RecipeInput['nodes'] = []): string[] {
	const checked = checkRecipe({version: 1, name: 'kitchen', strategy: 'busybox-initramfs', server: {subnet: '10.7.0.0/24', ...server}, nodes});
	return 'problems' in checked ? checked.problems.map(({sentence}) => sentence) : [];
}

describe('of two addresses that contradict each other one is refused', () => {
	test.each<[string, RecipeInput['server'], RecipeInput['nodes'], string]>([
		['gateway in the range', {range: '10.7.0.50-10.7.0.60', gateway: '10.7.0.60'}, [], 'server.gateway 10.7.0.60 '
		+ 'is in server.range 10.7.0.50-10.7.0.60, which is given out to nodes. Move or shorten the range.'],
		['dns in the range', {range: '10.7.0.50-10.7.0.60', dns: ['9.9.9.9', '10.7.0.50']}, [], 'server.dns[1] 10.7.0.50 is in server.range 10.7.0.50-10.7.0.60, which is given out to nodes. Move or shorten the range.'],
		['gateway outside', {gateway: '10.8.0.1'}, [], 'server.gateway 10.8.0.1 is outside server.subnet 10.7.0.0/24: '
		+ 'nodes reach a router only on their own network. Write an address of the subnet, or remove it.'],
		['gateway is broadcast', {gateway: '10.7.0.255'}, [], 'server.gateway 10.7.0.255 is the broadcast address of '
		+ '10.7.0.0/24; no machine can have it.'],
		['gateway is network', {gateway: '10.7.0.0'}, [], 'server.gateway 10.7.0.0 is the network address of '
		+ '10.7.0.0/24; no machine can have it.'],
		['dns is broadcast', {dns: ['10.7.0.255']}, [], 'server.dns[0] 10.7.0.255 is the broadcast address of '
		+ '10.7.0.0/24; no machine can have it.'],
		['dns is no machine', {dns: ['127.0.0.53']}, [], 'server.dns[0] 127.0.0.53 is not the address of a host (it is '
		+ 'loopback, multicast or reserved).'],
		['dns is everybody', {dns: ['255.255.255.255']}, [], 'server.dns[0] 255.255.255.255 is not the address of a '
		+ 'host (it is loopback, multicast or reserved).'],
		['node is the gateway', {gateway: '10.7.0.9'}, [{mac: '52:54:00:00:00:01'}, {mac: '52:54:00:00:00:02', address: '10.7.0.9'}], 'server.gateway 10.7.0.9 is also nodes[1].address; two machines cannot have the same address.'],
		['node outside', {}, [{mac: '52:54:00:00:00:01', address: '10.8.0.9'}], 'nodes[0].address 10.8.0.9 is outside '
		+ 'server.subnet 10.7.0.0/24.'],
		['node is the server', {}, [{mac: '52:54:00:00:00:01', address: '10.7.0.1'}], 'nodes[0].address 10.7.0.1 is '
		+ 'the address of the server, which has the first address of its subnet.'],
		['range has the server', {range: '10.7.0.1-10.7.0.60'}, [], 'server.range 10.7.0.1-10.7.0.60 has an address '
		+ 'that is the address of the server, which has the first address of its subnet.'],
		['range outside', {range: '10.7.0.10-10.7.1.60'}, [], 'server.range 10.7.0.10-10.7.1.60 has an address that is '
		+ 'outside server.subnet 10.7.0.0/24.'],
		['nothing is left', {subnet: '10.7.0.0/29', gateway: '10.7.0.4', dns: ['10.7.0.3', '10.7.0.5']}, [], 'server.range is missing: gateway and dns use all addresses of the default range of 10.7.0.0/29. Write a range without them.'],
	])('%s', (_, server, nodes, sentence) => {
		expect(sentences(server, nodes)).toEqual([sentence]);
	});

	test.each<[string, RecipeInput['server'], RecipeInput['nodes']]>([
		['the server is router and name server', {gateway: '10.7.0.1', dns: ['10.7.0.1']}, []],
		['a router that is the name server, beside the range', {range: '10.7.0.50-10.7.0.60', gateway: '10.7.0.61', dns: ['10.7.0.61', '1.1.1.1']}, []],
		['a node is the name server of the others', {dns: ['10.7.0.9']}, [{mac: '52:54:00:00:00:02', address: '10.7.0.9'}]],
		['a node has an address of the range for itself', {range: '10.7.0.50-10.7.0.60'}, [{mac: '52:54:00:00:00:02', address: '10.7.0.55'}]],
		['nobody reads them beside the router\'s DHCP', {dhcp: 'proxy', gateway: '192.168.1.1'}, []],
	])('%s: taken', (_, server, nodes) => {
		expect(sentences(server, nodes)).toEqual([]);
	});
});

test.each([
	['192.168.24.0/24', '192.168.24.150', [], {from: '192.168.24.100', to: '192.168.24.149'}],
	['192.168.24.0/24', '192.168.24.128', ['192.168.24.130'], {from: '192.168.24.131', to: '192.168.24.199'}],
	['192.168.24.0/24', '192.168.24.100', ['192.168.24.199', '192.168.24.199', '1.1.1.1'], {from: '192.168.24.101', to: '192.168.24.198'}],
	['192.168.24.0/24', '192.168.24.254', ['192.168.24.99'], {from: '192.168.24.100', to: '192.168.24.199'}],
	['192.168.1.8/29', '192.168.1.12', ['192.168.1.11'], {from: '192.168.1.13', to: '192.168.1.13'}],
])('%s with gateway %s and dns %s: the range that nobody wrote has neither', (subnet, gateway, dns, range) => {
	expect(networkOf(recipeWith({server: {subnet, gateway, dns}})).range).toEqual(range);
});

test('a range that nobody wrote is there as well where gateway and dns mean nothing', () => {
	expect(networkOf(recipeWith({server: {dhcp: 'proxy', subnet: '10.7.0.0/29', gateway: '10.7.0.4', dns: ['10.7.0.3', '10.7.0.5']}})).range).toEqual({from: '10.7.0.3', to: '10.7.0.5'});
});
