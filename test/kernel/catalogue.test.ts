import {expect, test} from 'vitest';
import {catalogue, catalogueOption, isNetworkCard, optionOfModule} from '../../source/kernel/catalogue.ts';
import {baseRequests} from '../../source/kernel/bundles.ts';

test('every option and every module stands in it once', () => {
	const options = catalogue.map(({option}) => option);
	const modules = catalogue.flatMap(({module}) => module ?? []);
	expect(options.filter((option, index) => options.indexOf(option) !== index)).toEqual([]);
	expect(modules.filter((module, index) => modules.indexOf(module) !== index)).toEqual([]);
	expect(catalogue.filter(({prompt}) => prompt === '').map(({option}) => option)).toEqual([]);
	expect(catalogue.length).toBeGreaterThan(150);
});

test('help says first what the option does, in at most two sentences', () => {
	const isPlain = (help: string) => /^[A-Z][a-z]+s .*\.$/.test(help) && help.split(/\. (?=[A-Z])/).length <= 2;
	expect(catalogue.filter(({help}) => !isPlain(help)).map(({option, help}) => `${option}: ${help}`)).toEqual([]);
});

test('what an option needs includes what its parents need', () => {
	const base = new Set(baseRequests.map(({option}) => option));
	const open = catalogue.flatMap(({option, with: parents = []}) => parents.flatMap(parent =>
		(catalogueOption(parent)?.with ?? []).filter(one => !base.has(one) && !parents.includes(one)).map(one => `${option}: ${parent} needs ${one}`)));
	expect(open).toEqual([]);
});

test.each([
	['e1000e', 'E1000E'], ['virtio-net', 'VIRTIO_NET'], ['ahci', 'SATA_AHCI'], ['iTCO_wdt', 'ITCO_WDT'], ['mlx4_core', 'MLX4_EN'], ['xhci-pci', 'USB_XHCI_HCD'], ['nothing', undefined],
])('the module %s is %s', (module, option) => {
	expect(optionOfModule(module)?.option).toBe(option);
});

test('cards are told from bridges, buses and what drives their cables', () => {
	const isCard = (option: string) => isNetworkCard(catalogueOption(option)!);
	expect(['R8169', 'VIRTIO_NET', 'USB_RTL8152', 'HYPERV_NET', 'JME'].map(option => isCard(option))).toEqual([true, true, true, true, true]);
	expect(['VETH', 'BRIDGE', 'VIRTIO_PCI', 'REALTEK_PHY', 'PACKET', 'USB'].map(option => isCard(option))).toEqual([false, false, false, false, false, false]);
});
