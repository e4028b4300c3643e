import {withoutPrefix} from './line-prefixes.ts';

/**
Lines as lspci -nnk and lsusb write them, out of what people paste besides: with something in front of each line, by
`lspci -mm` and `lspci -vmmk`, `lshw`, `hwinfo` and `ethtool -i`.
*/
export function asUsualLists(lines: readonly string[]): string[] {
	const plain = lines.map(line => withoutPrefix(line));
	return [
		...plain.flatMap(line => quotedFields(line) ?? [line]),
		...machineReadable(plain),
		...lshw(plain),
		...hwinfo(plain),
		...ethtool(plain),
	];
}

/** `lspci -mm`: a line for each device, its parts in quotes. */
function quotedFields(line: string): string[] | undefined {
	const [, slot, fields] = /^\s*((?:[\da-f]{4,8}:)?[\da-f]{2}:[\da-f]{2}\.[0-7]) (".*)$/i.exec(line) ?? [];
	const texts = fields?.matchAll(/"((?:[^"\\]|\\.)*)"/g).map(([, text]) => text!).toArray() ?? [];
	const [kind = '', vendor = '', device = '', ofSubsystem, subsystem] = texts;
	return slot === undefined ? undefined : pciDevice(slot, {kind, vendor, device, ofSubsystem, subsystem});
}

/** `lspci -vmm`: a record of lines with a tab each. */
function machineReadable(lines: readonly string[]): string[] {
	return blocks(lines, /^Slot:\t/).flatMap(block => {
		const {
			Slot = '',
			Class: kind = '',
			Vendor: vendor = '',
			Device: device = '',
			SVendor: ofSubsystem,
			SDevice: subsystem,
			Driver: driver,
			Module: module,
		} = fieldsOf(block, /^([A-Z]\w+):\t(.*)$/);
		return pciDevice(Slot, {kind, vendor, device, ofSubsystem, subsystem, driver, module});
	});
}

type PciDevice = {
	kind: string;
	vendor: string;
	device: string;
	ofSubsystem?: string;
	subsystem?: string;
	driver?: string;
	module?: string;
};

/** Each part with its number in brackets behind the name, the number alone, or the name alone. */
function pciDevice(slot: string, {kind, vendor, device, ofSubsystem, subsystem, driver, module}: PciDevice): string[] {
	const number = (text = '') => /(?:^|\[)([\da-f]{4})\]?$/i.exec(text.trim())?.[1];
	const pair = (...parts: [string?, string?]) =>
		parts.every(part => number(part)) ? ` [${parts.map(part => number(part)).join(':')}]` : '';
	const name = [vendor, device].map(text => text.replace(/ ?\[[\da-f]{4}\]$|^[\da-f]{4}$/i, '')).join(' ').trim();
	return [
		`${slot} ${kind}: ${name}${pair(vendor, device)}`,
		...(pair(ofSubsystem, subsystem) ? [`\tSubsystem:${pair(ofSubsystem, subsystem)}`] : []),
		...(driver ? [`\tKernel driver in use: ${driver}`] : []),
		...(module ? [`\tKernel modules: ${module}`] : []),
	];
}

/** `lshw`: what is of use stands in the configuration of network cards, which say whether they are wireless. */
function lshw(lines: readonly string[]): string[] {
	return blocks(lines, /^\s*\*-network/).flatMap(block => {
		const {description = '', product = '', 'bus info': bus = '', configuration = ''} =
			fieldsOf(block, /^ *([a-z]+(?: [a-z]+)*): (.*)$/);
		const slot = /pci@([\d.:a-f]+)/.exec(bus)?.[1];
		const driver = /\bdriver=(\S+)/.exec(configuration)?.[1];
		return slot === undefined && driver === undefined
			? []
			: card(slot, {wireless: /wireless/i.test(description), name: product, driver});
	});
}

/** `hwinfo`: numbers stand as `pci 0x10ec` before the names; it has a class of its own for wireless cards, 0282. */
function hwinfo(lines: readonly string[]): string[] {
	return blocks(lines, /^\d+: (?:PCI|USB|None) /).flatMap(block => {
		const fields = fieldsOf(block, /^ {2}([A-Z][\w ]*): (.*)$/);
		const [name, driver] = [fields.Model, fields.Driver].map(text => text?.replaceAll('"', ''));
		const [bus, vendor, device, ofSubsystem, subsystem] = [
			fields.Vendor?.slice(0, 3),
			fields.Vendor,
			fields.Device,
			fields.SubVendor,
			fields.SubDevice,
		].map(text => text?.replace(/^\w+ 0x([\da-f]{4}).*$/, '$1'));
		if (!fields['Hardware Class']?.startsWith('network')) {
			return [];
		}

		if (bus === 'usb' && vendor && device && !driver) {
			return [`Bus 000 Device 000: ID ${vendor}:${device} ${name ?? ''}`];
		}

		const slot = /([\da-f]{2}:[\da-f]{2}\.\d)$/.exec(fields['SysFS BusID'] ?? '')?.[1];
		return bus === 'pci' && slot && vendor && device
			? pciDevice(slot, {
				kind: /: 028\d/.test(block[0]!) ? '0280' : '0200',
				vendor: `${name ?? ''} [${vendor}]`,
				device,
				ofSubsystem,
				subsystem,
				driver,
			})
			: (driver ? card(slot, {wireless: false, name: name ?? '', driver}) : []);
	});
}

/** `ethtool -i`, which also describes what is no card: bridges, tunnels, ends of a pair. */
function ethtool(lines: readonly string[]): string[] {
	return blocks(lines, /^driver: \S+$/).flatMap(block => {
		const {driver, 'bus-info': bus} = fieldsOf(block, /^([-a-z]+): ?(.*)$/);
		return bus === undefined || ['', 'N/A', 'tap', 'tun'].includes(bus)
			? []
			: card(/([\da-f]{2}:[\da-f]{2}\.\d)$/.exec(bus)?.[1], {wireless: false, name: '', driver});
	});
}

function card(
	slot: string | undefined,
	{wireless, name, driver}: {wireless: boolean; name: string; driver: string | undefined},
): string[] {
	return pciDevice(slot ?? '00:00.0', {
		kind: wireless ? 'Network controller' : 'Ethernet controller',
		vendor: name,
		device: '',
		driver,
		module: driver,
	});
}

/** Lines from one that matches up to the next that does. */
function blocks(lines: readonly string[], first: RegExp): string[][] {
	const found: string[][] = [];
	for (const line of lines) {
		if (first.test(line)) {
			found.push([line]);
		} else {
			found.at(-1)?.push(line);
		}
	}

	return found;
}

/** The first value of each name. */
function fieldsOf(block: readonly string[], pattern: RegExp): Partial<Record<string, string>> {
	const fields: Partial<Record<string, string>> = {};
	for (const line of block) {
		const [, name, value = ''] = pattern.exec(line) ?? [];
		if (name !== undefined) {
			fields[name] ??= value.trim();
		}
	}

	return fields;
}
