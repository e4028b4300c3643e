import {expect, test} from 'vitest';
import {readModuleFiles} from '../../../source/kernel/hardware/module-files.ts';
import {driversFor} from '../../../source/kernel/hardware/needs.ts';
import {readHardware} from '../../../source/kernel/hardware/read-hardware.ts';
import type {CatalogueOption} from '../../../source/kernel/types.ts';
import {fixture, withoutDrivers} from './fixture.ts';

/** Lines of Debian's own. */
const tables = readModuleFiles({
	alias: [
		'# Aliases extracted from modules themselves.',
		'alias pci:v00008086d000015B8sv*sd*bc*sc*i* e1000e', 'alias pci:v00008086d000015B7sv*sd*bc*sc*i* e1000e', 'alias pci:v000010ECd00008168sv*sd*bc*sc*i* r8169',
		'alias pci:v*d*sv*sd*bc0Csc03i20* ehci_pci', 'alias pci:v*d*sv*sd*bc01sc06i01* ahci', 'alias pci:v*d*sv*sd*bc01sc08i02* nvme',
		'alias usb:v0BDAp8153d*dc*dsc*dp*icFFiscFFip00in* r8152', 'alias usb:v*p*d*dc*dsc*dp*ic03isc*ip*in* usbhid', 'alias hid:b*g0001v*p* hid-generic', 'alias virtio:d00000001v* virtio_net',
		'',
	].join('\n'),
	dep: 'kernel/drivers/net/usb/r8152.ko.xz: kernel/drivers/net/mii.ko.xz\nkernel/drivers/net/ethernet/acme/roadrunner.ko:\n',
	builtin: 'xhci_pci.license=GPL\0xhci_pci.alias=pci:v*d*sv*sd*bc0Csc03i30*\0',
});
const entry = (option: string, module: string, ...others: string[]): CatalogueOption => ({option, module, group: 'drivers', prompt: option, help: option, with: others});
const catalogue = [entry('E1000E', 'e1000e', 'NETDEVICES', 'ETHERNET', 'NET_VENDOR_INTEL'), entry('R8169', 'r8169', 'NETDEVICES'), entry('USB_XHCI_PCI', 'xhci-pci')];
const modulesOf = (text: string, ...more: [Parameters<typeof driversFor>[1]?, Parameters<typeof driversFor>[2]?]) =>
	driversFor(readHardware(text), ...more).found.flatMap(({modules}) => modules);

test.each([
	['intel-i219', ['xhci_pci', 'ahci', 'e1000e', 'nvme']],
	['realtek-8168', ['nvme', 'xhci_pci', 'ahci', 'r8169', 'xhci_pci']],
] as const)('%s: what is in use, what the tables say, and both, are the same', (name, modules) => {
	expect(modulesOf(fixture(name))).toEqual(modules);
	expect(modulesOf(withoutDrivers(fixture(name)), tables)).toEqual(modules);
	expect(modulesOf(fixture(name), tables)).toEqual(modules);
});

test('options and what they need come from the catalogue where there is no tree', () => {
	const {found} = driversFor(readHardware(fixture('intel-i219')), tables, catalogue);
	expect(found.find(({device}) => device.network)).toMatchObject({modules: ['e1000e'], options: ['E1000E'], with: ['NETDEVICES', 'ETHERNET', 'NET_VENDOR_INTEL']});
	expect(found.find(({modules}) => modules.includes('xhci_pci'))).toMatchObject({options: ['USB_XHCI_PCI']});
	expect(found.find(({modules}) => modules.includes('nvme'))).toMatchObject({options: [], with: []});
});

test('a tree\'s own option goes before the catalogue\'s, whose list of needs is the better one', () => {
	const tree = {aliases: tables.aliases, drivers: new Map([['e1000e', {options: ['E1000E_NEW'], with: ['ETHERNET'], folder: 'drivers/net/ethernet/intel/e1000e'}]])};
	expect(driversFor(readHardware(fixture('intel-i219')), tree, catalogue).found.find(({device}) => device.network)).toMatchObject({options: ['E1000E_NEW'], with: ['NETDEVICES', 'ETHERNET', 'NET_VENDOR_INTEL']});
});

