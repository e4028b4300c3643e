import {describe, expect, test} from 'vitest';
import {catalogue} from '../../../source/kernel/catalogue.ts';
import {indexAliases} from '../../../source/kernel/hardware/aliases.ts';
import {formatHardware} from '../../../source/kernel/hardware/format.ts';
import {driversFor, noTables} from '../../../source/kernel/hardware/needs.ts';
import {readHardware} from '../../../source/kernel/hardware/read-hardware.ts';
import type {DriverTables} from '../../../source/kernel/hardware/types.ts';

// What people paste, and what may be concluded from it.

const driver = (folder: string) => ({options: [], with: [], folder: `drivers/net/ethernet/${folder}`});
const tables: DriverTables = {
	aliases: indexAliases([{pattern: 'pci:v000015B3d00001003sv*sd*bc*sc*i*', module: 'mlx4_core'}, {pattern: 'usb:v0BDAp8153d*dc*dsc*dp*icFFiscFFip00in*', module: 'r8152'}]),
	complete: true,
	drivers: new Map([['mlx4_core', driver('mellanox/mlx4')], ['r8169', driver('realtek')], ['e1000e', driver('intel/e1000e')], ['r8152', {options: [], with: [], folder: 'drivers/net/usb'}], ['ath5k', {options: [], with: [], folder: 'drivers/net/wireless/ath/ath5k'}]]),
};
const said = (text: string, known = tables) => formatHardware(driversFor(readHardware(text), known, catalogue)).join('\n');
const lspci = (head: string, ...details: string[]) => [head, ...details.map(line => `\t${line}`)].join('\n');
const noCard = 'The list has no wired network card with a driver';

describe('the driver says what a card is, its class only where that is silent', () => {
	const connectX = lspci('81:00.0 Network controller [0280]: Mellanox Technologies MT27500 Family [ConnectX-3] [15b3:1003]', 'Kernel driver in use: mlx4_core', 'Kernel modules: mlx4_core');

	test.each([['with tables', tables], ['without', noTables]])('a wired card that calls itself like a wireless one, %s', (_, known) => {
		expect(said(connectX, known)).toContain('drivers: [mlx4_core, mlx4_en]  # from: distribution');
		expect(said(connectX, known)).toMatch(/^Ethernet: Mellanox/);
		expect(said(connectX, known)).not.toContain(noCard);
		expect(said(connectX, known)).not.toContain('Wireless');
	});

	test('a wireless card that calls itself like a wired one', () => {
		const text = said(lspci('06:00.0 Ethernet controller [0200]: Qualcomm Atheros AR242x Wireless Network Adapter [168c:001c]', 'Kernel driver in use: ath5k', 'Kernel modules: ath5k'));
		expect(text).toContain(noCard);
		expect(text).toContain('firmware cannot boot over wireless');
	});
});

describe('a driver that was in use and is not in this kernel', () => {
	const foreign = (modules: string) => lspci('04:00.0 Ethernet controller: Realtek Semiconductor Co., Ltd. RTL8125 2.5GbE Controller (rev 05)', 'Kernel driver in use: r8125', `Kernel modules: ${modules}`);

	test('gives way to the one named beside it that is', () => {
		expect(said(foreign('r8169, r8125'))).toContain('drivers: [r8169]  # from: distribution');
		expect(said(foreign('r8169, r8125'), noTables)).toContain('drivers: [r8169]');
	});

	test('is said to be so where there is no other', () => {
		expect(said(foreign('r8125'))).toContain('(r8125: used by that machine, missing in this kernel)');
		expect(said(foreign('r8125'))).not.toContain('drivers:');
	});

	test.each([
		['with numbers', lspci('04:00.0 Ethernet controller [0200]: Acme Card [1a4b:dead]', 'Kernel driver in use: roadrunner')],
		['of lsmod', 'Module                  Size  Used by\ntg3                   200704  0\n'],
		['of a driver that the catalogue knows', lspci('00:03.0 Ethernet controller [0200]: Intel Corporation 82540EM [8086:100e]', 'Kernel driver in use: e1000')],
	])('is never proposed, %s', (_, text) => {
		expect(said(text)).toMatch(/\(\w+: used by that machine, missing in this kernel\)/);
		expect(said(text)).not.toContain('drivers:');
		// Where the tables are not those of the kernel at hand, nothing is said of it.
		expect(said(text, {...tables, complete: false})).toContain('drivers:');
	});

	test('leaves the one that is where none is in use', () => {
		expect(said(lspci('04:00.0 Ethernet controller: Realtek RTL8125', 'Kernel modules: r8125, r8169'))).toContain('drivers: [r8169]  # from: distribution');
	});
});

test('names alone are no reason to say that a machine does not boot', () => {
	const text = said('02:00.0 Ethernet controller: Marvell Technology Group Ltd. 88E8039 PCI-E Fast Ethernet Controller (rev 15)');
	expect(text).toContain('Device names do not identify a driver; device numbers do. To get them, run lspci -nnk on '
		+ 'that machine.');
	expect(text).not.toContain(noCard);
});

test('a list of USB alone says nothing of the cards inside a machine', () => {
	const text = said('Bus 001 Device 002: ID 046d:c31c Logitech Keyboard K120\n');
	expect(text).toContain('run lspci -nnk on that machine');
	expect(text).not.toContain(noCard);
});

