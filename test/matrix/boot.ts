import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, expect, inject, test} from 'vitest';
import {rehearse} from '../../source/rehearse/rehearse.ts';
import type {NodeResult} from '../../source/rehearse/types.ts';
import {budgetError} from '../budget-error.ts';
import {ownNode} from '../journeys/own-node.ts';
import {temporaryFolder} from '../journeys/program.ts';
import {requestFrom} from '../rehearse/built-home.ts';
import {kernelsBuilt, kernelsTake} from '../kernels-built.ts';
import {makeTree} from '../rehearse/small-system.ts';
import {boots, isBundled} from './boots.ts';
import {allBoots, exists, type Boot} from './factors.ts';
import {expectApart, lookingAtEachOther} from './neighbours.ts';

/**
Boots what the table, or with RAMSTRAP_MATRIX=all the whole matrix, has of these recipes: one after the other, as a
recipe's folder is used by one at a time.
*/
export function bootsOf(...recipes: ReadonlyArray<Boot['recipe']>): void {
	let tree: string;
	beforeAll(() => {
		tree = mkdtempSync(path.join(tmpdir(), 'ramstrap-matrix-'));
		makeTree(tree);
	});
	afterAll(() => {
		rmSync(tree, {recursive: true});
	});

	const all = process.env.RAMSTRAP_MATRIX === 'all';
	const own = (all ? allBoots().filter(boot => exists(boot)) : boots).filter(({recipe}) => recipes.includes(recipe));
	test.each(own)('$recipe, $firmware, $card, memory $memory, $compression', {timeout: 900_000 + kernelsTake}, async boot => {
		await (isBuilt(boot.recipe) ? kernelsBuilt() : undefined);
		await (!all && isBundled(boot) ? bootBundled(boot) : bootSmall(boot, tree));
	});
}

const fetched = ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'image', 'verified', 'root', 'up'];
const byTheKernel = ['dhcp', 'first-stage', 'kernel', 'up'];

