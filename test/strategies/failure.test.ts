import {expect, test} from 'vitest';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {strategyOf} from '../../source/strategies/index.ts';
import {sampleRecipe} from '../sample.ts';

const tree = {from: 'directory', path: '/tree'} as const;

test.each([
	['busybox-initramfs', {root: 'tmpfs'}, 'ramstrap.failure=reboot'],
	['busybox-initramfs', {root: 'tmpfs', archive: 'embedded'}, 'ramstrap.failure=reboot'],
	['ramdisk-ext2', {mount: 'initramfs'}, 'ramstrap.failure=reboot'],
	['nfs-root', {mount: 'initramfs'}, 'ramstrap.failure=reboot'],
	['dracut-toram', {}, 'rd.emergency=reboot'],
] as const)('%s %j tells the node to start anew when the recipe says so, and only then', (strategy, fields, word) => {
	const words = (node: RecipeInput['node']) => {
		const recipe = sampleRecipe({strategy, tree, ...fields, node});
		return strategyOf(recipe).words(recipe);
	};

	expect(words({failure: 'reboot'})).toContain(word);
	expect(words({failure: 'shell'})).not.toContain(word);
});