test('what the catalogue does not list hangs on the menus above it, not only on the folders on the way', () => {
	const facts = (option: string, folder: string, ...gates: string[]) => ({options: [option], with: gates, folder});
	const tree = {aliases: tables.aliases, drivers: new Map([['xhci_pci', facts('USB_XHCI_PCI', 'drivers/usb/host')], ['ahci', facts('SATA_AHCI', 'drivers/ata', 'ATA')], ['nvme', facts('BLK_DEV_NVME', 'drivers/nvme/host')]])};
	const {found} = driversFor(readHardware(fixture('intel-i219')), tree);
	expect(found.map(({options, with: others}) => [...options, ...others])).toEqual([
		['USB_XHCI_PCI', 'USB_SUPPORT', 'USB', 'USB_PCI', 'USB_XHCI_HCD'],
		['SATA_AHCI', 'BLOCK', 'SCSI', 'BLK_DEV_SD', 'ATA'],
		[],
		['BLK_DEV_NVME'],
	]);
});

test('an older lspci -n names the drivers of that card only', () => {
	const own = readModuleFiles({alias: 'alias pci:v00008086d0000100Esv*sd*bc*sc*i* e1000\nalias pci:v*d*sv*sd*bc01sc06i01* ahci\nalias pci:v*d*sv*sd*bc01sc08i02* nvme\n', dep: '', builtin: ''});
	expect(modulesOf('00:04.0 Class 0200: 8086:100e (rev 03)', own)).toEqual(['e1000']);
});

test('unknown devices are named; bridges are no unknown devices', () => {
	const {unknown, aside} = driversFor(readHardware(fixture('unknown-card')), tables);
	expect(unknown.map(({label}) => label)).toEqual(['Ethernet: AMD Pensando Systems Device [1dd8:f00d]', 'Device: Realtek Semiconductor RTS5227 PCI Express Card Reader [10ec:5227]']);
	expect(aside).toMatchObject([{class: '0600', why: 'the firmware has configured bridges'}]);
});

test('what is built in is a driver of the kernel, as what is a module is', () => {
	const own = readModuleFiles({alias: '', dep: 'kernel/drivers/net/mii.ko:\n', builtin: 'virtio_net.license=GPL\0virtio_net.file=drivers/net/virtio_net\0'});
	expect(modulesOf('Module Size Used by\nvirtio_net 1 0\ne1000e 1 0\n', own)).toEqual(['virtio_net']);
});

test('without tables a card without a driver in use is unknown', () => {
	expect(driversFor(readHardware(withoutDrivers(fixture('intel-i219')))).unknown.map(({use}) => use)).toEqual(['bus', 'storage', 'network', 'storage']);
});

test('somebody\'s own module gives way to the kernel\'s, an odd one that the kernel knows does not', () => {
	const using = (driver: string) => `22:00.0 Ethernet controller [0200]: Realtek X [10ec:8168]\n\tKernel driver in use: ${driver}\n`;
	expect(modulesOf(using('r8168'), tables)).toEqual(['r8169']);
	expect(modulesOf(using('r8168'))).toEqual(['r8168']);
	expect(modulesOf(using('roadrunner'), tables)).toEqual(['roadrunner']);
});

test('what a device is for may be known by its driver only', () => {
	const {found} = driversFor(readHardware(fixture('modaliases')), tables);
	expect(found.find(({device}) => device.ids === '0bda:8153')).toMatchObject({modules: ['r8152'], device: {use: 'network', network: true}});
	const loaded = driversFor(readHardware('Module Size Used by\nroadrunner 49152 0\nnf_tables 307200 14 nft_chain_nat\n'), tables);
	expect(loaded.found).toMatchObject([{modules: ['roadrunner'], device: {network: true}}]);
	expect(loaded.aside).toMatchObject([{label: 'Module nf_tables', why: 'modules that are not needed to boot'}]);
	expect(loaded.unknown).toEqual([]);
});
