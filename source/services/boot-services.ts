import type {BootFileName} from '../host/types.ts';
import {signedLoaderNames, type SignedLoaderName} from '../recipe/signed-loaders.ts';
import {UserError, exitCodes} from '../errors.ts';
import {dnsmasqService} from './dnsmasq.ts';
import {grubStart, httpService, menuTexts, ownMenus, pxelinuxConfigurations, pxelinuxRoot} from './http.ts';
import {renderGrubStart} from './menus/grub.ts';
import type {BootMenu, BootNetwork, Loaders, Service, UefiLoader} from './types.ts';

/** Everything that must listen for nodes to boot, in the order to start it. */
export function bootServices(
	facts: BootFacts & {menu: Omit<BootMenu, 'server'>; files: Record<string, string>},
): Service[] {
	const {network, files} = facts;
	const menu = {server: webAddress(network), ...facts.menu};
	const own = ownMenus(menu, network.nodes);
	return [
		httpService(network, {texts: menuTexts(menu, own, facts), files: {...files, ...loaderFiles(facts)}}),
		firstStageService(facts, pxelinuxConfigurations(menu, own)),
	];
}

/**
DHCP as the network has it, and the loaders.
@param configurations of pxelinux, for where it cannot be told to fetch them over HTTP
*/
export function firstStageService(
	{network, bios, uefi, bootFiles}: BootFacts,
	configurations: Record<string, string>,
): Service {
	const server = webAddress(network);
	const find = finder(bootFiles);
	// Only a DHCP server that is ours can tell PXELINUX to fetch the rest over HTTP.
	const byTftp = bios === 'pxelinux' && network.dhcp.mode !== 'full';
	return dnsmasqService(network, {
		bios,
		script: `${server}/boot.ipxe`,
		pxelinux: server + pxelinuxRoot,
		...uefiFirst(uefi, server),
		loaders: {
			...(bios === 'ipxe' ? biosIpxe(find) : {'lpxelinux.0': find('lpxelinux.0')}),
			'ipxe.efi': find('ipxe.efi'),
			...(uefi === 'grub' ? signedLoaders(find) : {}),
			...(byTftp ? pxelinuxModules(find) : {}),
		},
		texts: {
			...(byTftp ? configurations : {}),
			...(uefi === 'grub' ? {[grubStart]: renderGrubStart(server)} : {}),
		},
	});
}

/** What loaders fetch over HTTP beside menus: URL path → absolute path. */
export function loaderFiles({bios, uefi, bootFiles}: Omit<BootFacts, 'network'>): Record<string, string> {
	const find = finder(bootFiles);
	return {
		'/ipxe.efi': find('ipxe.efi'),
		...(bios === 'pxelinux' ? withPrefix(pxelinuxRoot, pxelinuxModules(find)) : {}),
		// Shim 16.1 puts a second slash between its own folder and the name of what it starts.
		...(uefi === 'grub'
			? withPrefix(signedRoot, {...signedLoaders(find), '/grubx64.efi': find('grubx64.efi')})
			: {}),
	};
}

/** Below this are shim, which asks for GRUB where it came from, and GRUB. */
const signedRoot = '/signed/';

/** The names of what a UEFI machine loads first: over TFTP, and as a URL. */
export function uefiFirst(uefi: UefiLoader, server: string): {uefi: string; http: string} {
	return uefi === 'grub'
		? {uefi: 'shimx64.efi', http: `${server}${signedRoot}shimx64.efi`}
		: {uefi: 'ipxe.efi', http: `${server}/ipxe.efi`};
}

/** Beginning of every URL. */
export function webAddress({address, port}: Pick<BootNetwork, 'address' | 'port'>): string {
	return `http://${address}${port === 80 ? '' : `:${port}`}`;
}

/** What is served where, and whence the loaders are taken. */
export type BootFacts = {
	network: BootNetwork;
	bootFiles: Partial<Record<LoaderName, string>>;
} & Loaders;

/** Signed loaders are fetched with what is built, the others are this machine's. */
export type LoaderName = BootFileName | SignedLoaderName;

type Finder = (name: LoaderName) => string;

function finder(bootFiles: BootFacts['bootFiles']): Finder {
	return name => {
		const path = bootFiles[name];
		if (!path) {
			throw new UserError(
				`The boot file ${name} is not on this machine.`,
				['ramstrap doctor --install'],
				exitCodes.notReady,
			);
		}

		return path;
	};
}

function signedLoaders(find: Finder): Record<string, string> {
	return Object.fromEntries(signedLoaderNames.map(name => [name, find(name)]));
}

function pxelinuxModules(find: Finder): Record<string, string> {
	return Object.fromEntries((['ldlinux.c32', 'menu.c32', 'libutil.c32'] as const).map(name => [name, find(name)]));
}

/**
Under both names: PXE boot menus make a ROM append the number of a layer to the
name it was given (dnsmasq(8), pxe-service).
*/
function biosIpxe(find: Finder): Record<string, string> {
	return {'undionly.kpxe': find('undionly.kpxe'), 'undionly.kpxe.0': find('undionly.kpxe')};
}

function withPrefix(prefix: string, files: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(files).map(([name, path]) => [prefix + name, path]));
}
