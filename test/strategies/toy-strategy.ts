import {distributionInit, initrd, squashfs} from '../../source/kernel/check/requirements/root.ts';
import {deliveries, type Delivery} from '../../source/recipe/delivery.ts';
import type {Recipe, RecipeInput, StrategyName} from '../../source/recipe/schema.ts';
import {imageStep} from '../../source/steps/image.ts';
import {initramfsStep} from '../../source/steps/initramfs.ts';
import {strategies} from '../../source/strategies/index.ts';
import {mebibytes, part} from '../../source/strategies/memory-parts.ts';
import {systemSteps} from '../../source/strategies/root-steps.ts';
import type {Strategy} from '../../source/strategies/types.ts';
import {sampleRecipe} from '../sample.ts';

/** What a strategy's file would be: a squashfs in memory that the kernel sees as a disk (memmap=, pmem). */
const toyStrategy: Strategy = {
	ways: [],
	kernel: recipe => ({
		options: [
			...initrd(recipe.compression), ...distributionInit, ...squashfs(recipe),
			{option: 'BLK_DEV_PMEM', as: 'm', why: 'the image lies on a disk in memory'},
		],
		modules: ['nd_pmem'],
		values: [{option: 'NR_CPUS', value: '7', why: 'this toy counts to seven'}],
	}),
	tools: () => ['mksquashfs', 'skopeo'],
	steps(recipe, facts) {
		const {steps, drivers} = systemSteps({recipe, needs: toyStrategy.kernel(recipe)}, facts);
		return [...steps, imageStep(recipe, 'squashfs', facts), initramfsStep(recipe, {drivers, root: 'squashfs'})];
	},
	artifacts: () => ({
		kernel: {name: 'vmlinuz', path: 'kernel/vmlinuz'},
		initrd: {name: 'initrd', path: 'initramfs/initrd'},
		image: {name: 'root.squashfs', path: 'image/root.squashfs'},
	}),
	words: () => ['toy.image=http://<server>/<name>/root.squashfs'],
	milestones: () => ['dhcp', 'first-stage', 'kernel', 'init', 'image', 'up'],
	rootInMemory: ({image}) => [part('the disk in memory', mebibytes(image))],
};

const toyDelivery: Delivery = {at: 'image', by: 'rambox', image: 'squashfs', via: 'http', overlay: 'tmpfs'};

const name = 'toy' as StrategyName;

/** Its line in the registry, and that of its way to the node. Returns what takes both away again. */
export function registerToy(): () => void {
	Object.assign(strategies, {[name]: toyStrategy});
	Object.assign(deliveries, {[name]: () => toyDelivery});
	return () => {
		Reflect.deleteProperty(strategies, name);
		Reflect.deleteProperty(deliveries, name);
	};
}

/** The schema knows no such name. */
export function toyRecipe(fields: Partial<RecipeInput> = {}): Recipe {
	return {...sampleRecipe({root: 'squashfs', tree: {from: 'bootstrap'}, ...fields}), strategy: name};
}
