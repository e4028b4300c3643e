import type {KernelNeeds} from '../kernel/check/requirements.ts';
import {distributionInit, initrd, layer, squashfs, tmpfsRoot} from '../kernel/check/requirements/root.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import type {Recipe} from '../recipe/schema.ts';
import {mebibytes, part, type Part} from './memory-parts.ts';
import {layerModules} from './root-steps.ts';
import type {ImageSizes} from './types.ts';

/** What a root in memory, its files or a packed image of them, asks of the kernel. */
export function kernelForRam(recipe: Recipe): KernelNeeds {
	const delivery = deliveryOf(recipe);
	const isSquashfs = delivery.image === 'squashfs';
	return {
		options: [
			...initrd(recipe.compression), ...distributionInit,
			...(isSquashfs ? squashfs(recipe) : tmpfsRoot), ...layer(delivery, 'm'),
		],
		modules: isSquashfs ? ['squashfs', 'loop', ...layerModules(delivery)] : [],
	};
}

/** An archive inside the initramfs counts there, and one that is fetched is never there in whole. */
export function partsInRam(sizes: ImageSizes, recipe: Recipe): Part[] {
	const {at, image} = deliveryOf(recipe);
	const packed = part('the image', mebibytes(sizes.image));
	if (at === 'image') {
		return [packed, part('the writable layer', 16)];
	}

	return [part('the files of the root', mebibytes(sizes.root)), ...(image === 'squashfs' ? [packed] : [])];
}
