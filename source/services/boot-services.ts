import type {BootFileName} from '../host/types.ts';
import {UserError, exitCodes} from '../errors.ts';
import {dnsmasqService} from './dnsmasq.ts';
import {httpService, pxelinuxRoot} from './http.ts';
import type {BiosLoader, BootEntry, BootNetwork, Service} from './types.ts';

/** Everything that must listen for nodes to boot one entry, in the order to start it. */
export function bootServices({network, entry, bios, timeout, bootFiles, files}: BootFacts): Service[] {
	const server = `http://${network.address}`;
	const find = finder(bootFiles);
	return [
		httpService({
			network, bios,
			menu: {server, entries: [entry], timeout},
			files: {...files, ...(bios === 'pxelinux' ? pxelinuxModules(find) : {})},
		}),
		dnsmasqService(network, {
			bios,
			script: `${server}/boot.ipxe`,
			pxelinux: server + pxelinuxRoot,
			loaders: {...(bios === 'ipxe' ? biosIpxe(find) : {'lpxelinux.0': find('lpxelinux.0')}), 'ipxe.efi': find('ipxe.efi')},
		}),
	];
}

export type BootFacts = {
	network: BootNetwork;
	entry: BootEntry;
	bios: BiosLoader;
	/** Seconds the menu waits; 0: no menu. */
	timeout: number;
	bootFiles: Partial<Record<BootFileName, string>>;
	/** URL path → absolute path of the kernel and the initrd. */
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

function pxelinuxModules(find: Finder): Record<string, string> {
	const modules = ['ldlinux.c32', 'menu.c32', 'libutil.c32'] as const;
	return Object.fromEntries(modules.map(name => [pxelinuxRoot + name, find(name)]));
}
