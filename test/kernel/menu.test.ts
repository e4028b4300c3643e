import {describe, expect, test} from 'vitest';
import {kernelRows, type KernelKnowledge, type KernelRow} from '../../source/kernel/menu.ts';
import {askedFor, toggle, changedToo} from '../../source/kernel/toggle.ts';
import type {Recipe} from '../../source/recipe/schema.ts';
import {recipeWith} from '../recipe/recipe.ts';

const none = {'intel-nics': {}, 'realtek-nics': {}, 'broadcom-nics': {}, 'usb-nics': {}, 'usb-keyboard': {}, screen: {}, smp: {}, hardened: {}, containers: {}, disks: {}, 'squashfs-overlay': {}, 'nfs-root': {}};
const knowledge: KernelKnowledge = {
	catalogue: [
		{option: 'EXT4_FS', group: 'file-systems', prompt: 'The Extended 4 (ext4) filesystem', help: 'Disks.', with: ['BLOCK']},
		{option: 'VIRTIO_NET', group: 'drivers', prompt: 'Virtio network driver', help: 'QEMU\'s card.', with: ['NETDEVICES', 'NET_CORE', 'PCI']},
		{option: 'E1000E', group: 'drivers', prompt: 'Intel PRO/1000', help: 'Intel.', with: ['NETDEVICES', 'PCI']},
		{option: 'NR_CPUS', group: 'general', prompt: 'Maximum number of CPUs', help: 'Cores.', value: '64'},
		{option: 'PCI', group: 'bus', prompt: 'PCI support', help: 'The bus.'},
		{option: 'PACKET', group: 'networking', prompt: 'Packet socket', help: 'Raw packets.'},
		{option: 'PVH', group: 'virtualization', prompt: 'PVH guests', help: 'A short way in.'},
	],
	bundles: {...none, virtio: {VIRTIO_NET: 'y', VIRTIO_PCI: 'y', PCI: 'y'}, ramdisk: {BLK_DEV_RAM: 'y', PCI: 'y'}},
	required: [{option: 'PACKET', value: 'y', why: 'the DHCP client needs raw packets'}, {option: 'INET'}],
};

const build = (kernel: Partial<Recipe['kernel']> = {}): Recipe => {
	const recipe = recipeWith({kernel: {from: 'build', source: {package: 'linux-source-6.1'}}});
	return {...recipe, kernel: {...recipe.kernel, ...kernel}};
};

const rowsOf = (recipe: Recipe, known: Partial<KernelKnowledge> = {}) => kernelRows(recipe, {...knowledge, ...known});
const row = (recipe: Recipe, id: string, known: Partial<KernelKnowledge> = {}): KernelRow => rowsOf(recipe, known).find(one => one.id === id)!;
const toggled = (recipe: Recipe, ...ids: string[]): Recipe => ids.reduce((changed, id) => toggle(changed, row(changed, id), rowsOf(changed)), recipe);

