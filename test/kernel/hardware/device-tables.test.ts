import {expect, test} from 'vitest';
import {readDeviceTables} from '../../../source/kernel/hardware/device-tables.ts';
import {readMacros} from '../../../source/kernel/hardware/macros.ts';

/** As in include/linux/pci.h, pci_ids.h, usb.h and mod_devicetable.h. */
const common = readMacros(String.raw`
#define PCI_ANY_ID (~0)
#define PCI_DEVICE(vend,dev) \
	.vendor = (vend), .device = (dev), \
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define PCI_DEVICE_SUB(vend, dev, subvend, subdev) \
	.vendor = (vend), .device = (dev), \
	.subvendor = (subvend), .subdevice = (subdev)
#define PCI_DEVICE_CLASS(dev_class,dev_class_mask) \
	.class = (dev_class), .class_mask = (dev_class_mask), \
	.vendor = PCI_ANY_ID, .device = PCI_ANY_ID, \
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID
#define PCI_VDEVICE(vend, dev) \
	.vendor = PCI_VENDOR_ID_##vend, .device = (dev), \
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID, 0, 0
#define PCI_DEVICE_DATA(vend, dev, data) \
	.vendor = PCI_VENDOR_ID_##vend, .device = PCI_DEVICE_ID_##vend##_##dev, \
	.subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID, 0, 0, \
	.driver_data = (kernel_ulong_t)(data)
#define PCI_VENDOR_ID_INTEL		0x8086 /* the "i" */
#define PCI_VENDOR_ID_3WARE 0x13C1
#define PCI_VENDOR_ID_SUN 010610
#define PCI_DEVICE_ID_3WARE_9550SX	0x1003
#define PCI_CLASS_STORAGE_EXPRESS	0x010802
#define USB_DEVICE_ID_MATCH_DEVICE (USB_DEVICE_ID_MATCH_VENDOR | USB_DEVICE_ID_MATCH_PRODUCT)
#define USB_DEVICE_ID_MATCH_VENDOR 0x0001
#define USB_DEVICE_ID_MATCH_PRODUCT 0x0002
#define USB_DEVICE_ID_MATCH_INT_INFO (0x0080 | 0x0100 | 0x0200)
#define USB_DEVICE(vend, prod) .match_flags = USB_DEVICE_ID_MATCH_DEVICE, .idVendor = (vend), .idProduct = (prod)
#define USB_DEVICE_AND_INTERFACE_INFO(vend, prod, cl, sc, pr) \
	.match_flags = USB_DEVICE_ID_MATCH_INT_INFO | USB_DEVICE_ID_MATCH_DEVICE, .idVendor = (vend), .idProduct = (prod), \
	.bInterfaceClass = (cl), .bInterfaceSubClass = (sc), .bInterfaceProtocol = (pr)
#define VIRTIO_ID_NET 1
#define VIRTIO_DEV_ANY_ID 0xffffffff
#define HID_USB_DEVICE(ven, prod) .bus = 0x03, .vendor = (ven), .product = (prod)
`);

const pci = (element: string, before = '', headers: Record<string, string> = {}) => read(`${before}
static const struct pci_device_id tbl[] = {
	${element}
	{ 0, } /* the end; */
};
MODULE_DEVICE_TABLE(pci, tbl);
`, headers);

function read(text: string, headers: Record<string, string> = {}): string[] {
	const inHeaders = (name: string) => Object.values(headers).map(header => readMacros(header).get(name)).find(Boolean);
	return readDeviceTables(text, {macro: name => inHeaders(name) ?? common.get(name), include: name => headers[name], includes: Object.keys(headers)});
}

const plain = (vendor: string, device: string) => `pci:v0000${vendor}d0000${device}sv*sd*bc*sc*i*`;

