import type {BootFileName} from '../host/types.ts';
import {UserError, exitCodes} from '../errors.ts';
import {dnsmasqService} from './dnsmasq.ts';
import {httpService, pxelinuxConfigurations, pxelinuxRoot} from './http.ts';
import type {BiosLoader, BootMenu, BootNetwork, Service} from './types.ts';

/** Everything that must listen for nodes to boot, in the order to start it. */
export function bootServices({network, menu: {entries, timeout}, bios, bootFiles, files}: BootFacts): Service[] {
	const server = webAddress(network);
	const find = finder(bootFiles);
	const menu = {server, entries, timeout};
	const modules = bios === 'pxelinux' ? Object.fromEntries((['ldlinux.c32', 'menu.c32', 'libutil.c32'] as const).map(name => [name, find(name)])) : {};
	// Only a DHCP server that is ours can tell PXELINUX to fetch the rest over HTTP.
	const byTftp = bios === 'pxelinux' && network.dhcp.mode !== 'full';
	return [
		httpService({network, bios, menu, files: {...files, '/ipxe.efi': find('ipxe.efi'), ...withPrefix(pxelinuxRoot, modules)}}),
		dnsmasqService(network, {
			bios,
			script: `${server}/boot.ipxe`,
			pxelinux: server + pxelinuxRoot,
			http: `${server}/ipxe.efi`,
			loaders: {...(bios === 'ipxe' ? biosIpxe(find) : {'lpxelinux.0': find('lpxelinux.0')}), 'ipxe.efi': find('ipxe.efi'), ...(byTftp ? modules : {})},
			texts: byTftp ? pxelinuxConfigurations(menu, network.nodes) : {},
		}),
	];
}

/** Beginning of every URL. */
export function webAddress({address, port}: Pick<BootNetwork, 'address' | 'port'>): string {
	return `http://${address}${port === 80 ? '' : `:${port}`}`;
}

export type BootFacts = {
	network: BootNetwork;
	menu: Omit<BootMenu, 'server'>;
	bios: BiosLoader;
	bootFiles: Partial<Record<BootFileName, string>>;
	/** URL path → absolute path of kernels, initrds and images. */
	files: Record<string, string>;
};

type Finder = (name: BootFileName) => string;

function finder(bootFiles: BootFacts['bootFiles']): Finder {
	return name => {
		const path = bootFiles[name];
		if (!path) {
			throw new UserError(`The boot file ${name} is not on this machine.`, ['ramstrap doctor --install'], exitCodes.notReady);
		}

		return path;
	};
}

/** Under both names: PXE boot menus make a ROM append the number of a layer to the name it was given (dnsmasq(8), pxe-service). */
function biosIpxe(find: Finder): Record<string, string> {
	return {'undionly.kpxe': find('undionly.kpxe'), 'undionly.kpxe.0': find('undionly.kpxe')};
}

function withPrefix(prefix: string, files: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(files).map(([name, path]) => [prefix + name, path]));
}
