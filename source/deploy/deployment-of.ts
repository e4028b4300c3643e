import {existsSync} from 'node:fs';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {places as bootFilePlaces} from '../host/boot-files.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {NetworkProbe} from '../serve/root-helper.ts';
import type {LoaderName} from '../services/boot-services.ts';
import type {BootNetwork, Port} from '../services/types.ts';
import type {Built} from '../run/build.ts';
import {builtVersion} from '../publish/built-version.ts';
import {subnetOf} from '../serve/network.ts';
import type {Deployment, Journal} from './types.ts';
import {nfsPorts, openingsFor} from './network-probe.ts';
import {placesOf, singleExecutable} from './places.ts';
import {packagesFor} from './needs.ts';
import {makeDeployment} from './deployment.ts';

/** Signed loaders are nowhere but where they were built. */
const loaderPlaces: Record<LoaderName, readonly string[]> = {...bootFilePlaces, 'shimx64.efi': [], 'grubx64.efi': []};

/** Everything that nodes of a deployed recipe come to. */
export function portsOf({server: {dhcp}, nfs}: Recipe, {served}: Built): Port[] {
	return [
		...(dhcp === 'external' ? [] : [{protocol: 'udp' as const, number: 67, use: 'DHCP'}]),
		{protocol: 'udp', number: 69, use: 'TFTP'},
		...(dhcp === 'proxy' ? [{protocol: 'udp' as const, number: 4011, use: 'network boot of UEFI machines'}] : []),
		{protocol: 'tcp', number: 80, use: 'HTTP'},
		...(served.tree ? nfsPorts(nfs) : []),
	];
}

/** What is to be on this machine, from what was built and what was seen around it. */
export function deploymentOf(
	recipe: Recipe,
	built: Built,
	{network, seen, journal, ports, automatic, self}: {
		network: BootNetwork;
		seen: NetworkProbe;
		journal: Journal | undefined;
		ports: Port[];
		/** Packages that are here only for others. */
		automatic: readonly string[];
		self: string[];
	},
): Deployment {
	const {facts, bootFiles, served: {tree}} = built;
	const {bios, uefi, timeout, keep} = recipe.server;
	const manager = facts.packageManager;
	if (manager === undefined && facts.tools.dnsmasq === undefined) {
		throw new UserError(
			'dnsmasq is not installed, and ramstrap does not support this machine\'s package manager.',
			['install dnsmasq, then deploy again'],
			exitCodes.notReady,
		);
	}

	return makeDeployment({
		...builtVersion(recipe, built),
		network,
		subnet: subnetOf(network),
		bios,
		uefi,
		timeout,
		keep,
		archives: built.nodeArchives,
		isDeaf: 'unknown' in seen.answers,
		bootFiles: Object.fromEntries(
			Object.entries(loaderPlaces).map(([name, all]) => {
				const found = bootFiles[name as LoaderName];
				return [name, found === undefined ? all : [found, ...all.filter(file => file !== found)]];
			}),
		) as Record<LoaderName, readonly string[]>,
		packages: manager && {
			manager,
			names: packagesFor(facts, {
				manager,
				bios,
				journal,
				automatic,
				nfs: tree ? (existsSync('/usr/sbin/exportfs') ? 'there' : 'missing') : 'unused',
			}),
		},
		program: programFrom(self, placesOf(recipe.name).program),
		dnsmasq: facts.tools.dnsmasq ?? '/usr/sbin/dnsmasq',
		openings: openingsFor(ports, seen, {interface: network.interface, journal}),
	});
}

/**
Our own program, copied: it may lie in somebody's home, where the unit does not look, and an update of it is no reason
that a service ends. Node goes along for the same reasons, but not the distribution's, which is kept up to date where it
is and whose libraries would go away under a copy. The single executable is both.
@param self program and arguments that start it; without arguments it is the single executable
*/
function programFrom([node, program]: string[], folder: string): {copies: Record<string, string>; command: string} {
	if (program === undefined) {
		const copy = `${folder}/${singleExecutable}`;
		return {copies: {[copy]: node!}, command: `${copy} --node-options=--jitless helper http`};
	}

	const isSystems = node!.startsWith('/usr/') && !node!.startsWith('/usr/local/');
	return {
		copies: {
			...(isSystems ? {} : {[`${folder}/node`]: node!}),
			[`${folder}/http.mjs`]: path.join(path.dirname(program), 'http.mjs'),
		},
		command: `${isSystems ? node! : `${folder}/node`} --jitless ${folder}/http.mjs`,
	};
}
