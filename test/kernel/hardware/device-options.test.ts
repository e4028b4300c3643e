import {expect, test} from 'vitest';
import {indexAliases} from '../../../source/kernel/hardware/aliases.ts';
import {deviceOptions, isDeviceIds} from '../../../source/kernel/hardware/device-options.ts';

const driving = deviceOptions({
	aliases: indexAliases([
		{pattern: 'pci:v00008086d000010D3sv*sd*bc*sc*i*', module: 'e1000e'},
		{pattern: 'usb:v0BDAp8153d*dc*dsc*dp*ic*isc*ip*in*', module: 'r8152'},
		{pattern: 'pci:v*d*sv*sd*bc01sc06i01*', module: 'ahci'},
	]),
	drivers: new Map([['e1000e', {options: ['E1000E'], with: []}], ['r8152', {options: ['USB_RTL8152'], with: []}], ['ahci', {options: ['SATA_AHCI'], with: []}]]),
});

test('a device is found by its numbers as lspci and lsusb show them; a driver of its whole class is not', () => {
	expect([...driving('8086:10d3')]).toEqual(['E1000E']);
	expect([...driving('[8086:10D3]')]).toEqual(['E1000E']);
	expect([...driving('0bda:8153')]).toEqual(['USB_RTL8152']);
	expect([...driving('8086:ffff')]).toEqual([]);
	expect(['8086:10d3', '[0bda:8153]', '8086', '8086:10d3:1', 'a:b', 'e1000e'].map(word => isDeviceIds(word))).toEqual([true, true, false, false, false, false]);
});