test.each([
	['PCI_VDEVICE', '{ PCI_VDEVICE(INTEL, 0x15B8), board_pch_spt },', [plain('8086', '15B8')]],
	['PCI_DEVICE, and data of the driver in the place of the class', '{ PCI_DEVICE(0x10ec, 0x8168), RTL_CFG_1 },', [plain('10EC', '8168')]],
	['PCI_DEVICE_DATA, a name that begins with a digit', '{ PCI_DEVICE_DATA(3WARE, 9550SX, &info) },', [plain('13C1', '1003')]],
	['PCI_DEVICE_SUB', '{ PCI_DEVICE_SUB(0x10ec, 0x8139, 0x13d1, 0xab06) },', ['pci:v000010ECd00008139sv000013D1sd0000AB06bc*sc*i*']],
	['PCI_DEVICE_CLASS', '{ PCI_DEVICE_CLASS(PCI_CLASS_STORAGE_EXPRESS, 0xffffff) },', ['pci:v*d*sv*sd*bc01sc08i02*']],
	['braces', '{ 0x8086, 0x1229, PCI_ANY_ID, PCI_ANY_ID, 0x020000, 0xffff00, 0 },', ['pci:v00008086d00001229sv*sd*bc02sc00i*']],
	['names of fields', '{ .vendor = PCI_VENDOR_ID_INTEL, .device = 0x100E, .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID },', [plain('8086', '100E')]],
	['an index', '[board_one] = { PCI_VDEVICE(INTEL, 1 << 4 | 2) },', [plain('8086', '0012')]],
	['octal, suffixes, a cast, GNU\'s ?:', '{ PCI_DEVICE(PCI_VENDOR_ID_SUN, (u16)(0x10UL & ~0xf ?: 5)) },', [plain('1188', '0010')]],
	['an unknown name', '{ PCI_DEVICE(NOBODY, 1) }, { PCI_VDEVICE(INTEL, 2) },', [plain('8086', '0002')]],
	['a comment', '/* { PCI_VDEVICE(INTEL, 1) }, */ { PCI_VDEVICE(INTEL, 2) }, // { PCI_VDEVICE(INTEL, 3) },', [plain('8086', '0002')]],
	['overrides of VFIO', '{ .vendor = 1, .device = 2, .subvendor = PCI_ANY_ID, .subdevice = PCI_ANY_ID, .override_only = 1 },', []],
])('pci: %s', (_, element, aliases) => {
	expect(pci(element)).toEqual(aliases);
});

test('macros of the file, of its headers, and under both branches of #ifdef', () => {
	const before = '#define INTEL_E1000_ETHERNET_DEVICE(device_id) {\\\n\tPCI_DEVICE(PCI_VENDOR_ID_INTEL, device_id)}';
	expect(pci('INTEL_E1000_ETHERNET_DEVICE(0x1000),\n#ifdef CONFIG_MORE\n\tINTEL_E1000_ETHERNET_DEVICE(OWN_ID),\n#endif', before, {'own.h': '#define OWN_ID 0x1001'})).toEqual([plain('8086', '1000'), plain('8086', '1001')]);
});

test('two tables by one macro with two meanings', () => {
	expect(read(`#define DEV(v, p) { USB_DEVICE(v, p) },
static const struct usb_device_id ids[] = {
	DEV(0x0bda, 0x8153)
	{}
};
MODULE_DEVICE_TABLE (usb, ids);
#undef DEV
#define DEV(v, p) { .something = v, .quite_else = p, .and_more = 0 },
static struct ignored more[] = { DEV(1, 2) };
`)).toEqual(['usb:v0BDAp8153d*dc*dsc*dp*ic*isc*ip*in*']);
});

test('usb, virtio and hid', () => {
	expect(read(`static const struct usb_device_id products[] = {
	{ USB_DEVICE_AND_INTERFACE_INFO(0x17ef, 0x721e, 2, 6, 0), .driver_info = (unsigned long)&r8153_info },
	{ },
};
MODULE_DEVICE_TABLE(usb, products);
static struct virtio_device_id id_table[] = {
	{ VIRTIO_ID_NET, VIRTIO_DEV_ANY_ID },
	{ 0 },
};
MODULE_DEVICE_TABLE(virtio, id_table);
static const struct hid_device_id hids[] = { { HID_USB_DEVICE(0x046d, 0xc52b) }, { } };
MODULE_DEVICE_TABLE(hid, hids);
MODULE_DEVICE_TABLE(of, not_ours);
`)).toEqual(['usb:v17EFp721Ed*dc*dsc*dp*ic02isc06ip00in*', 'virtio:d00000001v*', 'hid:b0003g*v0000046Dp0000C52B']);
});

test('a table in a header, in an included list, and one that a header writes', () => {
	expect(read('MODULE_DEVICE_TABLE(pci, ena_tbl);', {'ids.h': 'static const struct pci_device_id ena_tbl[] = {\n\t{ PCI_VDEVICE(INTEL, 0xec20) },\n\t{ }\n};'})).toEqual([plain('8086', 'EC20')]);
	expect(pci('#include "odd.h"', '', {'odd.h': '/* odd */\n#ifndef X\nstruct x { int y; };\n#endif\n{ PCI_VDEVICE(INTEL, 7) },'})).toEqual([plain('8086', '0007')]);
	expect(read(String.raw`#define TABLE_BEGIN \
	static const struct pci_device_id cx_tbl[] = {
#define ENTRY(id) {PCI_VDEVICE(INTEL, (id)), 4}
#define TABLE_END { 0, } }
#include "writer.h"
MODULE_DEVICE_TABLE(pci, cx_tbl);
`, {'writer.h': '#ifndef TABLE_BEGIN\n#error\n#endif\nTABLE_BEGIN\n\tENTRY(0x4000),\n\tENTRY(0x4001),\nTABLE_END;\n'})).toEqual([plain('8086', '4000'), plain('8086', '4001')]);
});

test('what is not a table is none', () => {
	expect(read('MODULE_DEVICE_TABLE(pci, nowhere);')).toEqual([]);
	expect(read('static const struct pci_device_id open[] = {\nMODULE_DEVICE_TABLE(pci, open);')).toEqual([]);
});
