/** Chains of parents that many options share, in menuconfig's order. */
export const ethernet = (vendor: string): readonly string[] => ['NETDEVICES', 'ETHERNET', `NET_VENDOR_${vendor}`];

export const netCore: readonly string[] = ['NETDEVICES', 'NET_CORE'];

/** USB on a PC: nothing hangs on it without a host controller. */
export const usb: readonly string[] = ['USB_SUPPORT', 'USB', 'USB_PCI', 'USB_XHCI_HCD'];

export const usbNet: readonly string[] = ['NETDEVICES', 'USB_NET_DRIVERS', ...usb];

/** Devices of a virtual machine hang on PCI. */
export const virtio: readonly string[] = ['VIRTIO_MENU', 'VIRTIO_PCI'];

export const blockDevices: readonly string[] = ['BLOCK', 'BLK_DEV'];

/** Every disk but NVMe and virtio shows up as one of SCSI. */
export const scsiDisk: readonly string[] = ['BLOCK', 'SCSI', 'BLK_DEV_SD'];
