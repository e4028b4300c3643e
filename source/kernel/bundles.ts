import type {BundleName} from '../recipe/schema.ts';
import {usb} from './catalogue/parents.ts';
import type {OptionValue, Request} from './types.ts';

/**
What each bundle turns on. Every one is whole: on top of the base it configures without a loss,
alone and beside all others.
*/
export const bundles: Record<BundleName, Readonly<Record<string, OptionValue>>> = {
	virtio: on(`
		HYPERVISOR_GUEST PARAVIRT KVM_GUEST BLOCK BLK_DEV VIRTIO_BLK
		NETDEVICES NET_CORE VIRTIO_NET VIRTIO_MENU VIRTIO_PCI`),
	// IGC waits for ETHTOOL_NETLINK from Linux 7 on.
	'intel-nics': on('NETDEVICES ETHERNET NET_VENDOR_INTEL ETHTOOL_NETLINK E1000 E1000E IGB IXGBE IGC'),
	'realtek-nics': on('NETDEVICES ETHERNET NET_VENDOR_REALTEK 8139CP 8139TOO R8169 PHYLIB REALTEK_PHY'),
	'broadcom-nics': on('NETDEVICES ETHERNET NET_VENDOR_BROADCOM BNX2 TIGON3'),
	'usb-nics': on(`
		NETDEVICES USB_NET_DRIVERS USB_RTL8150 USB_RTL8152 USB_USBNET USB_NET_AX8817X USB_NET_AX88179_178A
		USB_NET_CDCETHER USB_NET_CDC_NCM USB_NET_SMSC75XX USB_NET_SMSC95XX
		${usb.join(' ')} USB_EHCI_HCD USB_OHCI_HCD USB_OHCI_HCD_PCI USB_UHCI_HCD`),
	// Not every keyboard is on USB: those of most laptops and of QEMU are not.
	'usb-keyboard': on(`
		INPUT_KEYBOARD KEYBOARD_ATKBD SERIO SERIO_I8042 HID_SUPPORT HID HID_GENERIC USB_HID
		${usb.join(' ')} USB_EHCI_HCD USB_OHCI_HCD USB_OHCI_HCD_PCI USB_UHCI_HCD`),
	// The kernel draws on the picture that the firmware left (efifb); a driver for the graphics card
	// would be ten times larger.
	screen: on('FB FB_EFI FRAMEBUFFER_CONSOLE'),
	smp: on('SMP'),
	hardened: on(`
		RANDOMIZE_BASE RANDOMIZE_MEMORY CPU_MITIGATIONS
		MITIGATION_PAGE_TABLE_ISOLATION MITIGATION_RETPOLINE MITIGATION_RETHUNK MITIGATION_UNRET_ENTRY
		MITIGATION_IBPB_ENTRY MITIGATION_IBRS_ENTRY MITIGATION_SRSO MITIGATION_SLS MITIGATION_RFDS
		MITIGATION_SPECTRE_BHI MITIGATION_MDS MITIGATION_TAA MITIGATION_MMIO_STALE_DATA MITIGATION_L1TF
		MITIGATION_RETBLEED MITIGATION_SPECTRE_V1 MITIGATION_SPECTRE_V2 MITIGATION_SRBDS MITIGATION_SSB
		MITIGATION_ITS MITIGATION_TSA
		MICROCODE SECCOMP STACKPROTECTOR STACKPROTECTOR_STRONG STRICT_KERNEL_RWX VMAP_STACK
		RANDOMIZE_KSTACK_OFFSET RANDOMIZE_KSTACK_OFFSET_DEFAULT SLAB_FREELIST_RANDOM SLAB_FREELIST_HARDENED
		SHUFFLE_PAGE_ALLOCATOR HARDENED_USERCOPY FORTIFY_SOURCE INIT_ON_ALLOC_DEFAULT_ON BUG_ON_DATA_CORRUPTION`),
	// Checked against systemd's README, k3s check-config and podman's rootless networking (tun).
	containers: on(`
		SMP POSIX_MQUEUE BPF_SYSCALL CGROUPS MEMCG BLK_CGROUP CGROUP_SCHED FAIR_GROUP_SCHED CFS_BANDWIDTH
		CGROUP_PIDS CGROUP_FREEZER CPUSETS CGROUP_DEVICE CGROUP_CPUACCT CGROUP_BPF PSI
		NAMESPACES UTS_NS IPC_NS USER_NS PID_NS NET_NS FHANDLE SECCOMP BLOCK KEYS
		IPV6 NETFILTER NETFILTER_ADVANCED BRIDGE_NETFILTER NF_CONNTRACK NF_NAT
		NF_TABLES NF_TABLES_INET NF_TABLES_IPV4 NF_TABLES_IPV6
		NFT_NUMGEN NFT_CT NFT_LOG NFT_LIMIT NFT_MASQ NFT_REDIR NFT_NAT NFT_REJECT NFT_COMPAT NFT_HASH
		NFT_FIB_INET NFT_FIB_IPV4 NFT_FIB_IPV6
		NETFILTER_XTABLES NETFILTER_XT_MARK NETFILTER_XT_SET NETFILTER_XT_NAT
		NETFILTER_XT_TARGET_LOG NETFILTER_XT_TARGET_REDIRECT NETFILTER_XT_TARGET_MASQUERADE
		NETFILTER_XT_MATCH_ADDRTYPE NETFILTER_XT_MATCH_COMMENT NETFILTER_XT_MATCH_CONNTRACK
		NETFILTER_XT_MATCH_LIMIT NETFILTER_XT_MATCH_MARK
		NETFILTER_XT_MATCH_MULTIPORT NETFILTER_XT_MATCH_PHYSDEV NETFILTER_XT_MATCH_STATISTIC
		IP_SET IP_SET_HASH_IP IP_SET_HASH_IPPORT IP_SET_HASH_NET
		NETFILTER_XTABLES_LEGACY IP_NF_IPTABLES IP_NF_FILTER IP_NF_TARGET_REJECT IP_NF_NAT IP_NF_MANGLE
		BRIDGE NETDEVICES NET_CORE DUMMY MACVLAN VXLAN TUN VETH
		INOTIFY_USER FILE_LOCKING AUTOFS_FS FUSE_FS OVERLAY_FS TMPFS_POSIX_ACL TMPFS_XATTR`),
	disks: on(`
		BLOCK MSDOS_PARTITION EFI_PARTITION BLK_DEV_NVME SCSI BLK_DEV_SD ATA SATA_AHCI ATA_SFF ATA_BMDMA ATA_PIIX
		${usb.join(' ')} USB_EHCI_HCD USB_STORAGE USB_UAS EXT4_FS EXT4_USE_FOR_EXT2 EXT4_FS_POSIX_ACL`),
	ramdisk: {
		...on('BLK_DEV_INITRD BLOCK BLK_DEV BLK_DEV_RAM EXT4_FS EXT4_USE_FOR_EXT2'),
		BLK_DEV_RAM_COUNT: '1',
		BLK_DEV_RAM_SIZE: '65536',
	},
	'squashfs-overlay': on(`
		BLOCK BLK_DEV BLK_DEV_LOOP OVERLAY_FS TMPFS_XATTR
		MISC_FILESYSTEMS SQUASHFS SQUASHFS_XATTR SQUASHFS_ZLIB SQUASHFS_LZ4 SQUASHFS_XZ SQUASHFS_ZSTD`),
	'nfs-root': on('IP_PNP IP_PNP_DHCP NETWORK_FILESYSTEMS NFS_FS NFS_V3 NFS_V4 NFS_V4_1 NFS_V4_2 ROOT_NFS'),
};

