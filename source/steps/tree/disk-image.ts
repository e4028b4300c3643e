import {exitCodes, UserError} from '../../errors.ts';
import type {Facts} from '../../host/types.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {kernelStep} from '../kernel.ts';
import type {Action, Step} from '../types.ts';
import collect from '../unpacker/collect.sh';
import {canonical} from './canonical.ts';
import devices from './read-disk-devices.sh';
import fstab from './read-disk-fstab.sh';
import machineInit from './read-disk-init.sh';
import readDisk from './read-disk.sh';

/**
Makes `tree/root.tar` of the Linux in an image of a disk. A virtual machine reads the image: Linux itself knows every
file system and LVM, its kernel is at hand anyway, and nobody needs root or touches the devices of this machine.
*/
export function diskImageStep(recipe: Recipe, facts: Facts): Step {
	const {tree} = recipe;
	const own = recipe.kernel.from !== 'distribution';
	return {
		id: 'tree',
		title: 'Disk image with the root file system',
		why: 'A small virtual machine mounts the image and packs its files. This needs no root and works with every '
			+ 'file system.',
		needs: own ? ['busybox'] : ['kernel', 'busybox'],
		reads: [tree.path!],
		actions: [
			...(own ? unpackKernel(facts) : []),
			{do: 'write-file', path: 'collect.sh', text: collect},
			{do: 'write-file', path: 'machine-init.sh', text: machineInit},
			{do: 'write-file', path: 'devices.sh', text: devices},
			{do: 'write-file', path: 'fstab.sh', text: fstab},
			{do: 'write-file', path: 'read-disk.sh', text: readDisk},
			{
				do: 'command',
				argv: [
					'sh', 'read-disk.sh', tree.path!, tree.partition ?? '', own ? '.' : '../kernel',
					facts.kvm === 'proven' ? 'kvm' : 'tcg',
				],
				blames: 'recipe',
			},
			...canonical('disk.tar'),
			// With all that was unpacked for the virtual machine.
			{
				do: 'command',
				argv: [
					'find', '.', '-mindepth', '1', '-maxdepth', '1', '!', '-name', 'root.tar',
					'-exec', 'rm', '-rf', '{}', '+',
				],
			},
		],
		makes: ['root.tar'],
		hints: ['tree.path is a raw or qcow2 image, tree.partition its partition, such as 2, or logical volume, such '
			+ 'as centos/root'],
	};
}

/** The kernel of the recipe is built for the nodes, and may know no disk at all. */
function unpackKernel({kernels, distribution}: Facts): Action[] {
	if (!kernels.default) {
		throw new UserError(
			`tree.from is disk-image, which a virtual machine reads with a kernel of ${distribution.name}; `
			+ 'this machine has no such kernel.',
			['ramstrap doctor --install   refreshes the package lists'],
			exitCodes.notReady,
		);
	}

	return kernelStep(kernels.default).actions;
}
