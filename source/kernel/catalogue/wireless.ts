import type {UngroupedOption} from '../types.ts';
import {usb} from './parents.ts';

/** Wi-Fi and Bluetooth. */
export const wireless: readonly UngroupedOption[] = [
	{option: 'BT', prompt: 'Bluetooth subsystem support', help: 'Supports Bluetooth.', module: 'bluetooth'},
	{
		option: 'BT_HCIBTUSB',
		prompt: 'HCI USB driver',
		help: 'Drives Bluetooth adapters on USB, also those inside laptops.',
		with: ['BT', ...usb],
		module: 'btusb',
	},
	{
		option: 'CFG80211',
		prompt: 'cfg80211 - wireless configuration API',
		help: 'Manages wireless cards. Every Wi-Fi driver needs it.',
		with: ['WIRELESS'],
		module: 'cfg80211',
	},
	{
		option: 'MAC80211',
		prompt: 'Generic IEEE 802.11 Networking Stack (mac80211)',
		help: 'Speaks the Wi-Fi protocol for cards that leave it to the computer, as most do.',
		with: ['WIRELESS', 'CFG80211'],
		module: 'mac80211',
	},
	{
		option: 'ATH9K',
		prompt: 'Atheros 802.11n wireless cards support',
		help: 'Drives Wi-Fi cards of Atheros (802.11n). They need no firmware files.',
		with: ['WIRELESS', 'NETDEVICES', 'WLAN', 'WLAN_VENDOR_ATH', 'CFG80211', 'MAC80211'],
		module: 'ath9k',
	},
	{
		option: 'ATH10K_PCI',
		prompt: 'Atheros ath10k PCI support',
		help: 'Drives Wi-Fi cards of Qualcomm (802.11ac). They need firmware files in the image.',
		with: ['WIRELESS', 'NETDEVICES', 'WLAN', 'WLAN_VENDOR_ATH', 'CFG80211', 'MAC80211', 'ATH10K'],
		module: 'ath10k_pci',
	},
	{
		option: 'BRCMFMAC',
		prompt: 'Broadcom FullMAC WLAN driver',
		help: 'Drives Wi-Fi chips of Broadcom, as on single-board computers. They need firmware files in the image.',
		with: ['WIRELESS', 'NETDEVICES', 'WLAN', 'WLAN_VENDOR_BROADCOM', 'CFG80211'],
		module: 'brcmfmac',
	},
	{
		option: 'IWLWIFI',
		prompt: 'Intel Wireless WiFi Next Gen AGN - Wireless-N/Advanced-N/Ultimate-N (iwlwifi)',
		help: 'Drives Intel\'s Wi-Fi cards (with IWLMVM those since 2013). They need firmware files in the image.',
		with: ['WIRELESS', 'NETDEVICES', 'WLAN', 'WLAN_VENDOR_INTEL', 'CFG80211'],
		module: 'iwlwifi',
	},
	{
		option: 'IWLMVM',
		prompt: 'Intel Wireless WiFi MVM Firmware support',
		help: 'Drives Intel\'s Wi-Fi cards since 2013: 7000, 8000 and 9000 series, AX200 to AX210.',
		with: ['WIRELESS', 'NETDEVICES', 'WLAN', 'WLAN_VENDOR_INTEL', 'CFG80211', 'IWLWIFI', 'MAC80211'],
		module: 'iwlmvm',
	},
	{
		option: 'MT7921E',
		prompt: 'MediaTek MT7921E (PCIe) support',
		help: 'Drives Wi-Fi 6 cards of MediaTek, such as AMD\'s RZ608. They need firmware files in the image.',
		with: ['WIRELESS', 'NETDEVICES', 'WLAN', 'WLAN_VENDOR_MEDIATEK', 'CFG80211', 'MAC80211'],
		module: 'mt7921e',
	},
	{
		option: 'RTL8XXXU',
		prompt: 'Realtek 802.11n USB wireless chips support',
		help: 'Drives small USB Wi-Fi adapters of Realtek. They need firmware files in the image.',
		with: [
			'WIRELESS', 'NETDEVICES', 'WLAN', 'WLAN_VENDOR_REALTEK', 'CFG80211', 'MAC80211', ...usb, 'NEW_LEDS',
			'LEDS_CLASS',
		],
		module: 'rtl8xxxu',
	},
	{
		option: 'RTW88_8822CE',
		prompt: 'Realtek 8822CE PCI wireless network adapter',
		help: 'Drives Realtek\'s RTL8822CE, a Wi-Fi card of many laptops. It needs firmware files in the image.',
		with: ['WIRELESS', 'NETDEVICES', 'WLAN', 'WLAN_VENDOR_REALTEK', 'CFG80211', 'MAC80211', 'RTW88'],
		module: 'rtw88_8822ce',
	},
];
