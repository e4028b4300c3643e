import type {DriverTables} from './types.ts';

/** Which options build the drivers of a device, by its vendor and device number: `8086:10d3`. */
export type DeviceOptions = (ids: string) => ReadonlySet<string>;

/** Whether a word is such a pair of numbers, as lspci -nn and lsusb show it, maybe in brackets. */
export const isDeviceIds = (word: string): boolean => ids.test(word);

const ids = /^\[?([\da-f]{4}):([\da-f]{4})\]?$/i;

/** What is to be said where there is none. */
export const noDriver = 'No driver names it. Drivers for a whole class are not found by numbers.';

/** Only drivers whose tables name the device count: hundreds could drive anything of its class. */
export function deviceOptions({aliases, drivers}: DriverTables): DeviceOptions {
	return word => {
		const [, vendor, device] = ids.exec(word.toUpperCase()) ?? [];
		const keys = [`pci:v0000${vendor}d0000${device}`, `usb:v${vendor}p${device}`];
		const modules = keys.flatMap(key => aliases.get(key) ?? []).map(({module}) => module);
		return new Set(modules.flatMap(module => drivers.get(module)?.options ?? []));
	};
}
