import {homedir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {resolvePaths} from '../../source/host/recipe-paths.ts';
import {recipeWith} from '../recipe/recipe.ts';

const recipe = recipeWith({
	strategy: 'nfs-root',
	tree: {from: 'archive', path: '../system.tar', files: '~/files'},
	kernel: {from: 'build', source: {path: '/usr/src/linux'}, fragment: 'my.config'},
	node: {keys: ['~/.ssh/id.pub', 'team.pub', '/etc/key.pub']},
	nodes: [{mac: '52:54:00:00:00:01', keys: ['one.pub'], files: 'one'}, {mac: '52:54:00:00:00:02'}],
});

test('relative paths start at the recipe, ~/ at the home folder, absolute ones stay', () => {
	expect(resolvePaths(recipe, '/srv/recipes')).toEqual({
		...recipe,
		tree: {...recipe.tree, path: '/srv/system.tar', files: path.join(homedir(), 'files')},
		kernel: {...recipe.kernel, fragment: '/srv/recipes/my.config'},
		node: {...recipe.node, keys: [path.join(homedir(), '.ssh/id.pub'), '/srv/recipes/team.pub', '/etc/key.pub']},
		nodes: [{...recipe.nodes[0], keys: ['/srv/recipes/one.pub'], files: '/srv/recipes/one'}, recipe.nodes[1]],
	});
});

test('what was given by --set starts where it was typed', () => {
	expect(resolvePaths(recipe, '/srv/recipes', ['nodes.0.files=one']).nodes[0]!.files).toBe(path.resolve('one'));
	const {tree, node, kernel} = resolvePaths(recipe, '/srv/recipes', ['tree.path=../system.tar', 'node={keys: [team.pub]}']);
	expect([tree.path, node.keys[1], kernel.fragment]).toEqual([path.resolve('../system.tar'), path.resolve('team.pub'), '/srv/recipes/my.config']);
});

test('keys of package sources are files as well', () => {
	const sources = [{url: 'https://packages.example.org', key: 'maker.asc'}, {url: 'https://packages.example.org'}];
	const {tree} = resolvePaths(recipeWith({strategy: 'nfs-root', tree: {from: 'bootstrap', sources}}), '/srv/recipes');
	expect(tree.sources.map(({key}) => key)).toEqual(['/srv/recipes/maker.asc', undefined]);
});

test('a recipe that names no file stays what it is', () => {
	expect(resolvePaths(recipeWith(), '/srv/recipes')).toEqual(recipeWith());
});
