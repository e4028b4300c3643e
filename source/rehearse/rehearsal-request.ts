import path from 'node:path';
import {exportName} from '../publish/site.ts';
import {versionEntry} from '../publish/version.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import {networkOf} from '../recipe/network.ts';
import type {Recipe} from '../recipe/schema.ts';
import {bootServices, webAddress} from '../services/boot-services.ts';
import {knownNodes} from '../services/known-nodes.ts';
import {nfsService} from '../services/nfs.ts';
import {dhcpOf} from '../services/dhcp.ts';
import type {BootNetwork, Service} from '../services/types.ts';
import {strategyOf} from '../strategies/index.ts';
import {withTestTime} from '../strategies/test-words.ts';
import type {Firmware} from '../strategies/types.ts';
import {builtVersion} from '../publish/built-version.ts';
import type {Built} from '../run/build.ts';
import type {Context} from '../context.ts';
import type {Accelerator, Card} from './types.ts';
import {routerService} from './router.ts';
import type {RehearsalRequest} from './rehearse.ts';
import {chooseAccelerator} from './accelerator.ts';

/** The machines: `memory` of each in MiB, `timeout` in seconds. */
export type Wishes = {
	firmware: Firmware;
	secureBoot?: boolean | undefined;
	httpBoot?: boolean | undefined;
	memory: number;
	nodes: number;
	card: Card;
	accel: 'auto' | Accelerator;
	timeout: number;
	keep: boolean;
};

/** What is rehearsed: the machines as wished for, over the very services that will serve. */
export async function makeRequest(
	recipe: Recipe,
	built: Built,
	wishes: Wishes,
	context: Context,
): Promise<RehearsalRequest> {
	const {folders, self, signal} = context;
	const {facts, bootFiles, served} = built;
	const network = labNetwork(recipe);
	const accelerator = await chooseAccelerator(wishes.accel, {
		cacheFolder: folders.cache,
		facts,
		kernel: served.kernel.path,
		busybox: path.join(folders.work, recipe.name, 'busybox/busybox'),
		signal,
	});
	const {version, sources} = builtVersion(recipe, built);
	const real = versionEntry(version, {folder: recipe.name, root: exportName(recipe.name), network});
	const entry = {...real, words: [...withTestTime(real.words, testSeconds), ...labWords[accelerator]]};
	const files = {
		...Object.fromEntries(version.files.map(({name}) => [`/${recipe.name}/${name}`, sources[name]!])),
		...built.nodeArchives,
	};
	return {
		...wishes,
		recipe: recipe.name,
		network,
		boot: {kernel: entry.kernel, initrd: entry.initrd},
		services: [
			...routerOf(recipe, network),
			...bootServices({
				network,
				menu: {entries: [entry], timeout: recipe.server.timeout},
				bios: recipe.server.bios,
				uefi: recipe.server.uefi,
				bootFiles,
				files,
			}),
			...(served.tree ? exportServices(recipe, served.tree.path) : []),
		],
		milestones: strategyOf(recipe).milestones(recipe),
		accelerator,
		qemu: facts.tools['qemu-system-x86_64']!,
		ovmf: firmwareFiles(wishes, built),
		self: [...self, 'helper', 'lab'],
		asRoot: facts.user.root,
		folder: path.join(folders.logs, recipe.name, 'rehearsal'),
		signal,
	};
}

function firmwareFiles({secureBoot}: Wishes, {facts: {bootFiles}}: Built): RehearsalRequest['ovmf'] {
	return secureBoot
		? {code: bootFiles['ovmf-secure-code']!, vars: bootFiles['ovmf-secure-vars']!}
		: {code: bootFiles['ovmf-code']!, vars: bootFiles['ovmf-vars']!};
}

/** For which a machine tests its hardware: that of a virtual one is not in doubt. */
const testSeconds = 10;

/** The network of the recipe, with nobody in it but us and the machines. */
function labNetwork(recipe: Recipe): BootNetwork {
	const {address, netmask, range} = networkOf(recipe);
	return {
		address,
		netmask,
		dhcp: dhcpOf(recipe, range),
		interface: 'br0',
		// That it boots over the network is what is to be proved.
		nodes: knownNodes(recipe).map(({boot, ...node}) => ({...node, words: withTestTime(node.words, testSeconds)})),
		port: 80,
		lab: true,
	};
}

/** Where the recipe leaves DHCP to a router there must be one. It has the last address, as many do. */
function routerOf(recipe: Recipe, network: BootNetwork): Service[] {
	const {server: {dhcp, bios, uefi, subnet}} = recipe;
	const {last, range} = networkOf(recipe);
	return dhcp === 'full'
		? []
		: [
			routerService(network, {
				address: last,
				range,
				...(dhcp === 'external' && {
					directions: {server: network.address, web: webAddress(network), bios, uefi, subnet},
				}),
			}),
		];
}

/**
A root that its node may write to is rehearsed on a copy: what a rehearsal leaves behind must not be in the real one.
*/
function exportServices(recipe: Recipe, folder: string): Service[] {
	const access = deliveryOf(recipe).overlay === 'none' ? 'rw' : 'ro';
	const services = nfsService([{
		path: access === 'rw' ? '{folder}/root' : folder,
		pseudo: exportName(recipe.name),
		subnet: recipe.server.subnet,
		access,
		versions: [recipe.nfs],
		squash: 'none',
	}]);
	return services.map(service =>
		access === 'rw' && service.id === 'nfs' ? {...service, copies: {root: folder}} : service,
	);
}

/**
An emulator translates programs anew for each address they run at. With addresses drawn by lot QEMU 7 spends minutes in
forgetting the translations of a page that is used again (a Debian that is up after 52 s needed 169), so an emulated
node always takes the same ones. And on a busy machine its clock may not tick for so long that the kernel takes its
timer for broken and panics, which it is told not to look at. Nothing else of its command line differs from what will be
served.
*/
const labWords: Record<Accelerator, string[]> = {tcg: ['norandmaps', 'no_timer_check'], kvm: []};
