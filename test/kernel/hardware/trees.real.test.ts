import {beforeAll, describe, expect, inject, test} from 'vitest';
import {readTableFiles} from '../../../source/host/alias-tables.ts';
import {baseRequests} from '../../../source/kernel/bundles.ts';
import {catalogue} from '../../../source/kernel/catalogue.ts';
import {valueOf} from '../../../source/kernel/catalogue/other-names.ts';
import {formatFragment, parseConfig} from '../../../source/kernel/config-text.ts';
import {modulesFor} from '../../../source/kernel/hardware/aliases.ts';
import {formatHardware} from '../../../source/kernel/hardware/format.ts';
import {driversFor} from '../../../source/kernel/hardware/needs.ts';
import {readHardware} from '../../../source/kernel/hardware/read-hardware.ts';
import {commonHeaders, namedIncludes, readSourceTree} from '../../../source/kernel/hardware/source-tree.ts';
import type {DriverTables} from '../../../source/kernel/hardware/types.ts';
import {kernelsBuilt, kernelsTake} from '../../kernels-built.ts';
import {type Conf, prepareConf} from '../conf.ts';
import {readDeviceOptions} from '../../../source/run/device-options.ts';
import {processorSeconds} from '../../processor-seconds.ts';
import {fixture, withoutDrivers} from './fixture.ts';

beforeAll(kernelsBuilt, kernelsTake);

const trees = inject('kernelTrees');
const read = async (tree: string): Promise<DriverTables> => readSourceTree(await readTableFiles(tree, {headers: commonHeaders, includesOf: namedIncludes}));

test.each(['6.1', '6.12'] as const)('%s: the tree itself chooses the drivers and options of real machines', async version => {
	let tables!: DriverTables;
	const seconds = await processorSeconds(async () => {
		tables = await read(trees[version]);
	});
	expect(seconds).toBeLessThan(4);
	expect(tables.drivers.size).toBeGreaterThan(400);

	const found = (name: Parameters<typeof fixture>[0]) => driversFor(readHardware(withoutDrivers(fixture(name))), tables);
	const words = (name: Parameters<typeof fixture>[0]) => found(name).found.map(({modules, options}) => `${modules.join(' ')} ${options.join(' ')}`);
	expect(words('intel-i219')).toEqual(['xhci_pci USB_XHCI_PCI', 'ahci SATA_AHCI', 'e1000e E1000E', 'nvme BLK_DEV_NVME']);
	expect(words('realtek-8168')).toEqual(['nvme BLK_DEV_NVME', 'xhci_pci USB_XHCI_PCI', 'ahci SATA_AHCI', 'r8169 R8169', 'xhci_pci USB_XHCI_PCI']);
	expect(words('modaliases')).toEqual(['hid_generic HID_GENERIC', 'atlantic AQTION', 'ahci SATA_AHCI', 'xhci_pci USB_XHCI_PCI', 'e1000e E1000E', 'usbhid USB_HID', 'r8152 USB_RTL8152']);
	expect(words('node-report')).toContain('virtio_net VIRTIO_NET');
	expect(words('unknown-card')).toEqual(['e1000e E1000E']);
	expect(found('unknown-card').unknown).toHaveLength(2);
	expect(found('intel-i219').found.find(({device}) => device.network)?.with).toEqual(['NETDEVICES', 'ETHERNET', 'NET_VENDOR_INTEL']);

	// One of each way to write a table, as modules.alias of Debian's kernel has them.
	for (const [modalias, module] of [
		['pci:v00008086d00001229sv00008086sd0000000Cbc02sc00i00', 'e100'],
		['pci:v00008086d0000100Esv00001AF4sd00001100bc02sc00i00', 'e1000'],
		['pci:v000010ECd00008139sv00001AF4sd00001100bc02sc00i00', '8139too'],
		['pci:v00001D0Fd0000EC20sv00001D0Fsd0000EC20bc02sc00i00', 'ena'],
		['pci:v00001425d00006092sv00000000sd00000000bc02sc00i00', 'cxgb4'],
		['pci:v000014E4d0000165Fsv00001028sd000004F7bc02sc00i00', 'tg3'],
		['pci:v000015B3d00001017sv000015B3sd00000020bc02sc00i00', 'mlx5_core'],
		['pci:v00001106d00003038sv00001106sd00003038bc0Csc03i00', 'uhci_hcd'],
		['usb:v0B95p1790d0100dc00dsc00dp00icFFiscFFip00in00', 'ax88179_178a'],
		['usb:v0781p5581d0100dc00dsc00dp00ic08isc06ip50in00', 'usb_storage'],
		['virtio:d00000002v00001AF4', 'virtio_blk'],
	] as const) {
		expect(modulesFor(tables.aliases, modalias), modalias).toContain(module);
	}
});

