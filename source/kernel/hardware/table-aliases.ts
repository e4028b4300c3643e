/* eslint-disable no-bitwise -- the tables' flags and classes are made of bits */
import type {Initialiser} from './initialisers.ts';

export type Bus = keyof typeof structures;

/** Members of the structures in include/linux/mod_devicetable.h, in their order. */
export const structures = {
	pci: ['vendor', 'device', 'subvendor', 'subdevice', 'class', 'class_mask', 'driver_data', 'override_only'],
	usb: [
		'match_flags', 'idVendor', 'idProduct', 'bcdDevice_lo', 'bcdDevice_hi', 'bDeviceClass', 'bDeviceSubClass',
		'bDeviceProtocol', 'bInterfaceClass', 'bInterfaceSubClass', 'bInterfaceProtocol', 'bInterfaceNumber',
		'driver_info',
	],
	virtio: ['device', 'vendor'],
	hid: ['bus', 'group', 'vendor', 'product', 'driver_data'],
} as const satisfies Record<string, readonly string[]>;

/**
The alias of one element of a table, as scripts/mod/file2alias.c writes it; nothing for the empty one at the end
and for what cannot be read.
*/
export function aliasOf(bus: Bus, element: Initialiser): string | undefined {
	const value = (name: string) => element.get(name) ?? 0;
	// Data of the driver stands in the place of the class where a table is written carelessly (ahci.c);
	// without a mask it says nothing.
	const counts = (name: string) => !name.startsWith('driver_') && (name !== 'class' || value('class_mask') !== 0);
	const readable = structures[bus].every(name =>
		!element.has(name) || element.get(name) !== undefined || !counts(name));
	return readable ? writers[bus](value) : undefined;
}

type Value = (name: string) => number;

const writers: Record<Bus, (value: Value) => string | undefined> = {
	pci(value) {
		const isEmpty = value('vendor') === 0 && value('device') === 0 && value('class_mask') === 0;
		if (isEmpty || value('override_only') !== 0) {
			return undefined;
		}

		const part = (shift: number) => ((value('class_mask') >>> shift) & 0xFF) === 0xFF
			? hex((value('class') >>> shift) & 0xFF, 2)
			: '*';
		const id = (name: string) => value(name) === any ? '*' : hex(value(name), 8);
		return `pci:v${id('vendor')}d${id('device')}sv${id('subvendor')}sd${id('subdevice')}`
			+ `bc${part(16)}sc${part(8)}i${closed(part(0))}`;
	},

	/** Ranges of device releases (bcdDevice) are left open: they tell apart revisions of the same thing. */
	usb(value) {
		const flags = value('match_flags');
		const part = (flag: number, name: string, digits: number) =>
			(flags & flag) === 0 ? '*' : hex(value(name), digits);
		return flags === 0 ? undefined : [
			`usb:v${part(0x1, 'idVendor', 4)}p${part(0x2, 'idProduct', 4)}d*`,
			`dc${part(0x10, 'bDeviceClass', 2)}`,
			`dsc${part(0x20, 'bDeviceSubClass', 2)}`,
			`dp${part(0x40, 'bDeviceProtocol', 2)}`,
			`ic${part(0x80, 'bInterfaceClass', 2)}`,
			`isc${part(0x1_00, 'bInterfaceSubClass', 2)}`,
			`ip${part(0x2_00, 'bInterfaceProtocol', 2)}`,
			`in${closed(part(0x4_00, 'bInterfaceNumber', 2))}`,
		].join('');
	},

	virtio(value) {
		const id = (name: string) => value(name) === any ? '*' : hex(value(name), 8);
		return value('device') === 0 ? undefined : `virtio:d${id('device')}v${closed(id('vendor'))}`;
	},

	hid(value) {
		const part = (name: string, wild: number, digits: number) =>
			value(name) === wild ? '*' : hex(value(name), digits);
		return value('bus') === 0 ? undefined : [
			`hid:b${part('bus', 0xFF_FF, 4)}g${part('group', 0, 4)}`,
			`v${part('vendor', any, 8)}p${part('product', any, 8)}`,
		].join('');
	},
};

/** PCI_ANY_ID and its like: `~0`. */
const any = 0xFF_FF_FF_FF;

function hex(value: number, digits: number): string {
	return value.toString(16).toUpperCase().padStart(digits, '0').slice(-digits);
}

function closed(last: string): string {
	return last.endsWith('*') ? last : `${last}*`;
}
