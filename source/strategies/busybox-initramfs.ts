import type {KernelNeeds} from '../kernel/check/requirements.ts';
import {initrd} from '../kernel/check/requirements/root.ts';
import type {Facts} from '../host/types.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import type {Recipe} from '../recipe/schema.ts';
import {busyboxBuildStep} from '../steps/busybox-build.ts';
import {busyboxSourceStep} from '../steps/busybox-source.ts';
import {busyboxStep} from '../steps/busybox.ts';
import {imageName, imageStep} from '../steps/image.ts';
import {initramfsStep} from '../steps/initramfs.ts';
import type {Step} from '../steps/types.ts';
import {unpackerStep} from '../steps/unpacker.ts';
import {kernelSteps} from './kernel-steps.ts';
import {kernelForRam, partsInRam} from './root-in-ram.ts';
import {systemSteps} from './root-steps.ts';
import type {Strategy} from './types.ts';
import {failureWords, layerWords} from './words.ts';

/**
A small initramfs of BusyBox, the drivers and a few files: the whole system in RAM for good, or what
brings a larger one into it.
*/
export const busyboxInitramfs: Strategy = {
	ways: [
		{
			name: 'rambox',
			title: 'BusyBox in RAM',
			help: 'A shell and 260 small tools, all of them in the initramfs.',
			settings: {root: 'initramfs'},
			seconds: 9,
		},
		{
			name: 'debian-ram',
			title: 'Image in RAM',
			help: 'The node downloads one image, which stays compressed in memory, and writes to a layer on top of it.',
			settings: {root: 'squashfs', overlay: 'tmpfs'},
			seconds: 22,
		},
		{
			name: 'debian-tmpfs',
			title: 'Unpacked into RAM',
			help: 'The node unpacks all files into a tmpfs: an ordinary file system without layers.',
			settings: {root: 'tmpfs'},
			seconds: 28,
		},
	],
	kernel: kernelNeeds,
	tools(recipe) {
		return [
			...(formOf(recipe) === 'squashfs' ? ['mksquashfs' as const] : []),
			...(isUnpacked(recipe) ? ['tar' as const, 'ldd' as const] : []),
		];
	},
	steps(recipe, facts) {
		const wanted = {recipe, needs: kernelNeeds(recipe)};
		if (recipe.root === 'initramfs') {
			const kernel = kernelSteps(wanted, facts);
			return [
				...ownBusybox(recipe, facts),
				...kernel,
				initramfsStep(recipe, {drivers: kernel.some(({id}) => id === 'drivers')}),
			];
		}

		const {steps, drivers} = systemSteps(wanted, facts);
		const unpacker = isUnpacked(recipe);
		const embedded = isFetched(recipe) ? {} : {embedded: `../image/${imageOf(recipe)}`};
		return [
			...steps,
			imageStep(recipe, formOf(recipe), facts),
			...(unpacker ? [unpackerStep(recipe, facts)] : []),
			initramfsStep(recipe, {drivers, root: recipe.root, unpacker, ...embedded}),
		];
	},
	artifacts: recipe => ({
		kernel: {name: 'vmlinuz', path: 'kernel/vmlinuz'},
		initrd: {name: 'initrd', path: 'initramfs/initrd'},
		unpacked: {name: 'unpacked', path: 'initramfs/unpacked'},
		...(recipe.root !== 'initramfs' && {root: {name: 'root', path: 'root/bytes'}}),
		...(isFetched(recipe) && {image: {name: imageOf(recipe), path: `image/${imageOf(recipe)}`}}),
	}),
	// No root= here, not even root=/dev/ram0: any root= turns the initramfs from a tmpfs into a ramfs, which has no
	// limit and cannot be swapped (kernel commit 6e19eded, "initmpfs").
	words(recipe) {
		if (recipe.root === 'initramfs') {
			return ['rambox'];
		}

		const checks = isFetched(recipe) ? ['ramstrap.sha256=<sha256>', 'ramstrap.bytes=<bytes>'] : [];
		return [
			`ramstrap.root=${recipe.root}`,
			`ramstrap.image=http://<server>/<name>/${imageOf(recipe)}`,
			...checks,
			...layerWords(recipe),
			`ramstrap.size=${recipe.size}`,
			'ramstrap.room=<room>',
			'ramstrap.need=<need>',
			...failureWords(recipe),
		];
	},
	milestones(recipe) {
		if (recipe.root === 'initramfs') {
			return ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'];
		}

		return [
			'dhcp',
			'first-stage',
			'kernel',
			'init',
			'network',
			'image',
			...(isFetched(recipe) ? ['verified' as const] : []),
			'root',
			'up',
		];
	},
	rootInMemory: (sizes, recipe) => recipe.root === 'initramfs' ? [] : partsInRam(sizes, recipe),
};

/** Of the distribution, or built with the programs that were chosen. */
function ownBusybox(recipe: Recipe, facts: Facts): Step[] {
	const {applets} = recipe.tree;
	return applets === undefined
		? [busyboxStep(facts)]
		: [busyboxSourceStep(recipe, facts), busyboxBuildStep(applets, facts)];
}

function kernelNeeds(recipe: Recipe): KernelNeeds {
	return recipe.root === 'initramfs' ? {options: initrd(recipe.compression)} : kernelForRam(recipe);
}

const isFetched = (recipe: Recipe) => deliveryOf(recipe).via === 'http';
/** By tools that go along in the initramfs. */
const isUnpacked = (recipe: Recipe) => deliveryOf(recipe).at === 'tmpfs';
const formOf = (recipe: Recipe) => deliveryOf(recipe).image === 'squashfs' ? 'squashfs' : 'archive';
const imageOf = (recipe: Recipe) => imageName(recipe, formOf(recipe));
