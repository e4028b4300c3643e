import {blockDevices, ethernet, scsiDisk, usb, usbNet, virtio} from '../catalogue/parents.ts';

/**
What must be y for a driver whose option is not in the catalogue, by its module and where its source lies. Makefiles
name the folders on the way only; the menus of Kconfig hang on more.
*/
export function parentsOf(module: string, folder = ''): readonly string[] {
	return places.find(([pattern]) => pattern.test(`${folder}/${module}`))?.[1] ?? [];
}

const controllers = ['USB_SUPPORT', 'USB', 'USB_PCI'];
const hid = ['HID_SUPPORT', 'HID'];

/** The first that fits counts. */
const places: ReadonlyArray<readonly [RegExp, readonly string[]]> = [
	// Has no line of its own in the menu: its card for Ethernet turns it on.
	[/mlx4_core$/, [...ethernet('MELLANOX'), 'MLX4_EN']],
	[/^drivers\/net\/ethernet\//, ethernet('').slice(0, 2)],
	[/^drivers\/net\/usb\//, [...usbNet, 'USB_USBNET']],
	// The part of a controller's driver for PCI has an option of its own below that of the driver.
	[/^drivers\/usb\/host\/xhci/, [...controllers, 'USB_XHCI_HCD']],
	[/^drivers\/usb\/host\/ehci/, [...controllers, 'USB_EHCI_HCD']],
	[/^drivers\/usb\/host\/ohci/, [...controllers, 'USB_OHCI_HCD']],
	[/^drivers\/usb\/host\//, controllers],
	[/^drivers\/usb\/storage\/ums/, [...scsiDisk, ...usb, 'USB_STORAGE']],
	[/^drivers\/usb\/storage\//, [...scsiDisk, ...usb]],
	[/^drivers\/usb\//, usb],
	[/^drivers\/ata\/(?:acard_)?ahci/, [...scsiDisk, 'ATA']],
	// Chips of the time before AHCI, by the firmware's own methods too.
	[/^drivers\/ata\//, [...scsiDisk, 'ATA', 'ATA_ACPI', 'ATA_SFF', 'ATA_BMDMA']],
	[/^drivers\/(?:scsi|message)\//, [...scsiDisk, 'SCSI_LOWLEVEL']],
	[/^drivers\/block\//, blockDevices],
	[/^drivers\/mmc\//, ['BLOCK', 'MMC', 'MMC_BLOCK']],
	[/^drivers\/hid\//, [...hid, ...usb, 'USB_HID']],
	[/^drivers\/virtio\//, virtio],
];
