import {expect, test} from 'vitest';
import {modulesFor} from '../../../source/kernel/hardware/aliases.ts';
import {readMakefile} from '../../../source/kernel/hardware/makefiles.ts';
import {namedIncludes, readSourceTree} from '../../../source/kernel/hardware/source-tree.ts';

const table = (id: number) => `static const struct pci_device_id t[] = { { 0x8086, ${id}, ~0, ~0 }, { 0 } };\nMODULE_DEVICE_TABLE(pci, t);\n`;

/** Each of the ways in which the kernel's Makefiles join files to modules. */
const tables = readSourceTree(new Map(Object.entries({
	'drivers/Makefile': 'obj-y += net/ # all of them\nobj-$(CONFIG_NVME_CORE)\t+= nvme/\nobj-$(CONFIG_USB_PHY) += usb/\nobj-$(CONFIG_USB) += usb/\n',
	'drivers/net/Makefile': 'obj-$(CONFIG_ETHERNET) += ethernet/\nobj-$(CONFIG_VIRTIO_NET) += virtio_net.o\n',
	'drivers/net/virtio_net.c': table(1),
	'drivers/net/ethernet/Makefile': 'obj-$(CONFIG_NET_VENDOR_INTEL) += \\\n\tintel/\n',
	'drivers/net/ethernet/intel/Makefile': 'obj-$(CONFIG_E1000E) += e1000e/\nobj-$(CONFIG_ICE) += ice/\nobj-$(CONFIG_E100) += e100.o old-one.o\n',
	'drivers/net/ethernet/intel/e100.c': table(2),
	'drivers/net/ethernet/intel/old-one.c': table(3),
	'drivers/net/ethernet/intel/e1000e/Makefile': 'obj-$(CONFIG_E1000E) += e1000e.o\n\ne1000e-objs := 82571.o ich8lan.o \\\n\t       netdev.o\n',
	'drivers/net/ethernet/intel/e1000e/netdev.c': '#include "ids.h"\nstatic const struct pci_device_id t[] = { { 0x8086, ID, ~0, ~0 }, {0} };\nMODULE_DEVICE_TABLE(pci, t);',
	'drivers/net/ethernet/intel/e1000e/ids.h': '#include "more.h"',
	'drivers/net/ethernet/intel/e1000e/more.h': '#define ID 0x15B8',
	'drivers/net/ethernet/intel/ice/Makefile': 'obj-$(CONFIG_ICE) += ice.o\nice-y := main/core.o\nice-$(CONFIG_DCB) += dcb.o\n',
	'drivers/net/ethernet/intel/ice/main/core.c': table(5),
	'drivers/net/ethernet/intel/ice/dcb.c': table(6),
	'drivers/nvme/Makefile': 'obj-y += host/\n',
	'drivers/nvme/host/Makefile': 'obj-m += nvme.o\nnvme-y += pci.o\n',
	'drivers/nvme/host/pci.c': table(7),
	'drivers/usb/Makefile': 'obj-$(CONFIG_USB_UHCI_HCD) += host/\nobj-$(subst m,y,$(CONFIG_X)) += x/\n',
	'drivers/usb/host/Makefile': 'obj-$(CONFIG_USB_UHCI_HCD) += uhci-hcd.o\n',
	'drivers/usb/host/uhci-hcd.c': '#include "uhci-pci.c"\n',
	'drivers/usb/host/uhci-pci.c': table(8),
	'drivers/net/stray.c': table(9),
})));

test.each([
	[1, 'virtio_net', {options: ['VIRTIO_NET'], with: [], folder: 'drivers/net'}],
	[2, 'e100', {options: ['E100'], with: ['ETHERNET', 'NET_VENDOR_INTEL'], folder: 'drivers/net/ethernet/intel'}],
	[3, 'old_one', {options: ['E100'], with: ['ETHERNET', 'NET_VENDOR_INTEL'], folder: 'drivers/net/ethernet/intel'}],
	[0x15_B8, 'e1000e', {options: ['E1000E'], with: ['ETHERNET', 'NET_VENDOR_INTEL'], folder: 'drivers/net/ethernet/intel/e1000e'}],
	[5, 'ice', {options: ['ICE'], with: ['ETHERNET', 'NET_VENDOR_INTEL'], folder: 'drivers/net/ethernet/intel/ice'}],
	[6, 'ice', {options: ['ICE'], with: ['ETHERNET', 'NET_VENDOR_INTEL'], folder: 'drivers/net/ethernet/intel/ice'}],
	[7, 'nvme', {options: ['NVME_CORE'], with: [], folder: 'drivers/nvme/host'}],
	[8, 'uhci_hcd', {options: ['USB_UHCI_HCD'], with: [], folder: 'drivers/usb/host'}],
])('device %i → %s', (id, module, facts) => {
	expect(modulesFor(tables.aliases, `pci:v00008086d${id.toString(16).toUpperCase().padStart(8, '0')}sv00000000sd00000000bc02sc00i00`)).toEqual([module]);
	expect(tables.drivers.get(module)).toEqual(facts);
});

test('a file that no Makefile names is in no module', () => {
	expect(tables.drivers.size).toBe(7);
});

test('Makefile: objects, folders, parts', () => {
	expect(readMakefile('# obj-y += no.o\nobj-$(subst m,y,$(CONFIG_A)) += a/ b.o\nsfc-y += efx.o ptp.o\nsfc-$(CONFIG_B) += sriov.o\nccflags-y := -O2\n')).toEqual({
		objects: new Map([['b', ['A']]]), folders: new Map([['a', ['A']]]), parts: new Map([['efx', ['sfc']], ['ptp', ['sfc']], ['sriov', ['sfc']]]),
	});
});

test('headers a driver names', () => {
	expect(namedIncludes('drivers/net/usb/r8152.c', '#include <linux/pci.h>\n#include <linux/usb/r8152.h>\n#include "own.h"\n # include "../mii.h"\n#include <net/mana/gdma.h>\n')).toEqual([
		'include/linux/usb/r8152.h', 'drivers/net/usb/own.h', 'drivers/net/mii.h', 'include/net/mana/gdma.h',
	]);
});
