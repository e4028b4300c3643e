import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {UserError} from '../../../source/errors.ts';
import {readHardware} from '../../../source/kernel/hardware/read-hardware.ts';
import {fixture} from './fixture.ts';

const named = (text: string, label: RegExp) => readHardware(text).find(device => label.test(device.label));

test('lspci -nnk: name, numbers, class and the driver in use', () => {
	expect(readHardware(fixture('intel-i219'))).toHaveLength(14);
	expect(named(fixture('intel-i219'), /I219/)).toEqual({
		label: 'Ethernet: Intel Ethernet Connection (2) I219-V [8086:15b8]', bus: 'pci', ids: '8086:15b8', class: '0200',
		modalias: 'pci:v00008086d000015B8sv00001043sd00008672bc02sc00i*', use: 'network', network: true, modules: ['e1000e'],
	});
	expect(named(fixture('realtek-8168'), /8168/)).toMatchObject({label: 'Ethernet: Realtek Semiconductor RTL8111/8168/8411 PCI Express Gigabit Ethernet Controller [10ec:8168]', modules: ['r8169'], network: true});
});

test('a driver is not always called like its module; brackets in a name are no numbers', () => {
	expect(named(fixture('intel-i219'), /xHCI/)).toMatchObject({class: '0c0330', use: 'bus', modules: ['xhci_pci']});
	expect(named(fixture('intel-i219').replaceAll(/^\tKernel modules.*\n/gm, ''), /xHCI/)).toMatchObject({modules: ['xhci_pci']});
	expect(named(fixture('intel-i219'), /^SATA/)).toMatchObject({class: '010601', ids: '8086:a102', label: expect.stringMatching(/Controller \[AHCI Mode\] \[8086:a102\]$/) as string});
	expect(named(fixture('realtek-8168'), /Radeon/)).toMatchObject({ids: '1002:67df', use: 'other'});
});

test.each([
	['-k: names only', '00:1f.6 Ethernet controller: Intel Corporation Ethernet Connection (2) I219-V (rev 31)\n\tKernel driver in use: e1000e', {label: 'Ethernet: Intel Ethernet Connection (2) I219-V', class: '0200', modules: ['e1000e'], network: true}],
	['-n: numbers only', '00:1f.6 0200: 8086:15b8 (rev 31)\n\tSubsystem: 1043:8672', {label: 'Ethernet [8086:15b8]', modalias: 'pci:v00008086d000015B8sv00001043sd00008672bc02sc00i*', modules: []}],
	['-nnvk, a domain, blanks for tabs, CRLF', '0000:00:14.0 USB controller [0c03]: Intel Corporation Thing [8086:a12f] (rev 31) (prog-if 30 [XHCI])\r\n        Subsystem: ASUSTeK Computer Inc. Device [1043:8694]\r\n        Flags: bus master\r\n        Kernel driver in use: xhci_hcd\r\n        Kernel modules: xhci_pci\r\n', {label: 'USB: Intel Thing [8086:a12f]', class: '0c0330', modalias: 'pci:v00008086d0000A12Fsv00001043sd00008694bc0Csc03i30', modules: ['xhci_pci']}],
	['modules, none in use', '22:00.0 Ethernet controller [0200]: Realtek X [10ec:8168]\n\tKernel modules: r8169, r8168', {modules: ['r8169', 'r8168']}],
	['-n before pciutils 2.2', '00:04.0 Class 0200: 8086:100e (rev 03)\n\tSubsystem: 8086:001e', {label: 'Ethernet [8086:100e]', class: '0200', modalias: 'pci:v00008086d0000100Esv00008086sd0000001Ebc02sc00i*', use: 'network', network: true}],
	['with the colours of grep', '\u001B[1m00:1f.6\u001B[0m Ethernet \u001B[01;31m\u001B[Kcontroller\u001B[m\u001B[K [0200]: Intel Corporation I219-V [8086:15b8]\n\t\u001B[32mKernel driver in use\u001B[0m: e1000e', {label: 'Ethernet: Intel I219-V [8086:15b8]', class: '0200', modules: ['e1000e']}],
	['handed to a virtual machine', '22:00.0 Ethernet controller [0200]: Realtek X [10ec:8168]\n\tKernel driver in use: vfio-pci\n\tKernel modules: r8169', {modules: ['r8169']}],
])('lspci %s', (_, text, device) => {
	expect(readHardware(text)).toMatchObject([device]);
});