describe('kernelRows', () => {
	test('bundles come first, then options in the order of menuconfig, then what else the recipe asks for', () => {
		const rows = rowsOf(build({options: {LOCALVERSION: '-mine'}}));
		expect(rows.slice(0, 2).map(({id, group, prompt}) => [id, group, prompt])).toEqual([['bundle:virtio', 'Bundles', 'Virtual machines'], ['bundle:intel-nics', 'Bundles', 'Intel network cards']]);
		expect(rows.filter(({kind}) => kind === 'bundle')).toHaveLength(14);
		expect(rows.filter(({kind}) => kind === 'option').map(({name, group, on}) => `${group}: ${name}${on ? ' on' : ''}`)).toEqual([
			'General setup: NR_CPUS',
			'Bus options: PCI',
			'Networking support: PACKET on',
			'Device drivers: VIRTIO_NET',
			'Device drivers: E1000E',
			'File systems: EXT4_FS',
			'Virtualization: PVH',
			'Other options: INET on',
			'Other options: LOCALVERSION on',
		]);
	});

	test('what the recipe needs is locked, with the reason', () => {
		expect(row(build(), 'option:PACKET')).toMatchObject({on: true,
			locked: 'needed by the recipe: the DHCP client needs raw packets', lockedBy: 'recipe'});
		expect(row(build(), 'option:INET')).toMatchObject({on: true, locked: 'needed by the recipe', lockedBy: 'recipe'});
	});

	test('what the catalogue does not have is told by the reason for it', () => {
		expect(row(build(), 'option:NET', {required: [{option: 'NET', why: 'the core of the network'}]})).toMatchObject({group: 'Other options', prompt: 'the core of the network'});
		expect(row(build(), 'option:INET').prompt).toBe('');
	});

	test('so is what a bundle brings; the recipe\'s own need is the better reason', () => {
		const recipe = build({bundles: ['virtio', 'ramdisk']});
		expect(row(recipe, 'option:VIRTIO_NET')).toMatchObject({on: true, locked: 'part of the bundle Virtual machines', lockedBy: 'bundle'});
		expect(row(recipe, 'option:PCI').locked).toBe('part of the bundle Virtual machines');
		expect(row(recipe, 'option:PCI', {required: [{option: 'PCI', why: 'cards hang on it'}]}).locked).toBe('needed by the recipe: cards hang on it');
		expect(row(recipe, 'bundle:virtio')).toMatchObject({on: true, with: ['VIRTIO_NET', 'VIRTIO_PCI', 'PCI']});
		expect(row(recipe, 'bundle:virtio').locked).toBeUndefined();
	});

	test('and what another chosen option needs', () => {
		const recipe = toggled(build(), 'option:VIRTIO_NET');
		expect(row(recipe, 'option:PCI')).toMatchObject({on: true, locked: 'VIRTIO_NET needs it', lockedBy: 'option'});
		expect(row(toggled(recipe, 'option:E1000E'), 'option:PCI').locked).toBe('VIRTIO_NET, E1000E need it');
		expect(row(build({options: {VIRTIO_NET: 'n'}}), 'option:PCI').locked).toBeUndefined();
	});

	test('a bundle of which the recipe needs every option is on anyway', () => {
		const required = ['BLK_DEV_RAM', 'PCI'].map(option => ({option}));
		expect(row(build(), 'bundle:ramdisk', {required})).toMatchObject({on: true,
			locked: 'already needed by the recipe'});
		expect(row(build({bundles: ['ramdisk']}), 'bundle:ramdisk', {required}).locked).toBeUndefined();
		expect(row(build(), 'bundle:smp', {required}).on).toBe(false);
	});

	test('values that are not y are told', () => {
		expect(row(build(), 'option:NR_CPUS')).toMatchObject({on: false, value: '64'});
		expect(row(build({options: {NR_CPUS: 4}}), 'option:NR_CPUS')).toMatchObject({on: true, value: '4'});
		expect(row(build({options: {PVH: 'm'}}), 'option:PVH')).toMatchObject({on: true, value: 'm'});
		expect(row(build({options: {PVH: 'n'}}), 'option:PVH')).toMatchObject({on: false});
		expect(row(build({options: {PVH: 'n'}}), 'option:PVH').value).toBeUndefined();
	});

	test('a value of one\'s own counts more than a bundle\'s', () => {
		const recipe = build({bundles: ['virtio'], options: {VIRTIO_NET: 'n'}});
		expect(row(recipe, 'option:VIRTIO_NET')).toMatchObject({on: false});
		expect(row(recipe, 'option:VIRTIO_NET').locked).toBeUndefined();
		expect(toggled(recipe, 'option:VIRTIO_NET').kernel.options).toMatchObject({VIRTIO_NET: 'y'});
	});

	test('an option that must stay off is locked, and off', () => {
		expect(row(build(), 'option:PVH', {required: [{option: 'PVH', value: 'n', why: 'it is in the way'}]})).toMatchObject({on: false, value: 'n',
			locked: 'needed by the recipe: it is in the way'});
	});

	test('frames that came along with a chosen option get no line of their own', () => {
		const recipe = toggled(build(), 'option:VIRTIO_NET');
		expect(recipe.kernel.options).toHaveProperty('NET_CORE');
		expect(row(recipe, 'option:NET_CORE')).toBeUndefined();
		expect(row(build({options: {NET_CORE: 'y'}}), 'option:NET_CORE')).toMatchObject({on: true, group: 'Other options'});
	});
});

