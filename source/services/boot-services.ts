import type {BootFileName} from '../host/types.ts';
import {UserError, exitCodes} from '../errors.ts';
import {dnsmasqService} from './dnsmasq.ts';
import {httpService, menuTexts, ownMenus, pxelinuxConfigurations, pxelinuxRoot} from './http.ts';
import type {BiosLoader, BootMenu, BootNetwork, Service} from './types.ts';

/** Everything that must listen for nodes to boot, in the order to start it. */
export function bootServices(
	facts: BootFacts & {menu: Omit<BootMenu, 'server'>; files: Record<string, string>},
): Service[] {
	const {network, bios, files} = facts;
	const menu = {server: webAddress(network), ...facts.menu};
	const own = ownMenus(menu, network.nodes);
	return [
		httpService(network, {texts: menuTexts(menu, own, bios), files: {...files, ...loaderFiles(facts)}}),
		firstStageService(facts, pxelinuxConfigurations(menu, own)),
	];
}

/**
DHCP as the network has it, and the loaders.
@param configurations of pxelinux, for where it cannot be told to fetch them over HTTP
*/
export function firstStageService(
	{network, bios, bootFiles}: BootFacts,
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
		http: `${server}/ipxe.efi`,
		loaders: {
			...(bios === 'ipxe' ? biosIpxe(find) : {'lpxelinux.0': find('lpxelinux.0')}),
			'ipxe.efi': find('ipxe.efi'),
			...(byTftp ? pxelinuxModules(find) : {}),
		},
		texts: byTftp ? configurations : {},
	});
}

/** What loaders fetch over HTTP beside menus: URL path → absolute path. */
export function loaderFiles({bios, bootFiles}: Omit<BootFacts, 'network'>): Record<string, string> {
	const find = finder(bootFiles);
	return {
		'/ipxe.efi': find('ipxe.efi'),
		...(bios === 'pxelinux' ? withPrefix(pxelinuxRoot, pxelinuxModules(find)) : {}),
	};
}

/** Beginning of every URL. */
export function webAddress({address, port}: Pick<BootNetwork, 'address' | 'port'>): string {
	return `http://${address}${port === 80 ? '' : `:${port}`}`;
}

/** What is served where, and whence the loaders are taken. */
export type BootFacts = {
	network: BootNetwork;
	bios: BiosLoader;
	bootFiles: Partial<Record<BootFileName, string>>;
};

type Finder = (name: BootFileName) => string;

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