/** Of these the kernel makes use before it can load a module. */
export const promisedBeforeModules: ReadonlySet<BundleName> = new Set(['ramdisk', 'nfs-root']);

/**
What a kernel of one's own starts with: without a network card, a keyboard, a screen or all its cores it would be no
good to anybody.
*/
export const usualBundles: readonly BundleName[] = [
	'virtio', 'intel-nics', 'realtek-nics', 'usb-keyboard', 'screen', 'smp',
];

const base = {
	// Without PCI_QUIRKS no fault of a chipset is worked around, and cards that want to know the size of a
	// cache line (8139cp) fail.
	'every current PC': `
		EXPERT 64BIT CC_OPTIMIZE_FOR_SIZE UNWINDER_GUESS PRINTK BUG PCI PCI_QUIRKS PCI_MSI ACPI
		HIGH_RES_TIMERS NO_HZ_IDLE EFI EFI_STUB`,
	'needed by C libraries and BusyBox': `
		MULTIUSER BINFMT_ELF BINFMT_SCRIPT FUTEX EPOLL SIGNALFD TIMERFD EVENTFD POSIX_TIMERS SHMEM AIO
		ADVISE_SYSCALLS FILE_LOCKING INOTIFY_USER SYSVIPC UNIX98_PTYS`,
	'text on the screen and the serial port': 'TTY VT VT_CONSOLE VGA_CONSOLE SERIAL_8250 SERIAL_8250_CONSOLE',
	'virtual file systems': 'PROC_FS PROC_SYSCTL SYSFS TMPFS TMPFS_XATTR DEVTMPFS DEVTMPFS_MOUNT',
	'core of the network': 'NET INET PACKET UNIX',
	// They change structures in headers that nearly every file of the kernel includes: where all kernels have
	// them, what was compiled for one recipe serves the next (a second kernel in 30 s instead of 350). They
	// make a bzImage 2 % larger.
	'needed by systemd and containers, the same in every kernel':
		'CGROUPS NAMESPACES NET_NS FHANDLE SECCOMP KEYS TMPFS_POSIX_ACL',
};

/**
What every built kernel of a node gets, on top of allnoconfig. No frame of a driver is in here: who asks for a single
driver and forgets its frame shall hear so.
*/
export const baseRequests: readonly Request[] = [
	...Object.entries(base).flatMap(([why, options]) =>
		Object.keys(on(options)).map(option => ({option, value: 'y', from: 'the base', why}))),
	{
		option: 'KERNEL_ZSTD',
		value: 'y',
		from: 'the base',
		why: 'a kernel compressed with zstd is 13 % larger than with xz, and starts half a second sooner',
		preferred: true,
	},
	// From Linux 6.9 on it is BASE_SMALL instead, which the base leaves off.
	{
		option: 'BASE_FULL',
		value: 'y',
		from: 'the base',
		why: 'without it process ids end at 32768, and settings that Debian applies at boot fail',
		preferred: true,
	},
];

function on(options: string): Record<string, OptionValue> {
	return Object.fromEntries(options.trim().split(/\s+/).map(option => [option, 'y']));
}
