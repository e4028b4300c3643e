import {isMountedByKernel} from '../kernel/requirements/variant.ts';
import type {Recipe} from '../recipe/schema.ts';
import {imageName, imageStep} from '../steps/image.ts';
import {initramfsStep} from '../steps/initramfs.ts';
import {unpackerStep} from '../steps/unpacker.ts';
import {memoryOf} from './memory.ts';
import {systemSteps} from './root-steps.ts';
import type {Strategy} from './types.ts';
import {failureWords} from './words.ts';

/** An ext2 image in /dev/ram0: unpacked there by the kernel itself, or by a small initramfs for kernels that cannot. */
export const ramdiskExt2: Strategy = {
	steps(recipe, facts) {
		const {steps, drivers} = systemSteps(recipe, facts, ['brd', 'ext4']);
		const image = imageStep(recipe, 'ext2', facts);
		return isMountedByKernel(recipe)
			? [...steps, image]
			: [...steps, image, unpackerStep(recipe, facts), initramfsStep(recipe, {drivers, root: 'ext2'})];
	},
	artifacts(recipe) {
		const image = `image/${imageName(recipe, 'ext2')}`;
		const common = {kernel: {name: 'vmlinuz', path: 'kernel/vmlinuz'}, root: {name: 'root', path: 'image/unpacked'}};
		return isMountedByKernel(recipe)
			? {...common, initrd: {name: 'initrd', path: image}, unpacked: {name: 'unpacked', path: 'image/unpacked'}}
			: {...common, initrd: {name: 'initrd', path: 'initramfs/initrd'}, image: {name: imageName(recipe, 'ext2'), path: image}, unpacked: {name: 'unpacked', path: 'initramfs/unpacked'}};
	},
	words: recipe => isMountedByKernel(recipe)
		// The last: from Linux 6.8 on what is open for writing may not be mounted, as the kernel decides (BLK_DEV_WRITE_MOUNTED), and it still holds the RAM disk that it has filled.
		? ['root=/dev/ram0', 'rootfstype=ext4', 'rw', diskSize(recipe), 'bdev_allow_write_mounted=1']
		: [
			'ramstrap.root=ext2', `ramstrap.image=http://<server>/<name>/${imageName(recipe, 'ext2')}`, 'ramstrap.sha256=<sha256>', 'ramstrap.bytes=<bytes>', 'ramstrap.room=<room>', 'ramstrap.need=<need>',
			// A distribution has the driver as a module, which the initramfs gives the size.
			...(recipe.kernel.from === 'build' ? [diskSize(recipe)] : []), ...failureWords(recipe),
		],
	milestones: recipe => isMountedByKernel(recipe)
		? ['dhcp', 'first-stage', 'kernel', 'up']
		: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'image', 'verified', 'root', 'up'],
	memoryNeeded: memoryOf,
};

/** A limit, not an allocation: /dev/ram0 takes the memory that is written to. */
const diskSize = ({node}: Recipe): string => `ramdisk_size=${node.memory * 1024}`;
