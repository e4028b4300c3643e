import type {Recipe} from '../recipe/schema.ts';
import {busyboxStep} from '../steps/busybox.ts';
import {imageName, imageStep} from '../steps/image.ts';
import {initramfsStep} from '../steps/initramfs.ts';
import {unpackerStep} from '../steps/unpacker.ts';
import {kernelSteps} from './kernel-steps.ts';
import {memoryOf} from './memory.ts';
import {systemSteps} from './root-steps.ts';
import type {Strategy} from './types.ts';
import {failureWords} from './words.ts';

/** A small initramfs of BusyBox, the drivers and a few files: the whole system in RAM for good, or what unpacks a larger one into a tmpfs. */
export const busyboxInitramfs: Strategy = {
	steps(recipe, facts) {
		if (recipe.root === 'initramfs') {
			const kernel = kernelSteps(recipe, facts);
			return [busyboxStep(facts), ...kernel, initramfsStep(recipe, {drivers: kernel.some(({id}) => id === 'drivers')})];
		}

		const {steps, drivers} = systemSteps(recipe, facts);
		const embedded = recipe.archive === 'embedded' ? `../image/${imageName(recipe, 'archive')}` : undefined;
		return [...steps, imageStep(recipe, 'archive', facts), unpackerStep(recipe, facts), initramfsStep(recipe, {drivers, root: 'tmpfs', ...(embedded && {embedded})})];
	},
	artifacts: recipe => ({
		kernel: {name: 'vmlinuz', path: 'kernel/vmlinuz'},
		initrd: {name: 'initrd', path: 'initramfs/initrd'},
		unpacked: {name: 'unpacked', path: 'initramfs/unpacked'},
		...(recipe.root === 'tmpfs' && {root: {name: 'root', path: 'root/bytes'}}),
		...(isFetched(recipe) && {image: {name: imageName(recipe, 'archive'), path: `image/${imageName(recipe, 'archive')}`}}),
	}),
	// No root= here, not even root=/dev/ram0: any root= turns the initramfs from a tmpfs into a ramfs, which has no
	// limit and cannot be swapped (kernel commit 6e19eded, "initmpfs").
	words(recipe) {
		if (recipe.root === 'initramfs') {
			return ['rambox'];
		}

		const checks = isFetched(recipe) ? ['ramstrap.sha256=<sha256>', 'ramstrap.bytes=<bytes>'] : [];
		return ['ramstrap.root=tmpfs', `ramstrap.image=http://<server>/<name>/${imageName(recipe, 'archive')}`, ...checks, `ramstrap.size=${recipe.size}`, 'ramstrap.room=<room>', 'ramstrap.need=<need>', ...failureWords(recipe)];
	},
	milestones(recipe) {
		if (recipe.root === 'initramfs') {
			return ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'];
		}

		return ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'image', ...(isFetched(recipe) ? ['verified' as const] : []), 'root', 'up'];
	},
	memoryNeeded: memoryOf,
};

const isFetched = ({root, archive}: Recipe) => root === 'tmpfs' && archive === 'fetched';
