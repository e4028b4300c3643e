import {describe, expect, test} from 'vitest';
import {adapt} from '../../source/recipe/adapt.ts';
import {withAnswer} from '../../source/recipe/questions.ts';
import {recipeSchema, type Recipe, type RecipeInput} from '../../source/recipe/schema.ts';
import {recipeWith} from './recipe.ts';

/** The recipe after these answers, each as `id: text`. */
function after(start: Partial<RecipeInput>, ...answers: Array<[id: string, text: string]>): Recipe {
	let recipe = recipeWith(start);
	for (const [id, text] of answers) {
		const result = withAnswer(recipe, id, text);
		if ('problem' in result) {
			throw new Error(result.problem);
		}

		recipe = result.recipe;
	}

	return recipe;
}

const debian = {strategy: 'nfs-root', tree: {from: 'bootstrap', suite: 'trixie', packages: ['vim']}, node: {memory: 1024}} satisfies Partial<RecipeInput>;

describe('another strategy', () => {
	test.each(recipeSchema.shape.strategy.options)('%s goes by itself, from every other', strategy => {
		for (const before of recipeSchema.shape.strategy.options) {
			expect(() => after({strategy: 'busybox-initramfs'}, ['strategy', before], ['strategy', strategy]), before).not.toThrow();
		}
	});

	test.each([['dracut-toram', 2048], ['ramdisk-ext2', 2048], ['nfs-root', 1024]] as const)('%s has a whole system, and %i MiB for it', (strategy, memory) => {
		expect(after({}, ['strategy', strategy])).toEqual(recipeWith({strategy, tree: {from: 'bootstrap'}, node: {memory}}));
	});

	test('leaves single nodes what can still reach them', () => {
		const nodes = [{mac: '52:54:00:00:00:01', name: 'one', keys: ['one.pub'], files: 'one'}];
		const inRam = {...debian, strategy: 'dracut-toram', nodes} as const;
		expect(after(inRam, ['strategy', 'ramdisk-ext2']).nodes).toMatchObject(nodes);
		expect(after(inRam, ['strategy', 'nfs-root']).nodes).toEqual([{mac: '52:54:00:00:00:01', name: 'one', keys: [], words: [], boot: 'always'}]);
		expect(after({...inRam, strategy: 'busybox-initramfs', root: 'tmpfs'}, ['root', 'initramfs']).nodes).toEqual([{mac: '52:54:00:00:00:01', name: 'one', files: 'one', keys: [], words: [], boot: 'always'}]);
	});

	test('leaves a memory alone that was chosen', () => {
		expect(after({}, ['node.memory', '768'], ['strategy', 'nfs-root']).node.memory).toBe(768);
	});

	test('keeps the system, also in a tmpfs, and nothing that is for the first one only', () => {
		const first = recipeWith({...debian, mount: 'kernel', nfs: 'v3'});
		expect(after(first, ['strategy', 'busybox-initramfs'])).toEqual(recipeWith({...debian, strategy: 'busybox-initramfs', root: 'squashfs', node: {memory: 2048}}));
		expect(after({strategy: 'dracut-toram', overlay: 'none', tree: debian.tree}, ['strategy', 'ramdisk-ext2'])).toEqual(recipeWith({strategy: 'ramdisk-ext2', tree: debian.tree}));
	});

	test('there and back is what it was', () => {
		expect(after({}, ['strategy', 'dracut-toram'], ['strategy', 'busybox-initramfs'], ['root', 'initramfs'])).toEqual(recipeWith());
	});
});

describe('another root', () => {
	test('in the initramfs is BusyBox alone, without all that takes a system', () => {
		const full: Partial<RecipeInput> = {root: 'tmpfs', archive: 'embedded', size: '2G', tree: {...debian.tree, exclude: ['usr/share/doc/*'], files: '/srv/files', selinux: 'keep'}, kernel: {modules: 'all'}, node: {memory: 2048, password: '$6$a$b', keys: ['a.pub'], locale: 'de_DE.UTF-8', failure: 'reboot'}};
		expect(after(full, ['root', 'initramfs'])).toStrictEqual(recipeWith());
	});

	test('in a tmpfs is a whole system', () => {
		expect(after({}, ['root', 'tmpfs'])).toEqual(recipeWith({root: 'tmpfs', tree: {from: 'bootstrap'}, node: {memory: 2048}}));
	});
});

describe('another source of the tree', () => {
	test.each([
		['directory', {path: '/srv/system'}],
		['archive', {path: '/srv/system.tar.zst'}],
		['disk-image', {path: '/srv/system.qcow2'}],
		['oci', {image: 'docker.io/library/debian:trixie'}],
		['host', {}],
	] as const)('%s: has a place to start from, and nothing of the packages', (from, place) => {
		expect(after(debian, ['tree.from', from])).toStrictEqual(recipeWith({...debian, tree: {from, ...place}}));
	});

	test.each<[string, ...Array<[string, string]>]>([
		['in another system', ['root', 'squashfs']], ['with all programs of the distribution', ['tree.applets', '']],
	])('a BusyBox of one\'s own is not left over %s', (_where, ...answers) => {
		const {tree} = after({strategy: 'busybox-initramfs', root: 'initramfs', tree: {from: 'busybox', applets: ['vi'], path: '/src/busybox'}}, ...answers);
		expect(Object.keys(tree)).not.toContain('applets');
		expect(Object.keys(tree)).not.toContain('path');
	});

	test('does not lie where the other one lay', () => {
		expect(after(debian, ['tree.from', 'disk-image'], ['tree.path', '/srv/disk'], ['tree.partition', '2'], ['tree.from', 'archive']).tree).toStrictEqual(recipeWith({tree: {from: 'archive', path: '/srv/system.tar.zst'}}).tree);
		expect(after(debian, ['tree.from', 'directory'], ['tree.path', '/srv/mine'], ['tree.from', 'directory']).tree.path).toBe('/srv/mine');
	});
});

test.each<[Partial<RecipeInput>, string, string]>([
	[{strategy: 'dracut-toram', overlay: 'none'}, 'image', 'archive'],
	[{strategy: 'nfs-root', overlay: 'tmpfs'}, 'mount', 'kernel'],
])('a layer above %j goes with %s: %s', (fields, id, text) => {
	expect(after({...fields, tree: debian.tree}, [id, text]).overlay).toBeUndefined();
});

test('what is about something else changes nothing', () => {
	const odd = recipeWith({nfs: 'v3', kernel: {from: 'build', source: {path: '/x'}, drivers: 'none'}});
	expect(adapt({...odd, compression: 'xz'}, odd)).toEqual({...odd, compression: 'xz'});
});
