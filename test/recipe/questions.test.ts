import {describe, expect, test} from 'vitest';
import {answerText, questionsFor, withAnswer} from '../../source/recipe/questions.ts';
import {recipeWith} from './recipe.ts';

const rambox = recipeWith();

describe('questionsFor', () => {
	test('asks every field that has more than one answer, in the order of the schema', () => {
		expect(questionsFor(rambox).map(({id, kind}) => `${id} ${kind}`)).toEqual([
			'name text',
			'kernel.package text',
			'kernel.drivers list',
			'compression choice',
			'node.hostname text',
			'node.memory number',
			'node.console list',
			'node.timezone text',
			'node.words list',
			'server.subnet text',
			'server.bios choice',
			'server.timeout number',
		]);
	});

	test('carries label, help and choices from the schema', () => {
		const {title, help, choices} = questionsFor(rambox).find(({id}) => id === 'server.bios')!;
		expect({title, help, values: choices.map(({value}) => value)}).toEqual({
			title: 'First stage for BIOS machines',
			help: 'The program a BIOS machine\'s network card loads first. UEFI machines always load iPXE.',
			values: ['ipxe', 'pxelinux'],
		});
		expect(questionsFor(rambox).find(({id}) => id === 'kernel.drivers')!.choices.map(({label}) => label)).toEqual(['Every network card', 'None']);
	});

	test('no question is without words', () => {
		for (const {id, title, help} of questionsFor(rambox)) {
			expect(title, id).not.toBe('');
			expect(help, id).not.toBe('');
		}
	});
});

test.each([
	['kernel.drivers', 'all-network'],
	['kernel.package', ''],
	['node.console', 'tty0 ttyS0'],
	['node.memory', '512'],
	['node.words', ''],
	['server.timeout', '3'],
])('the answer to %s reads %j', (id, text) => {
	expect(answerText(rambox, id)).toBe(text);
});

describe('withAnswer', () => {
	test.each([
		['name', ' bench ', recipeWith({name: 'bench'})],
		['node.memory', '256', recipeWith({node: {memory: 256}})],
		['node.memory', '', rambox],
		['node.hostname', '', rambox],
		['kernel.drivers', 'none-of-these', recipeWith({kernel: {from: 'distribution', drivers: ['none-of-these']}})],
		['kernel.drivers', 'e1000e, r8169', recipeWith({kernel: {from: 'distribution', drivers: ['e1000e', 'r8169']}})],
		['kernel.drivers', '[e1000e,r8169]', recipeWith({kernel: {from: 'distribution', drivers: ['e1000e', 'r8169']}})],
		['kernel.drivers', 'all-network', rambox],
		['node.console', 'tty0 ttyS0,115200n8', recipeWith({node: {console: ['tty0', 'ttyS0,115200n8']}})],
		['node.console', 'tty1,ttyS1', recipeWith({node: {console: ['tty1', 'ttyS1']}})],
		['node.words', 'a=b,c shell', recipeWith({node: {words: ['a=b,c', 'shell']}})],
		['compression', 'xz', recipeWith({compression: 'xz'})],
	])('%s: %j', (id, text, recipe) => {
		expect(withAnswer(rambox, id, text)).toEqual({recipe});
	});

	test.each([
		['name', '', 'name "" is not a host name: use 1 to 63 of a-z, 0-9 and inner hyphens (RFC 1123).'],
		['node.memory', 'lots', 'node.memory "lots" is not a whole number of MiB.'],
		['node.memory', '12.5', 'node.memory 12.5 is not a whole number of MiB.'],
		['node.memory', '16', 'node.memory 16 is less than any kernel of today boots with; use 64 or more.'],
		['compression', 'zip', 'compression is "zip", but must be zstd, gzip, xz, lz4 or none; did you mean gzip?'],
		['node.words', 'root=/dev/sda1', 'node.words[0] is root=/dev/sda1, but this node stays in its initramfs: with that word the kernel makes the root file system a ramfs, which grows until memory is gone, instead of a tmpfs. Leave it out.'],
		['server.subnet', '10.0.0.1/8', 'server.subnet 10.0.0.1/8 is an address inside a network; the network is 10.0.0.0/8.'],
		['kernel.drivers', 'none', 'kernel.drivers is none, but a distribution kernel has no network driver built in: the node would boot and be out of reach. Write all-network, or a list such as [e1000e].'],
	])('%s: %j is refused', (id, text, problem) => {
		expect(withAnswer(rambox, id, text)).toEqual({problem});
	});

	test('every answer that stands there is accepted again', () => {
		for (const {id} of questionsFor(rambox)) {
			expect(withAnswer(rambox, id, answerText(rambox, id)), id).toEqual({recipe: rambox});
		}
	});
});
