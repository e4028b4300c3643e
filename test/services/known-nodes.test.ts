import {expect, test} from 'vitest';
import {leastMemory, memoryOfNode, nodeOf} from '../../source/recipe/nodes.ts';
import {pathFinder} from '../../source/run/http-paths.ts';
import {archivePath, knownNodes} from '../../source/services/known-nodes.ts';
import {recipeWith} from '../recipe/recipe.ts';

const nodes = [{mac: '52:54:00:*:*:*', words: ['quiet'], memory: 256}, {mac: '52:54:00:00:00:01', name: 'kitchen'}, {mac: '52:54:00:00:*:*', files: '/srv/hall', memory: 1024}];

test('who has something of its own is told where; a name goes along in there', () => {
	expect(knownNodes(recipeWith({nodes}))).toEqual([
		{mac: '52:54:00:*:*:*', words: ['quiet'], memory: 256},
		{mac: '52:54:00:00:00:01', name: 'kitchen', words: [], initrd: '/mac/52-54-00-00-00-01.cpio'},
		{mac: '52:54:00:00:*:*', words: [], memory: 1024, initrd: '/mac/52-54-00-00-x-x.cpio'},
	]);
});

test('where it boots from, if not always over the network', () => {
	expect(knownNodes(recipeWith({nodes: [{mac: '52:54:00:00:00:01', boot: 'once'}, {mac: '52:54:00:00:00:02', boot: 'always'}]}))).toEqual([
		{mac: '52:54:00:00:00:01', words: [], boot: 'once'}, {mac: '52:54:00:00:00:02', words: []},
	]);
});

test('without an initramfs, or a root of its own, a node gets its name by a word', () => {
	for (const mount of ['kernel', 'initramfs'] as const) {
		expect(knownNodes(recipeWith({strategy: 'nfs-root', mount, nodes: [{mac: '52:54:00:00:00:01', name: 'kitchen', words: ['quiet']}]}))).toEqual([
			{mac: '52:54:00:00:00:01', name: 'kitchen', words: ['systemd.hostname=kitchen', 'quiet']},
		]);
	}
});

test('the entry that leaves the least open is a machine\'s own', () => {
	const recipe = recipeWith({nodes});
	expect(nodeOf(recipe.nodes, '52:54:00:00:00:01')).toMatchObject({name: 'kitchen'});
	expect(['52:54:00:00:00:01', '52:54:00:00:00:02', '52:54:00:01:00:00', '02:00:00:00:00:01'].map(mac => memoryOfNode(recipe, mac))).toEqual([512, 1024, 256, 512]);
	expect(leastMemory(recipe)).toBe(256);
});

test('a path with open digits stands for many, and the nearest one counts', () => {
	const find = pathFinder({'/boot.ipxe': 'all', '/mac/52-54-00-*-*-*.ipxe': 'many', '/mac/52-54-00-00-*-*.ipxe': 'few', '/mac/52-54-00-00-00-01.ipxe': 'one'});
	expect(['/boot.ipxe', '/mac/52-54-00-00-00-01.ipxe', '/mac/52-54-00-00-00-02.ipxe', '/mac/52-54-00-0a-00-02.ipxe', '/mac/52-54-00-0a-00-02xipxe', '/mac/52-54-00-0a-00-xy.ipxe', '/boot'].map(path => find(path)))
		.toEqual(['all', 'one', 'few', 'many', undefined, undefined, undefined]);
});

test('an archive lies beside the script', () => {
	expect(archivePath('52:54:00:12:34:56')).toBe('/mac/52-54-00-12-34-56.cpio');
});