test('what ethtool describes beside cards is none', () => {
	const text = said('driver: bridge\nbus-info: N/A\ndriver: veth\nversion: 1.0\nbus-info: \ndriver: tun\nbus-info: tap\ndriver: e1000e\nbus-info: 0000:00:1f.6\n');
	expect(text).toContain('drivers: [e1000e]');
	expect(text).not.toMatch(/bridge|veth|tun/);
});

test('a log of the kernel is no list of devices, although addresses stand in it', () => {
	expect(() => said('host kernel: r8169 0000:03:00.0 eth0: RTL8168g\npci 0000:00:1f.6: [8086:15b8] type 00 class 0x020000\n')).toThrow('This text lists no hardware');
});

const card = '00:1f.6 Ethernet controller [0200]: Intel Corporation Ethernet Connection (7) I219-LM [8086:15bb] (rev 10)';
test.each([
	['the summary of an installer', `uname -a: Linux box 6.1.0 x86_64\nlspci -knn: ${card}\nlspci -knn: \tKernel driver in use: e1000e\nlspci -knn: \tKernel modules: e1000e`, 'e1000e'],
	['a mail', `> ${card}\n> \tKernel driver in use: e1000e`, 'e1000e'],
	['a mail that answers another', `> > ${card}\n> > \tKernel driver in use: e1000e`, 'e1000e'],
	['what grep found in files', `box/pci.txt:12:${card}\nbox/pci.txt-13-\tKernel driver in use: e1000e`, 'e1000e'],
	['a log', `Nov 27 10:00:01 box logger: 0000:${card}\nNov 27 10:00:01 box logger:   Kernel driver in use: e1000e`, 'e1000e'],
	['a list in a text', `* ${card}\n  * Kernel driver in use: e1000e`, 'e1000e'],
	['grep . /sys/…/modalias', '/sys/devices/pci0000:81/0000:81:00.0/modalias:pci:v000015B3d00001003sv0000103Csd000018D6bc02sc80i00\n', 'mlx4_core, mlx4_en'],
	['udevadm', 'P: /devices/pci0000:81/0000:81:00.0\nE: DRIVER=mlx4_core\nE: MODALIAS=pci:v000015B3d00001003sv0000103Csd000018D6bc02sc80i00\n', 'mlx4_core, mlx4_en'],
	['lspci -nn -mm', String.raw`81:00.0 "Network controller [0280]" "Mellanox \"M\" [15b3]" "MT27500 [1003]" -r01 "HP [103c]" "544QSFP [18d6]"`, 'mlx4_core, mlx4_en'],
	['lspci -n -mm', '81:00.0 "0280" "15b3" "1003" "103c" "18d6"', 'mlx4_core, mlx4_en'],
	['lspci -n -vmm', 'Slot:\t81:00.0\nClass:\t0280\nVendor:\t15b3\nDevice:\t1003\n', 'mlx4_core, mlx4_en'],
	['hwinfo, no driver in use', '5: PCI 8100.0: 0280 Network controller\n  SysFS BusID: 0000:81:00.0\n  Hardware Class: network\n  Model: "Mellanox MT27500"\n  Vendor: pci 0x15b3 "Mellanox"\n  Device: pci 0x1003 "MT27500"\n', 'mlx4_core, mlx4_en'],
	['hwinfo, on USB', '6: USB 00.0: 0200 Ethernet controller\n  Hardware Class: network\n  Model: "Realtek RTL8153"\n  Vendor: usb 0x0bda "Realtek"\n  Device: usb 0x8153 "RTL8153"\n', 'r8152'],
	['lspci -vmmk', 'Slot:\t02:00.0\nClass:\tEthernet controller [0200]\nVendor:\tRealtek Semiconductor Co., Ltd. [10ec]\nDevice:\tRTL8111 [8168]\nDriver:\tr8169\nModule:\tr8169\n', 'r8169'],
	['lshw', '  *-network\n       description: Ethernet interface\n       product: RTL8111\n       bus info: pci@0000:03:00.0\n       configuration: autonegotiation=on driver=r8169 driverversion=5.15\n', 'r8169'],
	['hwinfo', '31: PCI 1f.6: 0200 Ethernet controller\n  [Created at pci.386]\n  SysFS BusID: 0000:00:1f.6\n  Hardware Class: network\n  Model: "Intel I219-LM"\n  Driver: "e1000e"\n', 'e1000e'],
	['ethtool -i', 'driver: e1000e\nversion: 6.1\nfirmware-version: 0.4-4\nbus-info: 0000:00:1f.6\n', 'e1000e'],
	['lsusb', 'Bus 002 Device 003: ID 0bda:8153 Realtek Semiconductor Corp. RTL8153 Gigabit Ethernet Adapter\nBus 002 Device 001: ID 1d6b:0003 Linux Foundation 3.0 root hub\n', 'r8152'],
])('%s is read', (_what, text, module) => {
	expect(said(text)).toContain(`drivers: [${module}]  # from: distribution`);
	expect(said(text)).not.toContain(noCard);
});

test('a card that does nothing without files says so, and how they go along', () => {
	const text = said(lspci('04:00.0 Ethernet controller [0200]: QLogic FastLinQ [1077:8070]', 'Kernel driver in use: qede', 'Kernel modules: qede'), noTables);
	expect(text).toContain('qed does not work without its files in /lib/firmware (Debian: firmware-qlogic, in '
		+ 'non-free-firmware); they are included for drivers that kernel.drivers names');
});
