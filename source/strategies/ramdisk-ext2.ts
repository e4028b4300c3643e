import {neededKiB} from '../kernel/check/ramdisk-traps.ts';
import type {KernelNeeds} from '../kernel/check/requirements.ts';
import {devMounted, distributionInit, ext2, initrd} from '../kernel/check/requirements/root.ts';
import type {Recipe} from '../recipe/schema.ts';
import {imageName, imageStep} from '../steps/image.ts';
import {initramfsStep} from '../steps/initramfs.ts';
import {unpackerStep} from '../steps/unpacker.ts';
import {mebibytes, part} from './memory-parts.ts';
import {systemSteps} from './root-steps.ts';
import type {Strategy} from './types.ts';
import {failureWords} from './words.ts';

/** An ext2 image in /dev/ram0: unpacked there by the kernel itself, or by a small initramfs for kernels that cannot. */
export const ramdiskExt2: Strategy = {
	ways: [
		{
			name: 'ramdisk-ext2',
			title: 'RAM disk',
			help: 'An ext2 image in /dev/ram0, the classic way. The kernel never frees its memory.',
			settings: {mount: 'initramfs'},
			seconds: 29,
		},
	],
	kernel: kernelNeeds,
	tools: ({mount}) => ['tar', 'mke2fs', 'dd', 'fakeroot', ...(mount === 'kernel' ? [] : ['ldd' as const])],
	steps(recipe, facts) {
		const {steps, drivers} = systemSteps({recipe, needs: kernelNeeds(recipe)}, facts);
		const image = imageStep(recipe, 'ext2', facts);
		return recipe.mount === 'kernel'
			? [...steps, image]
			: [
				...steps, image, unpackerStep(recipe, facts),
				initramfsStep(recipe, {drivers, root: 'ext2', unpacker: true}),
			];
	},
	artifacts(recipe) {
		const image = `image/${imageName(recipe, 'ext2')}`;
		const common = {
			kernel: {name: 'vmlinuz', path: 'kernel/vmlinuz'},
			root: {name: 'root', path: 'image/unpacked'},
		};
		return recipe.mount === 'kernel'
			? {...common, initrd: {name: 'initrd', path: image}, unpacked: {name: 'unpacked', path: 'image/unpacked'}}
			: {
				...common,
				initrd: {name: 'initrd', path: 'initramfs/initrd'},
				image: {name: imageName(recipe, 'ext2'), path: image},
				unpacked: {name: 'unpacked', path: 'initramfs/unpacked'},
			};
	},
	words: recipe => recipe.mount === 'kernel'
		// The last: from Linux 6.8 on what is open for writing may not be mounted, as the kernel decides
		// (BLK_DEV_WRITE_MOUNTED), and it still holds the RAM disk that it has filled.
		? ['root=/dev/ram0', 'rootfstype=ext4', 'rw', diskSize(recipe), 'bdev_allow_write_mounted=1']
		: [
			'ramstrap.root=ext2',
			`ramstrap.image=http://<server>/<name>/${imageName(recipe, 'ext2')}`,
			'ramstrap.sha256=<sha256>',
			'ramstrap.bytes=<bytes>',
			'ramstrap.room=<room>',
			'ramstrap.need=<need>',
			// A distribution has the driver as a module, which the initramfs gives the size.
			...(recipe.kernel.from === 'build' ? [diskSize(recipe)] : []),
			...failureWords(recipe),
		],
	milestones: recipe => recipe.mount === 'kernel'
		? ['dhcp', 'first-stage', 'kernel', 'up']
		: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'image', 'verified', 'root', 'up'],
	rootInMemory: ({root}) => [part('the RAM disk', mebibytes(root))],
};

function kernelNeeds(recipe: Recipe): KernelNeeds {
	const needs = recipe.mount === 'kernel' ? filledByKernel(recipe) : filledByInitramfs(recipe);
	return {modules: ['brd', 'ext4'], ...needs};
}

function filledByKernel(recipe: Recipe): KernelNeeds {
	// In KiB; the kernel's own 4096 are too little for any root.
	const size = Math.max(neededKiB(recipe) ?? 0, 65_536);
	return {
		options: [
			...initrd(recipe.compression, 'the image of the RAM disk'),
			...distributionInit,
			{
				option: 'BLK_DEV_RAM',
				as: 'y',
				why: 'the kernel unpacks the image into /dev/ram0 before it can load a module',
			},
			...ext2('y'),
			devMounted,
		],
		values: [
			{option: 'BLK_DEV_RAM_COUNT', value: '1', why: 'there is one image'},
			{option: 'BLK_DEV_RAM_SIZE', value: String(size), why: 'the image must fit into /dev/ram0, in KiB'},
		],
		// As kernel/check/ramdisk-traps.ts says it, for a source whose release only shows when it is unpacked.
		before: {
			version: 7,
			because: 'from 7.0 on a root on /dev/ram0 is deprecated, and its removal is announced for January 2027; '
				+ 'write mount: initramfs, or take an older source',
		},
	};
}

function filledByInitramfs({compression}: Recipe): KernelNeeds {
	return {
		options: [
			...initrd(compression),
			...distributionInit,
			{option: 'BLK_DEV_RAM', as: 'm', why: 'the initramfs writes the image to /dev/ram0', or: ['BLK_DEV_LOOP']},
			...ext2('m'),
		],
	};
}

/** A limit, not an allocation: /dev/ram0 takes the memory that is written to. */
const diskSize = ({node}: Recipe): string => `ramdisk_size=${node.memory * 1024}`;
