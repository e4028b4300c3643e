import {describe, expect, test} from 'vitest';
import {catalogue} from '../../source/kernel/catalogue.ts';
import {kernelRows, type KernelRow} from '../../source/kernel/menu.ts';
import {countText, effectLine, effectText, filterRows, focusedRow, listRows} from '../../source/wizard/kernel-list.ts';
import {demoKernel} from './demo-kernel.ts';
import {builtNamed} from './demo-props.ts';

const recipe = builtNamed('tiny');
const rows = demoKernel.rows(recipe);
const named = (name: string): KernelRow => rows.find(row => row.name === name)!;

describe('filterRows', () => {
	test.each([
		['', rows.length],
		['  ', rows.length],
		['virtio_net', 1],
		['VIRTIO', 2],
		['packet dhcp', 1],
		['tcpdump', 1],
		['part bundle', 2],
		['tigon servers', 1],
		['nothing-has-this', 0],
	])('%j leaves %i', (text, count) => {
		expect(filterRows(rows, text)).toHaveLength(count);
	});

	test.each([['wifi', 'wireless', /^BT/], ['sound', 'sound', /^$/], ['gpu', 'graphics', /^$/], ['sensor', 'sensors', /WDT|WATCHDOG|IPMI|RAPL|X86_PKG/]] as const)('%s finds all of its group', (word, group, others) => {
		const found = new Set(filterRows(kernelRows(recipe, {required: []}), word).map(({name}) => name));
		const wanted = catalogue.filter(entry => entry.group === group).map(({option}) => option).filter(option => !others.test(option));
		expect(wanted.filter(option => !found.has(option))).toEqual([]);
		expect(wanted.length).toBeGreaterThan(3);
	});

	test('every word must be there, in any order and anywhere', () => {
		expect(filterRows(rows, 'kvm VIRT network').map(({name}) => name)).toEqual(['virtio', 'VIRTIO_NET']);
	});
});

test('a list has a heading above each group, and a mark that needs no colour', () => {
	const some = [named('BLK_DEV_INITRD'), named('virtio'), named('smp'), named('NR_CPUS'), named('PACKET'), {...named('NR_CPUS'), on: true, name: 'OTHER', id: 'option:OTHER'}];
	expect(listRows(some).map(({label, note, kind}) => kind === 'heading' ? label : `${label} | ${note}`)).toEqual([
		'Other options',
		'[-] BLK_DEV_INITRD | the kernel loads the initramfs that the boot loader passes',
		'Bundles',
		'[x] virtio | Virtual machines',
		'[ ] smp | Multiple cores',
		'General setup',
		'[ ] NR_CPUS | Maximum number of CPUs',
		'Networking support',
		'[-] PACKET | Packet socket (needed by the recipe: the DHCP client needs raw packets)',
		'General setup',
		'[x] OTHER=64 | Maximum number of CPUs',
	]);
});

test('the focus is where it was left, or on the first row of the part asked for', () => {
	expect(focusedRow(rows, {mark: 'option:PCI', part: 'bundle'})!.name).toBe('PCI');
	expect(focusedRow(rows, {part: 'option'})!.name).toBe('NR_CPUS');
	expect(focusedRow(rows, {mark: 'option:GONE'})!.name).toBe('virtio');
	expect(focusedRow(rows, {text: 'pci'})!.name).toBe('PCI');
	expect(focusedRow(rows, {text: ' cpus'})!.name).toBe('NR_CPUS');
	expect(focusedRow([], {mark: 'option:PCI', part: 'option'})).toBeUndefined();
});

test('what is chosen is counted, shorter where there is little room', () => {
	expect(countText(recipe, rows, 2_431_000, 76)).toBe('1 bundle and no options chosen: 6 lines requested. Last '
		+ 'build: 2.4 MB.');
	expect(countText(recipe, rows, 2_431_000, 56)).toBe('1 bundle and no options: 6 lines. Last build: 2.4 MB.');
	expect(countText(recipe, rows, undefined, 56)).toBe('1 bundle and no options chosen: 6 lines requested.');
});

describe('what toggling does is said before', () => {
	const line = (name: string, width = 76) => {
		const effect = effectText(recipe, named(name), rows);
		return effect && effectLine(effect, width);
	};

	test.each([
		['TIGON3', 76, 'Also turns on: NETDEVICES, ETHERNET, NET_VENDOR_BROADCOM'],
		['TIGON3', 45, 'Also turns on: NETDEVICES and 2 more'],
		['virtio', 76, 'Turning it off turns off: VIRTIO_NET, VIRTIO_BLK, VIRTIO_PCI, PCI'],
		['ramdisk', 76, 'Turns on: BLK_DEV_RAM'],
		['PACKET', 76, 'Stays on; needed by the recipe: the DHCP client needs raw packets.'],
		['PCI', 76, 'Stays on; part of the bundle Virtual machines.'],
		['GENERAL_1', 76, undefined],
	])('%s', (name, width, text) => {
		expect(line(name, width)).toBe(text);
	});
});
