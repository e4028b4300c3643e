import {bus} from './catalogue/bus.ts';
import {debugging} from './catalogue/debugging.ts';
import {drivers} from './catalogue/drivers.ts';
import {fileSystems} from './catalogue/file-systems.ts';
import {general} from './catalogue/general.ts';
import {graphics} from './catalogue/graphics.ts';
import {networkDisks} from './catalogue/network-disks.ts';
import {networking} from './catalogue/networking.ts';
import {security} from './catalogue/security.ts';
import {sensors} from './catalogue/sensors.ts';
import {sound} from './catalogue/sound.ts';
import {virtualization} from './catalogue/virtualization.ts';
import {wireless} from './catalogue/wireless.ts';
import type {CatalogueOption, Group, UngroupedOption} from './types.ts';

const rows: Record<Group, readonly UngroupedOption[]> = {
	general, bus, networking, wireless, drivers, 'network-disks': networkDisks, graphics, sound, sensors,
	'file-systems': fileSystems, virtualization, security, debugging,
};

const byGroup = Object.entries(rows) as Array<[Group, readonly UngroupedOption[]]>;

/**
The options worth choosing for a diskless node, group by group, in a group in menuconfig's order. Prompts are those of
Linux 6.12.
*/
export const catalogue: readonly CatalogueOption[] = byGroup
	.flatMap(([group, options]) => options.map(option => ({...option, group})));

const byName = new Map(catalogue.map(entry => [entry.option, entry]));

export function catalogueOption(option: string): CatalogueOption | undefined {
	return byName.get(option);
}

/** Modules that come with an option whose own module has another name. */
const companions: Record<string, string> = {
	mlx4_core: 'MLX4_EN',
	xhci_pci: 'USB_XHCI_HCD',
	ehci_pci: 'USB_EHCI_HCD',
	ohci_pci: 'USB_OHCI_HCD',
	net_failover: 'VIRTIO_NET',
};

/** The option behind a module; `-` and `_` are the same to kmod. */
export function optionOfModule(module: string): CatalogueOption | undefined {
	const name = module.replaceAll('-', '_');
	return catalogue.find(entry => entry.module === name) ?? catalogueOption(companions[name] ?? '');
}

/** A driver of a wired network card, as opposed to a bridge, a tunnel or a bus. */
export function isNetworkCard({module, with: parents = []}: CatalogueOption): boolean {
	return module !== undefined && (parents.some(parent => frames.has(parent)) || otherCards.has(module));
}

const frames = new Set(['ETHERNET', 'USB_NET_DRIVERS']);

/** Cards of virtual machines, which lie beside the Ethernet vendors. */
const otherCards = new Set(['virtio_net', 'xen_netfront', 'vmxnet3', 'hv_netvsc']);