test('a card behind virtio is a device of its own', () => {
	expect(readHardware('00:02.0 Ethernet controller [0200]: Red Hat, Inc. Virtio network device [1af4:1000]\n\tSubsystem: Red Hat, Inc. Device [1af4:0001]\n\tKernel driver in use: virtio-pci')).toMatchObject([
		{label: 'Ethernet: Red Hat Virtio network device [1af4:1000]', use: 'bus', modules: ['virtio_pci']},
		{label: 'Virtio network card', bus: 'virtio', modalias: 'virtio:d00000001v00001AF4', network: true},
	]);
	expect(readHardware('00:03.0 SCSI storage controller [0100]: Red Hat, Inc. Virtio block device [1af4:1042]')[1]).toMatchObject({label: 'Virtio disk', use: 'storage'});
});

test('lsmod: drivers that are known by name', () => {
	const devices = readHardware(fixture('lsmod'));
	expect(devices).toHaveLength(18);
	expect(devices.filter(({network}) => network).map(({modules}) => modules)).toEqual([['igc'], ['r8169']]);
});

test('modaliases: each kind by its numbers', () => {
	const devices = readHardware(fixture('modaliases'));
	expect(devices.filter(({use}) => use !== 'none').map(({label, use}) => `${label} ${use}`)).toEqual([
		'Keyboard, mouse or similar input', 'Ethernet [1d6a:d107] network', 'SATA [8086:a102] storage', 'USB [8086:a12f] bus', 'Ethernet [8086:15b8] network',
		'USB keyboard, mouse or similar [046d:c31c] input', 'USB device [0bda:8153] unknown',
	]);
	expect(devices.find(({ids}) => ids === '8086:15b8')).toMatchObject({network: true, class: '020000', modules: []});
});

test('the report of a node: drivers in use belong to their devices', () => {
	const devices = readHardware(fixture('node-report'));
	expect(devices.filter(({modules}) => modules.length > 0)).toMatchObject([
		{label: 'Virtio network card', modules: ['virtio_net'], network: true},
		{ids: '1af4:1000', modules: ['virtio_pci'], use: 'bus'},
	]);
	expect(devices.filter(({bus}) => bus === 'virtio')).toHaveLength(2);
	expect(devices.filter(({ids}) => ids === '1af4:1000')).toHaveLength(1);
});

test('lists of one machine in one text are one list', () => {
	const devices = readHardware(`$ lspci -nnk\n${fixture('intel-i219')}\n$ cat modaliases\n${fixture('modaliases')}`);
	expect(devices.filter(({ids}) => ids === '8086:15b8')).toMatchObject([{
		label: expect.stringContaining('I219-V') as string, modalias: 'pci:v00008086d000015B8sv00001043sd00008672bc02sc00i00', class: '020000', modules: ['e1000e'],
	}]);
	expect(devices.some(({ids}) => ids === '0bda:8153')).toBe(true);
});

test('what is none of these says what is wanted', () => {
	for (const text of ['', 'hello\nworld', readFileSync('package.json', 'utf8'), 'https://example.org/']) {
		expect(() => readHardware(text)).toThrow(UserError);
	}

	const {message, hints} = (() => {
		try {
			return readHardware('nothing') as never;
		} catch (error) {
			return error as UserError;
		}
	})();
	expect([message, ...hints]).toEqual([
		'This text lists no hardware: it is not the output of lspci, lsusb, lsmod, lshw, hwinfo or ethtool -i, and not '
		+ 'a list of modaliases.',
		'run on the machine that will boot: lspci -nnk', 'or: lsmod', 'or: find /sys/devices -name modalias -exec cat '
		+ '{} + | sort -u',
	]);
});
