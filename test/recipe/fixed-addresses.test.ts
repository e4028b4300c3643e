import {describe, expect, test} from 'vitest';
import {checkRecipe} from '../../source/recipe/check.ts';
import {recipeWarnings} from '../../source/recipe/warnings.ts';
import type {RecipeInput} from '../../source/recipe/schema.ts';

type Fields = Pick<RecipeInput, 'node' | 'nodes' | 'server'>;

/** What is said of a recipe, and whether that refuses it. */
function judge({server, ...fields}: Fields): {refused: boolean; sentences: string[]} {
	const checked = checkRecipe({version: 1, name: 'kitchen', strategy: 'busybox-initramfs', ...fields, server: {subnet: '10.7.0.0/24', ...server}});
	return 'problems' in checked ? {refused: true, sentences: checked.problems.map(({sentence}) => sentence)} : {refused: false, sentences: recipeWarnings(checked.recipe)};
}

const one = {mac: '52:54:00:00:00:01'};
const two = {mac: '52:54:00:00:00:02'};

describe('an address that a word gives by hand is refused where another machine has it', () => {
	test.each<[string, Fields, string]>([
		['the server', {node: {words: ['ip=10.7.0.1']}}, 'node.words[0] is ip=10.7.0.1: that is the address of the '
		+ 'server, which has the first address of its subnet.'],
		['the gateway', {node: {words: ['quiet', 'ip=10.7.0.9::10.7.0.9']}, server: {gateway: '10.7.0.9'}}, 'node.words[1] is ip=10.7.0.9::10.7.0.9: that is the address of server.gateway; two machines cannot have the same address.'],
		['the network', {node: {words: ['ip=10.7.0.64']}, server: {subnet: '10.7.0.64/26'}}, 'node.words[0] is ip=10.7.0.64: that is the network address of 10.7.0.64/26; no machine can have it.'],
		['all', {node: {words: ['ip=10.7.0.127']}, server: {subnet: '10.7.0.64/26'}}, 'node.words[0] is ip=10.7.0.127: that is the broadcast address of 10.7.0.64/26; no machine can have it.'],
		['another node', {nodes: [{...one, words: ['ip=10.7.0.9']}, {...two, address: '10.7.0.9'}]}, 'nodes[0].words[0] is ip=10.7.0.9: that is nodes[1].address; two machines cannot have the same address.'],
		['another node by a word', {nodes: [{...one, words: ['ip=10.7.0.9']}, {...two, words: ['ip=10.7.0.9:::255.255.255.0']}]}, 'nodes[1].words[0] is ip=10.7.0.9:::255.255.255.0: that address is already in nodes[0].words[0]; two machines cannot have the same address.'],
		['many by their MAC', {nodes: [{mac: '52:54:00:*:*:*', words: ['ip=10.7.0.9']}]}, 'nodes[0].words[0] is '
		+ 'ip=10.7.0.9: 52:54:00:*:*:* matches many machines, which cannot share one address. Write the whole MAC '
		+ 'of one machine.'],
		['all nodes', {node: {words: ['ip=10.7.0.9']}, nodes: [one, two]}, 'node.words[0] is ip=10.7.0.9: all nodes '
		+ 'would have the same address. Write it in nodes[].words of one node, or the addresses in nodes[].address '
		+ 'without node.words[0].'],
	])('%s', (_, fields, sentence) => {
		expect(judge(fields)).toEqual({refused: true, sentences: [sentence]});
	});
});

describe('what may go well is said', () => {
	test.each<[string, Fields, string]>([
		['a range that nobody wrote', {node: {words: ['ip=10.7.0.150']}}, 'node.words[0] is ip=10.7.0.150: that '
		+ 'address lies in 10.7.0.100-10.7.0.199, which is given out to nodes, so another node may already have '
		+ 'it. Write an address outside of the range, or nodes[].address, which is reserved for that node.'],
		['a range', {nodes: [{...one, words: ['ip=10.7.0.20']}], server: {range: '10.7.0.20-10.7.0.30'}}, 'nodes[0].words[0] is ip=10.7.0.20: that address lies in 10.7.0.20-10.7.0.30, which is given out to nodes, so another node may already have it. Write an address outside of the range, or nodes[].address, which is reserved for that node.'],
		['machines that nobody knows', {node: {words: ['ip=10.7.0.9']}, nodes: [one]}, 'node.words[0] is ip=10.7.0.9: '
		+ 'every machine that is not in nodes would get the same address. Write it in nodes[].words of one node, '
		+ 'or server.unknown: refuse.'],
		['another network', {node: {words: ['ip=10.8.0.9']}}, 'node.words[0] is ip=10.8.0.9: that address is outside '
		+ 'server.subnet 10.7.0.0/24, so the node reaches the server only through a router.'],
	])('%s', (_, fields, sentence) => {
		expect(judge(fields)).toEqual({refused: false, sentences: [sentence]});
	});
});

test.each<[string, Fields]>([
	['an address of the subnet outside of the range', {nodes: [{...one, words: ['ip=10.7.0.9']}]}],
	['one for all, whose place every other node\'s own takes', {node: {words: ['ip=10.7.0.9']}, nodes: [one, {...two, words: ['ip=10.7.0.10']}], server: {unknown: 'refuse'}}],
	['one for all that boot this recipe first', {node: {words: ['ip=10.7.0.9']}, nodes: [one, {...two, recipe: 'attic'}], server: {unknown: 'refuse'}}],
	['the address that DHCP keeps for that node', {nodes: [{...one, address: '10.7.0.150', words: ['ip=10.7.0.150']}]}],
	['a network of the router\'s', {node: {words: ['ip=192.168.1.1']}, server: {dhcp: 'proxy'}}],
	['no address', {node: {words: ['ip=0.0.0.0:::::eth0:dhcp', 'ip=dhcp']}}],
])('%s: fine', (_, fields) => {
	expect(judge(fields)).toEqual({refused: false, sentences: []});
});
