/**
Lines as lspci -nnk writes them, out of what people paste besides: quoted in a mail, collected by an installer with the
command in front, by `lspci -vmmk`, `lshw`, `hwinfo` and `ethtool -i`.
*/
export function asUsualLists(lines: readonly string[]): string[] {
	const plain = lines.map(line => line.replace(/^(?:[>|] ?)+/, '').replace(/^(?:lspci|lsmod|lsusb|lspci -\w+|find|modalias)[^:]{0,40}: ?(?=\S|\t)/, ''));
	return [...plain, ...machineReadable(plain), ...lshw(plain), ...hwinfo(plain), ...ethtool(plain)];
}

/** `lspci -vmm`: a record of lines with a tab each, its parts behind the names in brackets. */
function machineReadable(lines: readonly string[]): string[] {
	return blocks(lines, /^Slot:\t/).flatMap(block => {
		const {Slot, Class = '', Vendor = '', Device = '', SVendor, SDevice, Driver, Module} = fieldsOf(block, /^([A-Z]\w+):\t(.*)$/);
		const number = (text = '') => /\[([\da-f]{4})\]$/i.exec(text.trim())?.[1];
		const ids = number(Vendor) && number(Device) ? ` [${number(Vendor)}:${number(Device)}]` : '';
		const name = [Vendor, Device].map(text => text.replace(/ ?\[[\da-f]{4}\]$/i, '')).join(' ');
		return [
			`${Slot} ${Class}: ${name}${ids}`,
			...(number(SVendor) && number(SDevice) ? [`\tSubsystem: [${number(SVendor)}:${number(SDevice)}]`] : []),
			...(Driver ? [`\tKernel driver in use: ${Driver}`] : []),
			...(Module ? [`\tKernel modules: ${Module}`] : []),
		];
	});
}

/** `lshw`: what is of use stands in the configuration of network cards, which say whether they are wireless. */
function lshw(lines: readonly string[]): string[] {
	return blocks(lines, /^\s*\*-network/).flatMap(block => {
		const {description = '', product = '', 'bus info': bus = '', configuration = ''} = fieldsOf(block, /^\s*([a-z ]+): (.*)$/);
		return card(/pci@(?:[\da-f]{4}:)?([\da-f:.]+)/.exec(bus)?.[1], {wireless: /wireless/i.test(description), name: product, driver: /\bdriver=(\S+)/.exec(configuration)?.[1]});
	});
}

function hwinfo(lines: readonly string[]): string[] {
	return blocks(lines, /^\d+: (?:PCI|USB|None) /).flatMap(block => {
		const {'Hardware Class': kind = '', Model = '', Driver = '', 'SysFS BusID': bus = ''} = fieldsOf(block, /^ {2}([A-Z][\w ]*): (.*)$/);
		return kind.startsWith('network') ? card(/([\da-f]{2}:[\da-f]{2}\.\d)$/.exec(bus)?.[1], {wireless: false, name: unquote(Model), driver: unquote(Driver)}) : [];
	});
}

function ethtool(lines: readonly string[]): string[] {
	return blocks(lines, /^driver: \S+$/).flatMap(block => {
		const {driver, 'bus-info': bus} = fieldsOf(block, /^([a-z-]+): (.*)$/);
		return bus === undefined ? [] : card(/([\da-f]{2}:[\da-f]{2}\.\d)$/.exec(bus)?.[1], {wireless: false, name: '', driver});
	});
}

function card(slot: string | undefined, {wireless, name, driver}: {wireless: boolean; name: string; driver: string | undefined}): string[] {
	return driver === undefined || driver === '' ? [] : [
		`${slot ?? '00:00.0'} ${wireless ? 'Network controller' : 'Ethernet controller'}: ${name}`, `\tKernel driver in use: ${driver}`, `\tKernel modules: ${driver}`,
	];
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
	return Object.fromEntries(block.flatMap(line => {
		const [, name, value] = pattern.exec(line) ?? [];
		return name === undefined ? [] : [[name, value!.trim()]];
	}).toReversed());
}

const unquote = (text: string): string => text.replaceAll('"', '');
