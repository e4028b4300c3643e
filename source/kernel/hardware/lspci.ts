import {deviceOf, pciModalias, virtioBus, virtioKind} from './modalias.ts';
import {pciClassByName, pciKind} from './pci-classes.ts';
import type {Device} from './types.ts';

/** Devices of an output of `lspci` with `-nnk`, or with some of `-n`, `-nn`, `-k`, `-v`. */
export function readLspci(lines: readonly string[]): Device[] {
	const entries: ListedDevice[] = [];
	for (const line of lines) {
		const head = /^\s*(?:[\da-f]{4,8}:)?[\da-f]{2}:[\da-f]{2}\.[0-7] (.+)$/i.exec(line)?.[1];
		const [, key, value] = /^\s*(Subsystem|Kernel driver in use|Kernel modules): (.+)$/.exec(line) ?? [];
		if (head) {
			entries.push({head, details: {}});
		} else if (key && entries.length > 0) {
			entries.at(-1)!.details[key as Detail] = value!.trim();
		}
	}

	return entries.flatMap(entry => describe(entry));
}

type Detail = 'Subsystem' | 'Kernel driver in use' | 'Kernel modules';
type ListedDevice = {head: string; details: Partial<Record<Detail, string>>};

function describe(entry: ListedDevice): Device[] {
	const {words, name, ids, subsystem, pciClass} = readHead(entry);
	const isVirtio = ids?.startsWith('1af4:') === true;
	const kind = pciClass ? pciKind(pciClass) : {name: words, use: 'unknown' as const};
	const device = deviceOf(isVirtio ? virtioBus : kind, {
		bus: 'pci',
		...(ids ? {ids, modalias: pciModalias({ids, subsystem, pciClass})} : {}),
		...(pciClass ? {class: pciClass} : {}),
	});
	const label = [`${kind.name}: ${nameOf(name)}`.replace(/: $/, ''), ...(ids ? [`[${ids}]`] : [])].join(' ');
	const modules = modulesOf(entry.details);
	const others = namesIn(entry.details['Kernel modules']).filter(module => !modules.includes(module));
	return [
		{...device, label, modules, ...(others.length > 0 && {others})},
		...(isVirtio ? behindVirtio(ids, subsystem) : []),
	];
}

function readHead({head, details}: ListedDevice) {
	const [, words = '', number, name = ''] = /^(.*?)(?: \[([\da-f]{4})\])?: (.*)$/i.exec(head) ?? [];
	// With -n the numbers stand bare, in an old lspci as `Class 0200`; with -nn in brackets behind the name, which may
	// have brackets of its own.
	const ids = /\[([\da-f]{4}:[\da-f]{4})\](?!.*\[[\da-f]{4}:)/i.exec(name)?.[1]
		?? /^[\da-f]{4}:[\da-f]{4}/i.exec(name)?.[0];
	const subsystem = /([\da-f]{4}:[\da-f]{4})\]?$/i.exec(details.Subsystem ?? '')?.[1];
	const base = number ?? pciClassByName(words) ?? /^(?:class )?([\da-f]{4})$/i.exec(words)?.[1];
	const pciClass = base && (base + interfaceOf(base, name)).toLowerCase();
	return {words, name, ids: ids?.toLowerCase(), subsystem, pciClass};
}

/** Lspci prints the programming interface with -v only, but most chips are called by it. */
function interfaceOf(base: string, name: string): string {
	const said = /\(prog-if ([\da-f]{2})/i.exec(name)?.[1];
	const guess = interfaces.find(([ofClass, pattern]) => ofClass === base.toLowerCase() && pattern.test(name))?.[2];
	return said ?? guess ?? '';
}

const interfaces: ReadonlyArray<readonly [string, RegExp, string]> = [
	['0c03', /xhci|usb ?3/i, '30'],
	['0c03', /ehci/i, '20'],
	['0c03', /ohci/i, '10'],
	['0c03', /uhci/i, '00'],
	['0106', /ahci/i, '01'],
	['0108', /./, '02'],
];

/** What people call the thing, without what every company puts behind its name. */
function nameOf(name: string): string {
	return name
		.replaceAll(/ \((?:rev|prog-if) [^)]*\)/g, '')
		.replace(/ ?\[[\da-f]{4}:[\da-f]{4}\].*$/i, '')
		.replace(/^[\da-f]{4}:[\da-f]{4}$/i, '')
		.replaceAll(/,? (?:Corporation|Co\., Ltd\.|Co Ltd|Inc\.|Ltd\.|Limited)(?= |$)/g, '')
		.trim();
}

function modulesOf(details: ListedDevice['details']): string[] {
	const listed = namesIn(details['Kernel modules']);
	const driver = details['Kernel driver in use']?.replaceAll('-', '_');
	// A device handed to a virtual machine is held by a driver that drives nothing.
	if (driver === undefined || holders.has(driver)) {
		return listed;
	}

	// A driver's name is not always its module's: xhci_hcd is in xhci_pci.
	return [listed.includes(driver) ? driver : listed[0] ?? moduleNames[driver] ?? driver];
}

const namesIn = (text = ''): string[] =>
	text.split(/[\s,]+/).filter(Boolean).map(module => module.replaceAll('-', '_'));

const holders = new Set(['vfio_pci', 'pci_stub']);

const moduleNames: Readonly<Record<string, string>> = {
	xhci_hcd: 'xhci_pci',
	i801_smbus: 'i2c_i801',
	mpt2sas: 'mpt3sas',
};

/**
The card on the virtio bus, which lspci does not show. Transitional devices say their type as the
subsystem (virtio 1.2, 4.1.2.1).
*/
function behindVirtio(ids: string, subsystem: string | undefined): Device[] {
	const id = Number.parseInt(ids.slice(5), 16);
	const transitional: Readonly<Record<number, number>> = {
		0x10_00: 1, 0x10_01: 2, 0x10_02: 5, 0x10_03: 3, 0x10_04: 8, 0x10_05: 4, 0x10_09: 9,
	};
	const type = id >= 0x10_40 ? id - 0x10_40 : transitional[id] ?? Number.parseInt(subsystem?.slice(5) ?? '', 16);
	if (!Number.isSafeInteger(type)) {
		return [];
	}

	const modalias = `virtio:d${type.toString(16).toUpperCase().padStart(8, '0')}v00001AF4`;
	return [{...deviceOf(virtioKind(type), {bus: 'virtio', modalias}), modules: []}];
}
