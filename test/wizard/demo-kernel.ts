import {kernelRows, type KernelKnowledge} from '../../source/kernel/menu.ts';
import type {KernelMenu} from '../../source/wizard/types.ts';

const empty = {'intel-nics': {}, 'realtek-nics': {}, 'broadcom-nics': {}, 'usb-nics': {}, 'usb-keyboard': {}, screen: {}, smp: {}, hardened: {}, containers: {}, disks: {}, 'squashfs-overlay': {}, 'nfs-root': {}};

const named: NonNullable<KernelKnowledge['catalogue']> = [
	{option: 'NR_CPUS', group: 'general', prompt: 'Maximum number of CPUs', help: 'How many cores the kernel can use at most.', value: '64', with: ['SMP']},
	{option: 'PCI', group: 'bus', prompt: 'PCI support', help: 'The bus that cards, disks and USB hang on in every PC.'},
	{option: 'PACKET', group: 'networking', prompt: 'Packet socket', help: 'Raw packets for DHCP clients and tcpdump. Without it udhcpc gets no address.'},
	{option: 'VIRTIO_NET', group: 'drivers', prompt: 'Virtio network driver', help: 'The network card of QEMU, KVM and most clouds. '.repeat(6).trim(), with: ['NETDEVICES', 'NET_CORE', 'PCI', 'VIRTIO_MENU', 'VIRTIO_PCI']},
	{option: 'TIGON3', group: 'drivers', prompt: 'Broadcom Tigon3 support', help: 'Servers and older desktops.', with: ['NETDEVICES', 'ETHERNET', 'NET_VENDOR_BROADCOM', 'PCI']},
];

/** 150 options: a few that mean something, and many more. */
export const demoKnowledge: KernelKnowledge = {
	catalogue: [
		...named,
		...(['general', 'bus', 'networking', 'drivers', 'file-systems', 'virtualization'] as const).flatMap(group => Array.from({length: group === 'networking' ? 25 : 24}, (_, index) => ({
			option: `${group.replace('-', '_').toUpperCase()}_${index + 1}`, group, prompt: `Number ${index + 1} of ${group}`, help: 'One of many.',
		}))),
	],
	bundles: {...empty, virtio: {VIRTIO_NET: 'y', VIRTIO_BLK: 'y', VIRTIO_PCI: 'y', PCI: 'y'}, ramdisk: {BLK_DEV_RAM: 'y'}},
	required: [{option: 'PACKET', why: 'the DHCP client needs raw packets'}, {option: 'BLK_DEV_INITRD', why: 'the kernel loads the initramfs that the boot loader passes'}],
};

export const demoKernel: KernelMenu = {
	rows: recipe => kernelRows(recipe, demoKnowledge),
	sources: ['linux-source-6.12', 'linux-source-6.1'],
	lastSize: name => name === 'tiny' ? 2_431_000 : undefined,
};
