import {expect, test} from 'vitest';
import {findOptions} from '../../../source/kernel/kconfig/find-options.ts';
import {treeOf} from './tree-of.ts';

const kconfig = `
menu "Device Drivers"
menuconfig ETHERNET
	bool "Ethernet driver support"
if ETHERNET
config E1000E
	tristate "PCI-Express Gigabit Ethernet support"
	help
	  For the cards of Intel in most desktops.

config E1000E_HWTS
	bool "cross timestamps"
	depends on E1000E

config GIGABIT_HELPER
	tristate
endif
endmenu
config WITHOUT_TYPE
`;
const tree = treeOf(kconfig);
const found = (...words: string[]) => findOptions(tree, {read: file => file === 'Kconfig' ? kconfig : undefined}, words);
const withTables = (...words: string[]) => findOptions(tree, {read: () => undefined, driving: ids => new Set(ids === '8086:10d3' ? ['E1000E'] : [])}, words).map(({option}) => option);
const names = (...words: string[]) => found(...words).map(({option}) => option);

test('the name counts most, with CONFIG_ or without, in any case', () => {
	expect(names('e1000e')).toEqual(['E1000E', 'E1000E_HWTS']);
	expect(names('CONFIG_E1000E')).toEqual(['E1000E', 'E1000E_HWTS']);
});

test('all words are looked for, in the help text as well', () => {
	expect(names('gigabit', 'intel')).toEqual(['E1000E']);
	expect(names('gigabit')).toEqual(['GIGABIT_HELPER', 'E1000E']);
	expect(names('gigabit', 'nowhere')).toEqual([]);
	expect(names('without_type')).toEqual([]);
});

test('each is told with its prompt and where it is in the menus', () => {
	expect(found('e1000e')[0]).toEqual({option: 'E1000E', type: 'tristate', prompt: 'PCI-Express Gigabit Ethernet support', path: ['Device Drivers', 'Ethernet driver support']});
	expect(found('gigabit_helper')).toEqual([{option: 'GIGABIT_HELPER', type: 'tristate', prompt: '', path: ['Device Drivers', 'Ethernet driver support']}]);
});

test('the numbers of a device are looked for in the tables of the drivers, beside other words', () => {
	expect(withTables('8086:10d3')).toEqual(['E1000E']);
	expect(withTables('pci', '8086:10d3')).toEqual(['E1000E']);
	expect(withTables('8086:10d3', 'nowhere')).toEqual([]);
	expect(withTables('8086:ffff')).toEqual([]);
	expect(names('8086:10d3')).toEqual([]);
});

test('what people call it is found by what the kernel calls it; a name of its own counts more', () => {
	const text = 'config WLAN\n\tbool "Wireless LAN"\n\nconfig MY_WIFI\n\tbool "mine"\n\nconfig SOUND\n\ttristate "Sound card support"\n\nconfig OTHER\n\tbool "other"\n';
	const search = (...words: string[]) => findOptions(treeOf(text), {read: () => undefined}, words).map(({option}) => option);
	expect(search('wifi')).toEqual(['MY_WIFI', 'WLAN']);
	expect(search('audio', 'card')).toEqual(['SOUND']);
	expect(search('audi')).toEqual([]);
	expect(search('constructor')).toEqual([]);
});
