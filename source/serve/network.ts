import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import type {Interface} from '../host/types.ts';
import {onceFolder} from '../publish/booted-once.ts';
import {treesName, type Published} from '../publish/read.ts';
import {exportName, menuFor, ownMenusOf, type SiteSettings} from '../publish/site.ts';
import {networkOf, readSubnet, toAddress, toNumber} from '../recipe/network.ts';
import type {Recipe} from '../recipe/schema.ts';
import {firstStageService, webAddress} from '../services/boot-services.ts';
import {dhcpOf} from '../services/dhcp.ts';
import {httpPort, pxelinuxIncludes} from '../services/http.ts';
import {nfsService, type NfsExport} from '../services/nfs.ts';
import {knownNodes} from '../services/known-nodes.ts';
import type {BootNetwork, Port, Service} from '../services/types.ts';
import type {Built} from '../run/build.ts';
import type {NetworkState} from './network-check.ts';

/** The one that the recipe names, else where the default route goes. */
export function chooseInterface({server}: Recipe, interfaces: readonly Interface[]): Interface {
	const found =
		server.interface === undefined
			? interfaces.find(({defaultRoute}) => defaultRoute)
			: interfaces.find(({name}) => name === server.interface);
	if (found) {
		return found;
	}

	const names = interfaces.map(({name}) => name).join(', ') || 'none';
	const says =
		server.interface === undefined
			? 'No interface has a default route, so ramstrap cannot choose an interface to serve on.'
			: (server.interface === 'lo'
				? 'lo is the loopback interface; other machines cannot be reached through it.'
				: `This machine has no network interface ${server.interface}.`);
	throw new UserError(says, [`--interface NAME   one of: ${names}`], exitCodes.notReady);
}

/** Where we hand out the addresses, the one in their subnet, if there is one. */
function ipv4Of({addresses}: Interface, {server: {dhcp, subnet}}: Recipe): string | undefined {
	const own = addresses.filter(address => !address.includes(':'));
	const {first, last} = readSubnet(subnet);
	const isInside = (address: string) =>
		toNumber(address.split('/', 1)[0]!) >= first && toNumber(address.split('/', 1)[0]!) <= last;
	return (dhcp === 'full' ? own.find(address => isInside(address)) : undefined) ?? own[0];
}

export function interfaceState(one: Interface, recipe: Recipe): Omit<NetworkState, 'answers' | 'ports' | 'firewall'> {
	return {
		interface: one.name,
		address: ipv4Of(one, recipe),
		leased: one.leased,
		wireless: one.wireless,
		carrier: one.carrier,
	};
}

/** The network that the interface is in. */
export function networkOn(one: Interface, recipe: Recipe, port: number): BootNetwork | undefined {
	const own = ipv4Of(one, recipe);
	if (own === undefined) {
		return undefined;
	}

	const {netmask} = readSubnet(own);
	return {
		interface: one.name, address: own.split('/', 1)[0]!, netmask: toAddress(netmask), port,
		dhcp: dhcpOf(recipe, networkOf(recipe).range), nodes: knownNodes(recipe), lab: false,
	};
}

export function servingOf(
	recipe: Recipe,
	{bootFiles, nodeArchives}: Built,
	{network, published, folder}: {network: BootNetwork; published: readonly Published[]; folder: string},
): {services: Service[]; site: SiteSettings; ports: Port[]} {
	const {bios, uefi, timeout} = recipe.server;
	const site: SiteSettings = {
		folder,
		first: recipe.name,
		timeout,
		nodes: network.nodes,
		archives: nodeArchives,
		bios,
		uefi,
		bootFiles,
		network: {address: network.address, port: network.port},
		...onceFolder(network.nodes, path.join(folder, recipe.name)),
	};
	const menu = menuFor(published, site)!;
	const exports = published.flatMap(one => exportOf(one, folder, subnetOf(network)));
	const services = [
		firstStageService(
			{network, bios, uefi, bootFiles},
			pxelinuxIncludes(ownMenusOf(menu, published, {settings: site}), webAddress(network)),
		),
		...(exports.length > 0 ? nfsService(exports) : []),
	];
	return {services, site, ports: [httpPort(network.port), ...services.flatMap(({ports}) => ports)]};
}

/**
What else is in the menu, which whoever serves one recipe may not think of; a root over NFS is open to the whole
network.
*/
export function besideIt({name}: Recipe, published: readonly Published[], network: BootNetwork): string[] {
	const others = published.filter(other => other.name !== name);
	const roots = others
		.filter(({versions}) => versions.values().some(({tree}) => tree !== undefined))
		.map(other => other.name);
	return [
		...(others.length > 0
			? [`The boot menu also has these published recipes: ${others.map(other => other.name).join(', ')}.`]
			: []),
		...(roots.length > 0
			? [`NFS exports to ${subnetOf(network)}: the root file systems of ${roots.join(', ')}.`]
			: []),
	];
}

/** All versions of a recipe in one: a new one is there without a restart, and who runs on an old one keeps it. */
function exportOf({name, versions}: Published, folder: string, subnet: string): NfsExport[] {
	const trees = versions
		.values()
		.map(({tree}) => tree)
		.filter(tree => tree !== undefined)
		.toArray();
	return trees.length === 0
		? []
		: [{
			path: path.join(folder, name, treesName),
			pseudo: exportName(name),
			subnet,
			squash: 'none',
			access: trees.some(({access}) => access === 'rw') ? 'rw' : 'ro',
			versions: [...new Set(trees.map(({nfs}) => nfs))],
		}];
}

/** The network that our address is in, as `a.b.c.d/n`. */
export function subnetOf({address, netmask}: BootNetwork): string {
	const size = 2 ** 32 - toNumber(netmask);
	return `${toAddress(toNumber(address) - (toNumber(address) % size))}/${32 - Math.log2(size)}`;
}