test('the tables of all drivers tell which options a device needs', async () => {
	const driving = await readDeviceOptions(trees['6.12']);
	const options = (ids: string) => [...driving(ids)].toSorted();
	expect(options('8086:10d3')).toEqual(['E1000E']);
	expect(options('14c3:0608')).toEqual(['MT7921E']);
	expect(options('8086:a348')).toContain('SND_HDA_INTEL');
	expect(options('0bda:8153')).toContain('USB_RTL8152');
	expect(options('ffff:0001')).toEqual([]);
});

const fixtures = ['intel-i219', 'realtek-8168', 'node-report', 'modaliases', 'unknown-card', 'lsmod'] as const;
/** Devices with which the catalogue does not help: older controllers, a disk of the time before AHCI, a RAID card. */
const others = `00:1a.0 USB controller [0c03]: Intel Corporation 82801I USB2 EHCI Controller [8086:293c]
	Kernel modules: ehci_pci
00:12.0 USB controller [0c03]: Advanced Micro Devices, Inc. [AMD/ATI] SB7x0 USB OHCI0 Controller [1002:4397]
	Kernel modules: ohci_pci
00:14.1 IDE interface [0101]: Advanced Micro Devices, Inc. [AMD/ATI] SB7x0 IDE Controller [1002:439c]
	Kernel modules: pata_atiixp
02:00.0 RAID bus controller [0104]: Adaptec AAC-RAID [9005:0285]
	Kernel modules: aacraid
03:00.0 Ethernet controller [0200]: 3Com Corporation 3c905C-TX [10b7:9200]
	Kernel modules: 3c59x
04:00.0 Ethernet controller [0200]: Mellanox Technologies MT27500 Family [ConnectX-3] [15b3:1003]
	Kernel modules: mlx4_core
`;

const machines: Array<[name: string, text: string]> = [...fixtures.map((name): [string, string] => [name, fixture(name)]), ['others', others]];

describe.for(['6.1', '6.12'] as const)('Linux %s', version => {
	const tree = trees[version];
	let tables: DriverTables;
	let conf: Conf;
	const advice = (text: string) => formatHardware(driversFor(readHardware(text), tables, catalogue)).flatMap(line => {
		const options = /^ {2}options: \{(.*)\} /.exec(line)?.[1];
		return options === undefined ? [] : [options.split(', ').map(pair => pair.replace(/: y$/, ''))];
	});

	beforeAll(async () => {
		conf = await prepareConf(tree);
		tables = await read(tree);
		return conf.close;
	});

	test.for(machines)('%s: nothing of the advice for a recipe is dropped', async ([, text]) => {
		const advised = advice(text);
		expect(advised.length).toBeGreaterThan(0);
		for (const options of advised) {
			expect(await lost(conf, options)).toEqual([]);
		}
	});

	test('a controller without the frame of USB is dropped, so that this test can fail', async () => {
		expect(await lost(conf, ['USB_XHCI_PCI'])).toEqual(['USB_XHCI_PCI']);
	});
});

/** What the tree's own configuration, on top of the base, takes away again. */
async function lost(conf: Conf, options: readonly string[]): Promise<string[]> {
	const base = baseRequests.filter(({option}) => !options.includes(option));
	const {config} = await conf.allnoconfig(formatFragment([...base, ...options.map(option => ({option, value: 'y', from: 'kernel.options'}))]));
	const values = parseConfig(config);
	return options.filter(option => valueOf(values, option) !== 'y');
}
