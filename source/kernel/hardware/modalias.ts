import {pciKind} from './pci-classes.ts';
import type {Device, DeviceKind} from './types.ts';

/**
Devices of a list of modaliases, as `find /sys/devices -name modalias -exec cat {} +` prints it. A line of a node's own
report may say the module in use before it: `driver e1000e pci:v…`.
*/
export function readModaliases(lines: readonly string[]): Device[] {
	return lines.flatMap(line => {
		const [, module, modalias, bus] = /^\s*(?:driver (\S+) )?(([a-z]\w*):\S+)\s*$/.exec(line) ?? [];
		return modalias && buses.has(bus!)
			? [{...describeModalias(modalias, bus!), modules: module ? [module.replaceAll('-', '_')] : []}]
			: [];
	});
}

/** Those of scripts/mod/file2alias.c that a PC shows, and some that show more of it. */
const buses = new Set([
	'acpi', 'auxiliary', 'cpu', 'dmi', 'eisa', 'hdaudio', 'hid', 'i2c', 'input', 'mdio', 'mei', 'mmc', 'of', 'pci',
	'pcmcia', 'platform', 'pnp', 'rtc', 'scsi', 'sdio', 'serio', 'spi', 'tbsvc', 'typec', 'usb', 'virtio', 'vmbus',
	'wmi', 'x86cpu', 'xen',
]);

function describeModalias(modalias: string, bus: string): Omit<Device, 'modules'> {
	switch (bus) {
		case 'pci': {
			return describePci(modalias);
		}

		case 'usb': {
			return describeUsb(modalias);
		}

		case 'virtio': {
			return deviceOf(virtioKind(Number.parseInt(modalias.slice('virtio:d'.length), 16)), {bus, modalias});
		}

		case 'hid': {
			return deviceOf({name: 'Keyboard, mouse or similar', use: 'input'}, {bus, modalias});
		}

		default: {
			return deviceOf(paravirtual[modalias] ?? {name: modalias, use: 'none',
				why: 'board devices that the kernel detects itself'}, {bus, modalias});
		}
	}
}

/** A device of this kind; with ids they stand behind its name. */
export function deviceOf(
	{name, use, why}: DeviceKind,
	rest: Omit<Device, 'label' | 'use' | 'modules'>,
): Omit<Device, 'modules'> {
	return {
		label: rest.ids ? `${name} [${rest.ids}]` : name,
		...rest,
		use,
		...(why ? {why} : {}),
		...(use === 'network' ? {network: true} : {}),
	};
}

function describePci(modalias: string): Omit<Device, 'modules'> {
	const [, vendor = '', device = '', base = '', sub = '', part = ''] =
		/^pci:v0000(.{4})d0000(.{4})sv.*sd.*bc(..)sc(..)i(..)/.exec(modalias.toLowerCase()) ?? [];
	const pciClass = `${base}${sub}${part}`;
	// The card itself hangs behind it, on the virtio bus.
	const kind = vendor === '1af4' ? virtioBus : pciKind(pciClass);
	return deviceOf(kind, {bus: 'pci', ids: `${vendor}:${device}`, class: pciClass, modalias});
}

export const virtioBus: DeviceKind = {name: 'Virtio', use: 'bus'};

/** The alias of a PCI device of which only some numbers are known. */
export function pciModalias({ids, subsystem, pciClass}: {ids?: string; subsystem?: string; pciClass?: string}): string {
	const [vendor, device, subVendor, subDevice] = [...(ids ?? ':').split(':'), ...(subsystem ?? ':').split(':')]
		.map(id => id ? `0000${id.toUpperCase()}` : '*');
	const [base = '*', sub = '*', part = '*'] = pciClass?.toUpperCase().match(/../g) ?? [];
	return `pci:v${vendor}d${device}sv${subVendor}sd${subDevice}bc${base}sc${sub}i${part}`;
}

/** Virtual input/output device specification, section 5: device types. */
export function virtioKind(type: number): DeviceKind {
	return virtioKinds[type] ?? {name: `Virtio device of type ${type}`, use: 'unknown'};
}

const helper = 'virtual machine support devices';
const virtioKinds: Readonly<Record<number, DeviceKind>> = {
	1: {name: 'Virtio network card', use: 'network'},
	2: {name: 'Virtio disk', use: 'storage'},
	3: {name: 'Virtio console', use: 'other', why: helper},
	4: {name: 'Virtio random numbers', use: 'other', why: helper},
	5: {name: 'Virtio balloon', use: 'other', why: helper},
	8: {name: 'Virtio SCSI', use: 'storage'},
	9: {name: 'Virtio shared folder', use: 'other', why: helper},
	16: {name: 'Virtio graphics', use: 'other', why: 'not needed for text on the screen'},
	18: {name: 'Virtio input', use: 'input'},
	19: {name: 'Virtio socket', use: 'other', why: helper},
	26: {name: 'Virtio shared folder', use: 'other', why: helper},
};

/** Network cards and disks of Hyper-V (include/linux/hyperv.h, in the order of bytes in memory) and of Xen. */
const paravirtual: Readonly<Record<string, DeviceKind>> = {
	'vmbus:635161f83edfc546913ff2d2f965ed0e': {name: 'Hyper-V network card', use: 'network'},
	'vmbus:d96361baa104294db60572e2ffb1dc7f': {name: 'Hyper-V disk', use: 'storage'},
	'xen:vif': {name: 'Xen network card', use: 'network'},
	'xen:vbd': {name: 'Xen disk', use: 'storage'},
};

function describeUsb(modalias: string): Omit<Device, 'modules'> {
	const [, vendor = '', product = '', type = '', sub = '', protocol = ''] =
		/^usb:v(.{4})p(.{4})d.*ic(..)isc(..)ip(..)/.exec(modalias.toLowerCase()) ?? [];
	const kind = usbKinds.find(([code]) => `${type}${sub}${protocol}`.startsWith(code))?.[1]
		?? {name: 'USB device', use: 'unknown'};
	return deviceOf(kind, {bus: 'usb', ids: `${vendor}:${product}`, modalias});
}

const usbNetwork: DeviceKind = {name: 'USB network adapter', use: 'network'};
const without = (name: string): DeviceKind => ({name, use: 'other', why: 'not needed to boot'});

/**
Class, subclass and protocol of a USB interface (usb.org, Defined Class Codes); of classes with many
kinds, the narrow ones first.
*/
const usbKinds: ReadonlyArray<readonly [string, DeviceKind]> = [
	['0206', usbNetwork], ['020d', usbNetwork], ['020e', usbNetwork], ['e00103', usbNetwork],
	['03', {name: 'USB keyboard, mouse or similar', use: 'input'}],
	['08', {name: 'USB disk', use: 'storage'}],
	['09', {name: 'USB hub', use: 'none', why: 'USB itself drives hubs'}],
	['0a', {name: 'USB data channel', use: 'none', why: 'the other half of a USB device'}],
	['01', without('USB sound')],
	['02', without('USB modem')],
	['06', without('USB camera')],
	['07', without('USB printer')],
	['0b', without('USB card reader')],
	['0e', without('USB camera')],
	['e0', without('Bluetooth')],
	['fe', without('Vendor-specific USB device')],
];
