import type {Use} from './types.ts';

/**
What a module is for by where its source lies, which tells every driver of a kernel; else by its name,
which tells the common ones.
*/
export function useOfModule(module: string, folder?: string): Use {
	const place = folders.find(([pattern]) => pattern.test(folder ?? ''));
	return place?.[1] ?? (Object.keys(names) as Use[]).find(use => names[use]?.includes(module)) ?? 'unknown';
}

const folders: ReadonlyArray<readonly [RegExp, Use]> = [
	[/^drivers\/net\/wireless\b/, 'other'],
	[/^drivers\/(?:net\/(?:ethernet|usb|hyperv|vmxnet3|fjes)\b|net$)/, 'network'],
	[/^drivers\/(?:ata|nvme|scsi|message|block|mmc|usb\/storage)\b/, 'storage'],
	[/^drivers\/(?:usb\/host|virtio|hv)\b/, 'bus'],
	[/^drivers\/hid\b/, 'input'],
];

const names: Partial<Record<Use, readonly string[]>> = {
	network: [
		'3c59x', '8139cp', '8139too', 'alx', 'aqc111', 'asix', 'atl1', 'atl1c', 'atl1e', 'atlantic', 'ax88179_178a',
		'b44', 'be2net', 'bna', 'bnx2', 'bnx2x', 'bnxt_en', 'cdc_ether', 'cdc_ncm', 'cxgb4', 'dm9601', 'e100', 'e1000',
		'e1000e', 'ena', 'enic', 'fm10k', 'forcedeth', 'gve', 'hv_netvsc', 'i40e', 'iavf', 'ice', 'igb', 'igbvf', 'igc',
		'ionic', 'ixgbe', 'ixgbevf', 'jme', 'lan743x', 'lan78xx', 'mcs7830', 'mlx4_core', 'mlx4_en', 'mlx5_core',
		'natsemi', 'ne2k_pci', 'pcnet32', 'pegasus', 'qede', 'r8152', 'r8169', 'rtl8150', 'sfc', 'sis190', 'sis900',
		'sky2', 'skge', 'smsc75xx', 'smsc95xx', 'sr9700', 'sr9800', 'tg3', 'thunderbolt_net', 'tulip', 'via_rhine',
		'via_velocity', 'virtio_net', 'vmxnet3', 'xen_netfront',
	],
	storage: [
		'aacraid', 'ahci', 'ata_generic', 'ata_piix', 'hpsa', 'hv_storvsc', 'megaraid_sas', 'mpt3sas', 'mptsas',
		'mptspi', 'nvme', 'sata_mv', 'sata_nv', 'sata_sil', 'sata_sil24', 'sata_via', 'rtsx_pci_sdmmc', 'sdhci_acpi',
		'sdhci_pci', 'smartpqi', 'uas', 'usb_storage', 'virtio_blk', 'virtio_scsi', 'vmd', 'vmw_pvscsi', 'xen_blkfront',
	],
	bus: ['ehci_pci', 'hv_vmbus', 'ohci_pci', 'uhci_hcd', 'virtio_mmio', 'virtio_pci', 'xhci_pci', 'xhci_pci_renesas'],
	other: [
		'ath10k_pci', 'ath11k_pci', 'ath12k', 'ath5k', 'ath9k', 'b43', 'brcmfmac', 'brcmsmac', 'ipw2200', 'iwl3945',
		'iwl4965', 'iwldvm', 'iwlwifi', 'mt7921e', 'mt7925e', 'mwifiex_pcie', 'rt2800pci', 'rtl8192ce', 'rtl8821ae',
		'rtw88_pci', 'rtw89_pci', 'wl',
	],
	input: ['hid_generic', 'hyperv_keyboard', 'usbhid', 'virtio_input', 'xen_kbdfront'],
};