describe('toggle', () => {
	test('on writes down the option and all it needs; off takes away what nobody else needs', () => {
		const one = toggled(build(), 'option:VIRTIO_NET');
		expect(one.kernel.options).toEqual({VIRTIO_NET: 'y', NETDEVICES: 'y', NET_CORE: 'y', PCI: 'y'});
		const two = toggled(one, 'option:E1000E');
		expect(two.kernel.options).toEqual({...one.kernel.options, E1000E: 'y'});
		expect(toggled(two, 'option:VIRTIO_NET').kernel.options).toEqual({E1000E: 'y', NETDEVICES: 'y', PCI: 'y'});
		expect(toggled(two, 'option:VIRTIO_NET', 'option:E1000E')).toEqual(build());
	});

	test('what is kept keeps what it needs in turn', () => {
		const catalogue = [
			{option: 'A', with: ['B', 'C']}, {option: 'B', with: ['C']}, {option: 'C'}, {option: 'D', with: ['B']},
		].map(entry => ({...entry, group: 'general' as const, prompt: '', help: ''}));
		const recipe = build({options: {A: 'y', B: 'y', C: 'y', D: 'y'}});
		const rows = rowsOf(recipe, {catalogue});
		expect(toggle(recipe, rows.find(({name}) => name === 'A')!, rows).kernel.options).toEqual({B: 'y', C: 'y', D: 'y'});
	});

	test('leaves a value alone that nobody set by toggling', () => {
		const recipe = build({options: {VIRTIO_NET: 'y', PCI: 'm', NET_CORE: 'y'}});
		expect(toggled(recipe, 'option:VIRTIO_NET').kernel.options).toEqual({PCI: 'm'});
	});

	test('sets the value of the catalogue', () => {
		expect(toggled(build(), 'option:NR_CPUS').kernel.options).toEqual({NR_CPUS: '64'});
		expect(toggled(build({options: {PVH: 'n'}}), 'option:PVH').kernel.options).toEqual({PVH: 'y'});
	});

	test('of a bundle leaves single options as they are', () => {
		const recipe = toggled(build({options: {PCI: 'y'}}), 'bundle:virtio', 'bundle:ramdisk', 'bundle:virtio');
		expect(recipe.kernel).toMatchObject({bundles: ['ramdisk'], options: {PCI: 'y'}});
	});

	test('of a locked row does nothing', () => {
		expect(toggled(build(), 'option:PACKET')).toEqual(build());
	});
});

describe('what goes along', () => {
	const along = (recipe: Recipe, id: string) => changedToo(recipe, row(recipe, id), rowsOf(recipe));

	test('on: only what is not on yet', () => {
		expect(along(build(), 'option:VIRTIO_NET')).toEqual(['NETDEVICES', 'NET_CORE', 'PCI']);
		expect(along(build({bundles: ['ramdisk']}), 'option:VIRTIO_NET')).toEqual(['NETDEVICES', 'NET_CORE']);
		expect(along(build({options: {PCI: 'y'}}), 'bundle:virtio')).toEqual(['VIRTIO_NET', 'VIRTIO_PCI']);
		expect(along(build(), 'option:PACKET')).toEqual([]);
	});

	test('off: only what nothing else keeps on', () => {
		const recipe = toggled(build(), 'option:VIRTIO_NET', 'option:E1000E');
		expect(along(recipe, 'option:VIRTIO_NET')).toEqual(['NET_CORE']);
		expect(along(toggled(build({bundles: ['ramdisk']}), 'option:VIRTIO_NET'), 'option:VIRTIO_NET')).toEqual(['NETDEVICES', 'NET_CORE']);
		expect(along(build({bundles: ['virtio', 'ramdisk'], options: {VIRTIO_PCI: 'y'}}), 'bundle:virtio')).toEqual(['VIRTIO_NET']);
	});
});

test('every line that is asked for counts once', () => {
	const recipe = build({bundles: ['virtio', 'ramdisk'], options: {PCI: 'y', LOCALVERSION: '-mine', PVH: 'n'}});
	expect([...askedFor(recipe, rowsOf(recipe))].toSorted()).toEqual(['BLK_DEV_RAM', 'INET', 'LOCALVERSION', 'PACKET', 'PCI', 'PVH', 'VIRTIO_NET', 'VIRTIO_PCI']);
});
