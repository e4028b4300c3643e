import type {KernelNeeds} from '../kernel/check/requirements.ts';
import {devMounted, distributionInit, initrd, layer, nfsClient} from '../kernel/check/requirements/root.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import type {Recipe} from '../recipe/schema.ts';
import {exportStep} from '../steps/export.ts';
import {initramfsStep} from '../steps/initramfs.ts';
import {layerModules, systemSteps} from './root-steps.ts';
import type {Strategy} from './types.ts';
import {failureWords, layerWords} from './words.ts';

/** The root stays on the server and is mounted over NFS, by the kernel itself or by a small initramfs. */
export const nfsRoot: Strategy = {
	ways: [
		{
			name: 'nfs-shared',
			title: 'Shared root over NFS',
			help: 'All nodes read one root file system on this server, and write to a layer in their own memory.',
			settings: {mount: 'initramfs', overlay: 'tmpfs'},
			seconds: 24,
		},
		{
			name: 'nfs-root',
			title: 'Own root over NFS',
			help: 'One node reads and writes its root file system on this server.',
			settings: {mount: 'initramfs'},
			seconds: 26,
		},
	],
	kernel: kernelNeeds,
	tools: ({nfs}) => ['tar', 'ganesha.nfsd', ...(nfs === 'v3' ? ['rpcbind' as const] : [])],
	steps(recipe, facts) {
		const {steps, drivers} = systemSteps({recipe, needs: kernelNeeds(recipe)}, facts);
		const exported = [...steps, exportStep(facts)];
		return recipe.mount === 'kernel' ? exported : [...exported, initramfsStep(recipe, {drivers, root: 'nfs'})];
	},
	artifacts: recipe => ({
		kernel: {name: 'vmlinuz', path: 'kernel/vmlinuz'},
		tree: {name: 'root', path: 'export/root', of: 'root/root.tar'},
		...(recipe.mount === 'initramfs' && {
			initrd: {name: 'initrd', path: 'initramfs/initrd'},
			unpacked: {name: 'unpacked', path: 'initramfs/unpacked'},
		}),
	}),
	words: recipe => recipe.mount === 'kernel'
		? ['root=/dev/nfs', `nfsroot=<server>:<export>,${nfsOptions(recipe)}`, 'ip=dhcp', 'rw']
		: [
			'ramstrap.root=nfs',
			'ramstrap.nfs=<server>:<export>',
			`ramstrap.nfsopts=${nfsOptions(recipe)}`,
			...layerWords(recipe),
			...failureWords(recipe),
		],
	milestones: recipe => recipe.mount === 'kernel'
		? ['dhcp', 'first-stage', 'kernel', 'up']
		: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'root', 'up'],
	rootInMemory: () => [],
};

function kernelNeeds(recipe: Recipe): KernelNeeds {
	const delivery = deliveryOf(recipe);
	const options = recipe.mount === 'kernel'
		? [
			...distributionInit,
			...nfsClient(recipe.nfs, 'y'),
			{option: 'ROOT_NFS', as: 'y' as const, why: 'the kernel mounts its root over NFS itself'},
			devMounted,
			...layer(delivery, 'y'),
		]
		: [...initrd(recipe.compression), ...distributionInit, ...nfsClient(recipe.nfs, 'm'), ...layer(delivery, 'm')];
	return {options, modules: ['nfs', 'nfsv3', 'nfsv4', ...layerModules(delivery)]};
}

/**
Locks of version 3 want a daemon on the node that is not there yet. Where the kernel mounts the root by itself, it asks
for 4 KiB at a time (NFS_DEF_OPTIONS of fs/nfs/nfsroot.c); mount asks for all the server gives.
*/
function nfsOptions(recipe: Recipe): string {
	const version = recipe.nfs === 'v3' ? 'vers=3,proto=tcp,nolock' : `vers=${recipe.nfs.slice(1)},proto=tcp`;
	return recipe.mount === 'kernel' ? `${version},rsize=1048576,wsize=1048576` : version;
}
