import type {DeviceKind} from './types.ts';

const bridges: DeviceKind = {name: 'Bridge', use: 'none', why: 'the firmware has configured bridges'};
const sensors = 'sensors and management';
const plain = (name: string, why: string): DeviceKind => ({name, use: 'other', why});

/**
PCI classes, as in the PCI Code and ID Assignment Specification; four digits go before two. `none`: no driver exists or
is wanted. `other`: there are drivers, and a node boots and runs in RAM without them.
*/
const classes: Readonly<Record<string, DeviceKind>> = {
	'01': {name: 'Storage', use: 'storage'},
	'0100': {name: 'SCSI', use: 'storage'},
	'0101': {name: 'IDE', use: 'storage'},
	'0104': {name: 'RAID', use: 'storage'},
	'0106': {name: 'SATA', use: 'storage'},
	'0107': {name: 'SAS', use: 'storage'},
	'0108': {name: 'NVMe', use: 'storage'},
	'02': {name: 'Network', use: 'network'},
	'0200': {name: 'Ethernet', use: 'network'},
	'0207': {name: 'InfiniBand', use: 'network'},
	// In practice nearly always a wireless card.
	'0280': plain('Wireless', 'firmware cannot boot over wireless'),
	'03': plain('Graphics', 'not needed for text on the screen'),
	'04': plain('Sound and video', 'sound and video'),
	'05': {name: 'Memory', use: 'none', why: 'memory needs no driver'},
	'06': bridges,
	'07': plain('Communication', 'serial ports are built into the kernel; the rest is management'),
	'08': {name: 'System', use: 'none', why: 'timers and interrupt controllers are built into the kernel'},
	'0805': {name: 'SD cards', use: 'storage'},
	'09': plain('Input', 'game ports'),
	'0a': bridges,
	'0b': {name: 'Processor', use: 'none', why: 'processors'},
	'0c': plain('Serial bus', sensors),
	'0c03': {name: 'USB', use: 'bus'},
	'0c04': {name: 'Fibre Channel', use: 'storage'},
	'0c06': {name: 'InfiniBand', use: 'network'},
	'0d': plain('Wireless', 'firmware cannot boot over wireless'),
	'0f': plain('Satellite', 'firmware cannot boot over satellite'),
	10: plain('Encryption', 'the processor can do this itself'),
	11: plain('Signal processing', sensors),
	12: plain('Accelerator', 'accelerators'),
	13: {name: 'Instrumentation', use: 'none', why: 'performance counters of the chip'},
};

/** The kind of a device by its class: `0200`, `010601`. */
export function pciKind(pciClass: string): DeviceKind {
	return classes[pciClass.slice(0, 4)] ?? classes[pciClass.slice(0, 2)] ?? {name: 'Device', use: 'unknown'};
}

/** What lspci calls the classes that matter, where it gives no numbers. */
export function pciClassByName(words: string): string | undefined {
	return Object.hasOwn(names, words) ? names[words] : undefined;
}

const names: Readonly<Record<string, string>> = {
	'SCSI storage controller': '0100',
	'IDE interface': '0101',
	'RAID bus controller': '0104',
	'SATA controller': '0106',
	'Serial Attached SCSI controller': '0107',
	'Non-Volatile memory controller': '0108',
	'Mass storage controller': '0180',
	'Ethernet controller': '0200',
	'Infiniband controller': '0207',
	'Network controller': '0280',
	'VGA compatible controller': '0300',
	'3D controller': '0302',
	'Display controller': '0380',
	'Multimedia video controller': '0400',
	'Multimedia audio controller': '0401',
	'Audio device': '0403',
	'Multimedia controller': '0480',
	'RAM memory': '0500',
	'Memory controller': '0580',
	'Host bridge': '0600',
	'ISA bridge': '0601',
	'PCI bridge': '0604',
	Bridge: '0680',
	'Serial controller': '0700',
	'Communication controller': '0780',
	PIC: '0800',
	'SD Host controller': '0805',
	IOMMU: '0806',
	'System peripheral': '0880',
	'Co-processor': '0b40',
	'FireWire (IEEE 1394)': '0c00',
	'USB controller': '0c03',
	'Fibre Channel': '0c04',
	SMBus: '0c05',
	'Serial bus controller': '0c80',
	'Encryption controller': '1080',
	'Signal processing controller': '1180',
	'Processing accelerators': '1200',
};
