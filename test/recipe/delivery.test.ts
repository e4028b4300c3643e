import {expect, test} from 'vitest';
import {deliveryOf, type Delivery} from '../../source/recipe/delivery.ts';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {recipeWith} from './recipe.ts';

const squashfs = {image: 'squashfs', via: 'http'} as const;
const archive = {at: 'tmpfs', image: 'archive', overlay: 'none'} as const;
const ramdisk = {at: 'ramdisk', image: 'ext2', overlay: 'none'} as const;

test.each<[Partial<RecipeInput>, Delivery]>([
	[{}, {at: 'initramfs', by: 'rambox', image: 'none', via: 'initrd', overlay: 'none'}],
	[{root: 'tmpfs'}, {...archive, by: 'rambox', via: 'http'}],
	// What belongs to another variant changes nothing.
	[{root: 'tmpfs', archive: 'embedded', overlay: 'zram', mount: 'kernel'}, {...archive, by: 'rambox', via: 'initrd'}],
	[{root: 'squashfs', archive: 'embedded'}, {...squashfs, at: 'image', by: 'rambox', overlay: 'tmpfs'}],
	[{root: 'squashfs', overlay: 'zram'}, {...squashfs, at: 'image', by: 'rambox', overlay: 'zram'}],
	[{root: 'squashfs', overlay: 'none'}, {...squashfs, at: 'tmpfs', by: 'rambox', overlay: 'none'}],
	[{strategy: 'dracut-toram'}, {...squashfs, at: 'image', by: 'dracut', overlay: 'tmpfs'}],
	[{strategy: 'dracut-toram', overlay: 'none'}, {...squashfs, at: 'tmpfs', by: 'dracut', overlay: 'none'}],
	[{strategy: 'dracut-toram', image: 'archive'}, {...archive, by: 'dracut', via: 'http'}],
	[{strategy: 'ramdisk-ext2'}, {...ramdisk, by: 'rambox', via: 'http'}],
	[{strategy: 'ramdisk-ext2', mount: 'kernel'}, {...ramdisk, by: 'kernel', via: 'initrd'}],
	[
		{strategy: 'nfs-root', nfs: 'v4.1'},
		{at: 'server', by: 'rambox', image: 'none', via: 'nfs', nfs: 'v4.1', overlay: 'none'},
	],
	[
		{strategy: 'nfs-root', nfs: 'v3', mount: 'kernel', overlay: 'tmpfs'},
		{at: 'server', by: 'kernel', image: 'none', via: 'nfs', nfs: 'v3', overlay: 'tmpfs'},
	],
])('%j', (fields, delivery) => {
	expect(deliveryOf(recipeWith(fields))).toEqual(delivery);
});
