import {expect, test} from 'vitest';
import {formatHardware} from '../../../source/kernel/hardware/format.ts';
import {driversFor} from '../../../source/kernel/hardware/needs.ts';
import {readHardware} from '../../../source/kernel/hardware/read-hardware.ts';
import type {CatalogueOption} from '../../../source/kernel/types.ts';
import {fixture} from './fixture.ts';

const entry = (option: string, module: string, ...others: string[]): CatalogueOption => ({option, module, group: 'drivers', prompt: option, help: option, with: others});
const catalogue = [entry('E1000E', 'e1000e', 'ETHERNET', 'NET_VENDOR_INTEL'), entry('USB_XHCI_PCI', 'xhci_pci', 'USB'), entry('SATA_AHCI', 'ahci', 'ATA'), entry('BLK_DEV_NVME', 'nvme')];
const lines = (text: string, config?: ReadonlyMap<string, string>) => formatHardware(driversFor(readHardware(text), undefined, catalogue), config);

test('a whole machine, against the configuration of a kernel', () => {
	expect(lines(fixture('intel-i219'), new Map([['E1000E', 'm'], ['USB_XHCI_PCI', 'y'], ['SATA_AHCI', 'm']]))).toEqual([
		'USB: Intel 100 Series/C230 Series Chipset Family USB 3.0 xHCI Controller [8086:a12f] → xhci_pci, USB_XHCI_PCI: y',
		'SATA: Intel Q170/Q150/B150/H170/H110/Z170/CM236 Chipset SATA Controller [AHCI Mode] [8086:a102] → ahci, SATA_AHCI: m',
		'Ethernet: Intel Ethernet Connection (2) I219-V [8086:15b8] → e1000e, E1000E: m',
		'NVMe: Samsung Electronics NVMe SSD Controller SM961/PM961/SM963 [144d:a804] → nvme, BLK_DEV_NVME: missing',
		'',
		'10 more need no driver to boot: the firmware has configured bridges; not needed for text on the screen; '
		+ 'sensors and management; serial ports are built into the kernel; the rest is management; memory needs no '
		+ 'driver; sound and video.',
		'',
		'Add to the recipe, below kernel:',
		'  drivers: [e1000e]  # from: distribution',
		'  options: {E1000E: y, ETHERNET: y, NET_VENDOR_INTEL: y}  # from: build',
		'',
		'With disks, USB and keyboards:',
		'  drivers: [e1000e, xhci_pci, ahci, nvme]  # from: distribution',
		'  options: {E1000E: y, USB_XHCI_PCI: y, SATA_AHCI: y, BLK_DEV_NVME: y, ETHERNET: y, NET_VENDOR_INTEL: y, USB: y, ATA: y}  # from: build',
	]);
});

test('unknown devices, and no options where nothing tells them', () => {
	expect(formatHardware(driversFor(readHardware(fixture('unknown-card'))))).toEqual([
		'Ethernet: Intel Ethernet Connection (2) I219-LM [8086:15b7] → e1000e',
		'',
		'No known driver for:',
		'  Ethernet: AMD Pensando Systems Device [1dd8:f00d]',
		'  Device: Realtek Semiconductor RTS5227 PCI Express Card Reader [10ec:5227]',
		'',
		'1 more needs no driver to boot: the firmware has configured bridges.',
		'',
		'Add to the recipe, below kernel:',
		'  drivers: [e1000e]  # from: distribution',
	]);
});

test('a virtual machine needs the bus of its card too', () => {
	expect(lines(fixture('node-report'))).toEqual([
		'Virtio network card → virtio_net',
		'Virtio [1af4:1000] → virtio_pci',
		'',
		'No known driver for:',
		'  Virtio [1af4:1005]',
		'  IDE [8086:7010]',
		'',
		'30 more need no driver to boot: board devices that the kernel detects itself; the firmware has configured '
		+ 'bridges; virtual machine support devices.',
		'',
		'Add to the recipe, below kernel:',
		'  drivers: [virtio_net, virtio_pci]  # from: distribution',
	]);
});

test('a machine without a card is told so', () => {
	expect(lines('platform:coretemp')).toEqual([
		'The list has no wired network card with a driver: this machine cannot boot over the network.',
		'',
		'1 more needs no driver to boot: board devices that the kernel detects itself.',
	]);
});
