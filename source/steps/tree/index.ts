import type {Facts} from '../../host/types.ts';
import type {Recipe} from '../../recipe/schema.ts';
import type {Step} from '../types.ts';
import {archiveStep} from './archive.ts';
import {bootstrapStep} from './bootstrap.ts';
import {directoryStep} from './directory.ts';
import {diskImageStep} from './disk-image.ts';
import {hostStep} from './host.ts';
import {ociStep} from './oci.ts';

/** The step `tree`, which makes `tree/root.tar` from where the recipe says. */
export function treeStep(recipe: Recipe, facts: Facts): Step {
	const {from} = recipe.tree;
	if (from === 'busybox') {
		throw new TypeError('a root of nothing but BusyBox is made with the initramfs, not as a tree');
	}

	return sources[from](recipe, facts);
}

const sources: Record<Exclude<Recipe['tree']['from'], 'busybox'>, (recipe: Recipe, facts: Facts) => Step> = {
	bootstrap: bootstrapStep,
	directory: directoryStep,
	archive: archiveStep,
	'disk-image': diskImageStep,
	oci: ociStep,
	host: hostStep,
};
