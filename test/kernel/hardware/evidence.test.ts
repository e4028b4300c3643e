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
	drivers: new Map([['mlx4_core', driver('mellanox/mlx4')], ['r8169', driver('realtek')], ['e1000e', driver('intel/e1000e')], ['r8152', {options: [], with: [], folder: 'drivers/net/usb'}], ['ath5k', {options: [], with: [], folder: 'drivers/net/wireless/ath/ath5k'}]]),
};
const said = (text: string, known = tables) => formatHardware(driversFor(readHardware(text), known, catalogue)).join('\n');
const lspci = (head: string, ...details: string[]) => [head, ...details.map(line => `\t${line}`)].join('\n');
const noCard = 'No wired network card with a driver is among them';

describe('the driver says what a card is, its class only where that is silent', () => {
	const connectX = lspci('81:00.0 Network controller [0280]: Mellanox Technologies MT27500 Family [ConnectX-3] [15b3:1003]', 'Kernel driver in use: mlx4_core', 'Kernel modules: mlx4_core');

	test.each([['with tables', tables], ['without', noTables]])('a wired card that calls itself like a wireless one, %s', (_, known) => {
		expect(said(connectX, known)).toContain('drivers: [mlx4_core, mlx4_en]  # from: distribution');
		expect(said(connectX, known)).toMatch(/^Ethernet: Mellanox/);
		expect(said(connectX, known)).not.toContain(noCard);
	});

	test('a wireless card that calls itself like a wired one', () => {
		const text = said(lspci('06:00.0 Ethernet controller [0200]: Qualcomm Atheros AR242x Wireless Network Adapter [168c:001c]', 'Kernel driver in use: ath5k', 'Kernel modules: ath5k'));
		expect(text).toContain(noCard);
		expect(text).toContain('no firmware boots over wireless');
	});
});

describe('a driver that was in use and is not in this kernel', () => {
	const foreign = (modules: string) => lspci('04:00.0 Ethernet controller: Realtek Semiconductor Co., Ltd. RTL8125 2.5GbE Controller (rev 05)', 'Kernel driver in use: r8125', `Kernel modules: ${modules}`);

	test('gives way to the one named beside it that is', () => {
		expect(said(foreign('r8169, r8125'))).toContain('drivers: [r8169]  # from: distribution');
		expect(said(foreign('r8169, r8125'), noTables)).toContain('drivers: [r8169]');
	});

	test('is said to be so where there is no other', () => {
		expect(said(foreign('r8125'))).toContain('(r8125, which was in use, is not in this kernel)');
		expect(said(foreign('r8125'))).not.toContain('drivers:');
	});
});

test('names alone are no reason to say that a machine does not boot', () => {
	const text = said('02:00.0 Ethernet controller: Marvell Technology Group Ltd. 88E8039 PCI-E Fast Ethernet Controller (rev 15)');
	expect(text).toContain('Names alone do not tell which driver a device needs; the numbers do: lspci -nnk on that machine gives them.');
	expect(text).not.toContain(noCard);
});

const card = '00:1f.6 Ethernet controller [0200]: Intel Corporation Ethernet Connection (7) I219-LM [8086:15bb] (rev 10)';
test.each([
	['the summary of an installer', `uname -a: Linux box 6.1.0 x86_64\nlspci -knn: ${card}\nlspci -knn: \tKernel driver in use: e1000e\nlspci -knn: \tKernel modules: e1000e`, 'e1000e'],
	['a mail', `> ${card}\n> \tKernel driver in use: e1000e`, 'e1000e'],
	['a mail that answers another', `> > ${card}\n> > \tKernel driver in use: e1000e`, 'e1000e'],
	['lspci -vmmk', 'Slot:\t02:00.0\nClass:\tEthernet controller [0200]\nVendor:\tRealtek Semiconductor Co., Ltd. [10ec]\nDevice:\tRTL8111 [8168]\nDriver:\tr8169\nModule:\tr8169\n', 'r8169'],
	['lshw', '  *-network\n       description: Ethernet interface\n       product: RTL8111\n       bus info: pci@0000:03:00.0\n       configuration: autonegotiation=on driver=r8169 driverversion=5.15\n', 'r8169'],
	['hwinfo', '31: PCI 1f.6: 0200 Ethernet controller\n  [Created at pci.386]\n  SysFS BusID: 0000:00:1f.6\n  Hardware Class: network\n  Model: "Intel I219-LM"\n  Driver: "e1000e"\n', 'e1000e'],
	['ethtool -i', 'driver: e1000e\nversion: 6.1\nfirmware-version: 0.4-4\nbus-info: 0000:00:1f.6\n', 'e1000e'],
	['lsusb', 'Bus 002 Device 003: ID 0bda:8153 Realtek Semiconductor Corp. RTL8153 Gigabit Ethernet Adapter\nBus 002 Device 001: ID 1d6b:0003 Linux Foundation 3.0 root hub\n', 'r8152'],
])('%s is read', (_what, text, module) => {
	expect(said(text)).toContain(`drivers: [${module}]  # from: distribution`);
	expect(said(text)).not.toContain(noCard);
});
