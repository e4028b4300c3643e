import {isMountedByKernel} from '../kernel/requirements/variant.ts';
import type {Recipe} from '../recipe/schema.ts';
import {exportStep} from '../steps/export.ts';
import {initramfsStep} from '../steps/initramfs.ts';
import {memoryOf} from './memory.ts';
import {layerModules, systemSteps} from './root-steps.ts';
import type {Strategy} from './types.ts';
import {failureWords, layerWords} from './words.ts';

/** The root stays on the server and is mounted over NFS, by the kernel itself or by a small initramfs. */
export const nfsRoot: Strategy = {
	steps(recipe, facts) {
		const {steps, drivers} = systemSteps(recipe, facts, ['nfs', 'nfsv3', 'nfsv4', ...layerModules(recipe)]);
		return [...steps, exportStep(facts), ...(isMountedByKernel(recipe) ? [] : [initramfsStep(recipe, {drivers, root: 'nfs'})])];
	},
	artifacts: recipe => ({
		kernel: {name: 'vmlinuz', path: 'kernel/vmlinuz'},
		tree: {name: 'root', path: 'export/root', of: 'root/root.tar'},
		...(isMountedByKernel(recipe) ? {} : {initrd: {name: 'initrd', path: 'initramfs/initrd'}, unpacked: {name: 'unpacked', path: 'initramfs/unpacked'}}),
	}),
	words: recipe => isMountedByKernel(recipe)
		? ['root=/dev/nfs', `nfsroot=<server>:<export>,${nfsOptions(recipe)}`, 'ip=dhcp', 'rw']
		: ['ramstrap.root=nfs', 'ramstrap.nfs=<server>:<export>', `ramstrap.nfsopts=${nfsOptions(recipe)}`, ...layerWords(recipe), ...failureWords(recipe)],
	milestones: recipe => isMountedByKernel(recipe)
		? ['dhcp', 'first-stage', 'kernel', 'up']
		: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'root', 'up'],
	memoryNeeded: memoryOf,
};

/** Locks of version 3 want a daemon on the node that is not there yet. Where the kernel mounts the root by itself, it asks for 4 KiB at a time (NFS_DEF_OPTIONS of fs/nfs/nfsroot.c); mount asks for all the server gives. */
function nfsOptions(recipe: Recipe): string {
	const version = recipe.nfs === 'v3' ? 'vers=3,proto=tcp,nolock' : `vers=${recipe.nfs.slice(1)},proto=tcp`;
	return isMountedByKernel(recipe) ? `${version},rsize=1048576,wsize=1048576` : version;
}
