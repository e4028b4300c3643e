import {expect, inject, test} from 'vitest';
import {readTableFiles} from '../../../source/host/alias-tables.ts';
import {modulesFor} from '../../../source/kernel/hardware/aliases.ts';
import {driversFor} from '../../../source/kernel/hardware/needs.ts';
import {readHardware} from '../../../source/kernel/hardware/read-hardware.ts';
import {commonHeaders, namedIncludes, readSourceTree} from '../../../source/kernel/hardware/source-tree.ts';
import type {DriverTables} from '../../../source/kernel/hardware/types.ts';
import {fixture, withoutDrivers} from './fixture.ts';

const trees = inject('kernelTrees');
const read = async (tree: string): Promise<DriverTables> => readSourceTree(await readTableFiles(tree, {headers: commonHeaders, includesOf: namedIncludes}));

test.each(['6.1', '6.12'] as const)('%s: the tree itself chooses the drivers and options of real machines', async version => {
	const begin = performance.now();
	const tables = await read(trees[version]);
	// Below 2 seconds on a quiet machine; on a cold or busy one the disk takes longer.
	expect(performance.now() - begin).toBeLessThan(20_000);
	expect(tables.drivers.size).toBeGreaterThan(400);

	const found = (name: Parameters<typeof fixture>[0]) => driversFor(readHardware(withoutDrivers(fixture(name))), tables);
	const words = (name: Parameters<typeof fixture>[0]) => found(name).found.map(({modules, options}) => `${modules.join(' ')} ${options.join(' ')}`);
	expect(words('intel-i219')).toEqual(['xhci_pci USB_XHCI_PCI', 'ahci SATA_AHCI', 'e1000e E1000E', 'nvme BLK_DEV_NVME']);
	expect(words('realtek-8168')).toEqual(['nvme BLK_DEV_NVME', 'xhci_pci USB_XHCI_PCI', 'ahci SATA_AHCI', 'r8169 R8169', 'xhci_pci USB_XHCI_PCI']);
	expect(words('modaliases')).toEqual(['hid_generic HID_GENERIC', 'atlantic AQTION', 'ahci SATA_AHCI', 'xhci_pci USB_XHCI_PCI', 'e1000e E1000E', 'usbhid USB_HID', 'r8152 USB_RTL8152']);
	expect(words('node-report')).toContain('virtio_net VIRTIO_NET');
	expect(words('unknown-card')).toEqual(['e1000e E1000E']);
	expect(found('unknown-card').unknown).toHaveLength(2);
	expect(found('intel-i219').found.find(({device}) => device.network)?.with).toEqual(['ETHERNET', 'NET_VENDOR_INTEL']);

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
}, 60_000);
