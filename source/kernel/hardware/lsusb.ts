import type {Device} from './types.ts';

/**
The devices of an output of `lsusb`: what they are for only their driver tells. Hubs of the
controllers themselves are none.
*/
export function readLsusb(lines: readonly string[]): Device[] {
	return lines.flatMap((line): Device[] => {
		const [, ids, name = ''] =
			/^bus \d{3} device \d{3}: id ([\da-f]{4}:[\da-f]{4}) ?(.*)$/i.exec(line.trim()) ?? [];
		if (ids === undefined || ids.startsWith('1d6b:')) {
			return [];
		}

		const [vendor, product] = ids.toUpperCase().split(':', 2) as [string, string];
		return [{
			label: `USB: ${name.trim()} [${ids.toLowerCase()}]`,
			bus: 'usb',
			ids: ids.toLowerCase(),
			modalias: `usb:v${vendor}p${product}d*dc*dsc*dp*ic*isc*ip*in*`,
			use: 'unknown',
			modules: [],
		}];
	});
}