const expected: Record<Boot['recipe'], {root: string; milestones: readonly string[]}> = {
	rambox: {root: 'tmpfs', milestones: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up']},
	'rambox-tiny': {root: 'tmpfs', milestones: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up']},
	'debian-ram': {root: 'overlay', milestones: fetched},
	'debian-tmpfs': {root: 'tmpfs', milestones: fetched},
	'debian-toram': {root: 'overlay', milestones: fetched},
	'debian-tmpfs-root': {root: 'tmpfs', milestones: fetched},
	'ramdisk-ext2': {root: 'ext2/ext3', milestones: byTheKernel},
	'nfs-root': {root: 'nfs', milestones: byTheKernel},
	'nfs-shared': {root: 'overlay', milestones: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'root', 'up']},
};

/** Whose image is read all the while the node runs: it must be in memory whole. */
const standsAlone = (recipe: string): boolean => ['debian-ram', 'debian-toram'].includes(recipe);

/**
With its distribution, up to that one's own init; where a node can have files of its own, it has, and a unit that looks
at them; where nodes share their root, there are two.
*/
async function bootBundled(boot: Boot): Promise<void> {
	const {recipe} = boot;
	const isWhole = !recipe.startsWith('rambox');
	const isShared = recipe === 'nfs-shared';
	const own = ['debian-ram', 'debian-tmpfs', 'debian-tmpfs-root', 'nfs-shared'].includes(recipe);
	const nodes = await bootAll(boot, {
		set: [...(own ? [ownNode(), 'server.dns=[192.168.24.1]'] : []), ...(isShared ? [lookingAtEachOther(temporaryFolder())] : [])],
		alone: standsAlone(recipe) ? 30 : undefined, nodes: isShared ? 2 : 1,
	});
	for (const [index, node] of nodes.entries()) {
		expect(node).toMatchObject({
			hostname: index === 1 ? `nfs-shared-${node.mac.replaceAll(':', '').slice(-6)}` : (own ? 'kitchen' : recipe),
			...(isWhole && {init: 'systemd', system: 'running'}),
		});
		expect(node.failedUnits ?? []).toEqual([]);
	}

	if (isShared) {
		expectApart(nodes, path.join(inject('builtHome'), 'work/nfs-shared/export/root'));
	}

	const node = nodes[0]!;
	if (standsAlone(recipe)) {
		expect(node.alone).toEqual({seconds: 30, alive: true});
	}

	// As much memory in use as was worked out from the images, within 15 %, or of small systems 8 MiB.
	const error = budgetError({firmware: loader(boot).firmware, memory: node.memory!}, {home: inject('builtHome'), name: nameOf(boot)});
	const used = 512 - ((node.memory!.totalKiB - node.memory!.usedKiB) / 1024);
	expect(Math.abs(error), JSON.stringify(node.memory)).toBeLessThan(Math.max(0.15, recipe === 'rambox-tiny' ? 8 / used : 0));
}

async function bootSmall(boot: Boot, tree: string): Promise<void> {
	await bootAll(boot, {set: [
		...(boot.recipe.startsWith('rambox') ? ownBusybox(boot) : [`tree={from: directory, path: ${tree}}`]),
		...(isBuilt(boot.recipe) ? [] : [smallKernel(boot)]),
	]});
}

async function bootAll(boot: Boot, {set, alone, nodes: count = 1}: {set: string[]; alone?: number | undefined; nodes?: number}): Promise<NodeResult[]> {
	const {recipe, card, memory, compression} = boot;
	const {firmware, bios} = loader(boot);
	const secure = secureBoot(boot);
	const request = await requestFrom(inject('builtHome'), recipe, {
		firmware, card, nodes: count, memory: memory === 'least' ? 'least' : undefined, secureBoot: secure !== undefined, httpBoot: secure === 'http',
		set: [
			`name=${nameOf(boot)}`, `compression=${compression}`, `server.bios=${bios}`, 'server.timeout=0', ...(secure ? ['server.uefi=grub'] : []),
			...(isBuilt(recipe) ? ['kernel.source.package=linux-source-6.1'] : []), ...set,
		],
	});
	const {nodes} = await rehearse({...request, alone, keep: count > 1 || secure !== undefined});
	expect(nodes).toHaveLength(count);
	for (const node of nodes) {
		expect(node, JSON.stringify(node, undefined, 2)).toMatchObject({up: true});
		// Of a root that the kernel mounts with nothing but BusyBox in it, only its console says that it is up.
		if (!['ramdisk-ext2', 'nfs-root'].includes(recipe) || isBundled(boot)) {
			expect(node).toMatchObject({root: {type: expected[recipe].root}});
		}

		expect(Object.keys(node.milestones)).toEqual(expected[recipe].milestones);
		if (secure) {
			expect(readFileSync(node.console, 'utf8')).toMatch(/Secure boot enabled/);
		}
	}

	return [...nodes];
}

/**
That of the distribution with the drivers of all cards there are boots in the bundled recipes. The one for virtual machines
is of the same source and unpacks the same, in half the time of an emulated machine; it has no driver for other cards.
*/
const smallKernel = ({card}: Boot): string => card === 'virtio-net-pci' && process.env.RAMSTRAP_MATRIX !== 'all'
	? 'kernel={package: linux-image-cloud-amd64, drivers: [virtio_net]}'
	: 'kernel.drivers=[virtio_net, e1000e, 8139cp]';

/**
How a machine of that boot loads shim and GRUB with Secure Boot on, where it does: of what Linux fetches its root by itself, on
the card that the firmware knows without a driver of its own.
*/
function secureBoot({recipe, firmware, card}: Boot): 'tftp' | 'http' | undefined {
	const by = {'debian-toram': 'tftp', 'nfs-shared': 'http'} as const;
	return firmware === 'uefi' && card === 'virtio-net-pci' ? by[recipe as keyof typeof by] : undefined;
}

const isBuilt = (recipe: Boot['recipe']): boolean => ['rambox-tiny', 'ramdisk-ext2', 'nfs-root'].includes(recipe);

/** Where memory is short BusyBox is built from source as well, with little more than the node needs. */
const ownBusybox = ({memory}: Boot): string[] => memory === 'least' ? ['tree.applets=[vi]'] : [];

/**
A bundled recipe has its own name, others work in a folder beside it: those with a BusyBox of their own in another, which keeps
what was compiled.
*/
const nameOf = (boot: Boot): string => isBundled(boot) && !boot.recipe.startsWith('rambox') ? boot.recipe : `matrix-${boot.recipe}${ownBusybox(boot).length > 0 ? '-own' : ''}`;

function loader({firmware}: Boot): {firmware: 'bios' | 'uefi'; bios: 'ipxe' | 'pxelinux'} {
	return firmware === 'uefi' ? {firmware, bios: 'ipxe'} : {firmware: 'bios', bios: firmware === 'pxelinux' ? 'pxelinux' : 'ipxe'};
}
