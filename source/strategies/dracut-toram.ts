import {dracutInitramfsStep, dracutSystemStep} from '../steps/dracut-initramfs.ts';
import {imageName, imageStep} from '../steps/image.ts';
import type {Facts} from '../host/types.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import {carriesFirmware} from '../recipe/meaning.ts';
import type {Recipe} from '../recipe/schema.ts';
import {kernelForRam, partsInRam} from './root-in-ram.ts';
import {systemSteps} from './root-steps.ts';
import type {Strategy} from './types.ts';

/**
An initramfs made by dracut, with our module in it, brings an image into RAM and starts the distribution's own init.
*/
export const dracutToram: Strategy = {
	ways: [
		{
			name: 'debian-toram',
			title: 'Image in RAM, dracut',
			help: 'A compressed image, brought into memory by the initramfs that distributions use.',
			settings: {image: 'squashfs', overlay: 'tmpfs'},
			seconds: 31,
		},
	],
	kernel: kernelForRam,
	tools: ({image}) => ['tar', 'mmdebstrap', 'newuidmap', ...(image === 'squashfs' ? ['mksquashfs' as const] : [])],
	steps(recipe, facts) {
		const {steps, drivers} = systemSteps({recipe, needs: kernelForRam(recipe)}, facts);
		const system = {...builderOf(recipe, facts), user: facts.user, aptOptions: facts.aptOptions};
		return [
			...steps,
			imageStep(recipe, recipe.image, facts),
			dracutSystemStep(system),
			dracutInitramfsStep({
				...system,
				drivers,
				firmware: drivers && carriesFirmware(recipe),
				compression: recipe.compression,
			}),
		];
	},
	artifacts: recipe => ({
		kernel: {name: 'vmlinuz', path: 'kernel/vmlinuz'},
		initrd: {name: 'initrd', path: 'initramfs/initrd'},
		image: {name: imageName(recipe, recipe.image), path: `image/${imageName(recipe, recipe.image)}`},
		unpacked: {name: 'unpacked', path: 'initramfs/unpacked'},
		root: {name: 'root', path: 'root/bytes'},
	}),
	words: recipe => [
		`root=tmpfs:http://<server>/<name>/${imageName(recipe, recipe.image)}`,
		'rd.tmpfs.sha256=<sha256>',
		'rd.tmpfs.bytes=<bytes>',
		'rd.tmpfs.room=<room>',
		'rd.tmpfs.need=<need>',
		`rd.tmpfs.size=${recipe.size}`,
		...(recipe.image === 'squashfs' ? [`rd.tmpfs.overlay=${deliveryOf(recipe).overlay === 'none' ? 0 : 1}`] : []),
		...(recipe.node.failure === 'reboot' ? ['rd.shell=0', 'rd.emergency=reboot'] : []),
	],
	milestones: () => ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'image', 'verified', 'root', 'up'],
	rootInMemory: partsInRam,
};

/**
Where dracut comes from: the release that the root is made of, else that of this machine. What is in the initramfs is
gone once the root is there.
*/
function builderOf({tree}: Recipe, {packageManager, distribution}: Facts): {suite: string; mirror?: string} {
	return tree.suite === undefined
		? {suite: (packageManager === 'apt' ? distribution.codename : undefined) ?? 'trixie'}
		: {suite: tree.suite, ...(tree.mirror !== undefined && {mirror: tree.mirror})};
}
