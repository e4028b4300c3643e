import type {UngroupedOption} from '../types.ts';
import {blockDevices, netCore, virtio} from './parents.ts';

const guest = ['HYPERVISOR_GUEST', 'PARAVIRT'];
const hyperv = ['HYPERVISOR_GUEST', 'HYPERV'];
const xen = ['SMP', ...guest, 'XEN'];

/** Being a virtual machine, wherever menuconfig has it, and having some. */
export const virtualization: readonly UngroupedOption[] = [
	{
		option: 'HYPERVISOR_GUEST',
		prompt: 'Linux guest support',
		help: 'The frame for knowing that it runs in a virtual machine.',
	},
	{
		option: 'PARAVIRT',
		prompt: 'Enable paravirtualization code',
		help: 'Lets the kernel work with its host instead of around it; slows a real machine down a little.',
		with: ['HYPERVISOR_GUEST'],
	},
	{option: 'XEN', prompt: 'Xen guest support', help: 'The frame for running under Xen.', with: ['SMP', ...guest]},
	{
		option: 'XEN_PVHVM_GUEST',
		prompt: 'Xen PVHVM guest support',
		help: 'Xen machines of today, and older ones of Amazon.',
		with: xen,
	},
	{
		option: 'KVM_GUEST',
		prompt: 'KVM Guest support (including kvmclock)',
		help: 'The right time and quicker locks under KVM.',
		with: guest,
	},
	{
		option: 'KVM',
		prompt: 'Kernel-based Virtual Machine (KVM) support',
		help: 'The node runs virtual machines of its own.',
		with: ['VIRTUALIZATION'],
		module: 'kvm',
	},
	{
		option: 'KVM_INTEL',
		prompt: 'KVM for Intel (and compatible) processors support',
		help: 'On Intel processors.',
		with: ['VIRTUALIZATION', 'KVM'],
		module: 'kvm_intel',
	},
	{
		option: 'KVM_AMD',
		prompt: 'KVM for AMD processors support',
		help: 'On AMD processors.',
		with: ['VIRTUALIZATION', 'KVM'],
		module: 'kvm_amd',
	},
	{
		option: 'NET_9P_VIRTIO',
		prompt: '9P Virtio Transport',
		help: 'The way to folders of the host; see 9P_FS.',
		with: ['NET_9P', ...virtio],
		module: '9pnet_virtio',
	},
	{
		option: 'XEN_BLKDEV_FRONTEND',
		prompt: 'Xen virtual block device support',
		help: 'The disk of Xen: /dev/xvda.',
		with: [...xen, ...blockDevices],
		module: 'xen_blkfront',
	},
	{
		option: 'VIRTIO_BLK',
		prompt: 'Virtio block driver',
		help: 'The disk of QEMU, KVM and most clouds: /dev/vda.',
		with: [...blockDevices, ...virtio],
		module: 'virtio_blk',
	},
	{
		option: 'VMWARE_PVSCSI',
		prompt: 'VMware PVSCSI driver support',
		help: 'The disk of VMware.',
		with: ['BLOCK', 'SCSI', 'BLK_DEV_SD', 'SCSI_LOWLEVEL'],
		module: 'vmw_pvscsi',
	},
	{
		option: 'HYPERV_STORAGE',
		prompt: 'Microsoft Hyper-V virtual storage driver',
		help: 'The disk of Hyper-V and Azure.',
		with: [...hyperv, 'BLOCK', 'SCSI', 'BLK_DEV_SD', 'SCSI_LOWLEVEL'],
		module: 'hv_storvsc',
	},
	{
		option: 'SCSI_VIRTIO',
		prompt: 'virtio-scsi support',
		help: 'The other kind of disk of QEMU and Google: /dev/sda.',
		with: ['BLOCK', 'SCSI', 'BLK_DEV_SD', 'SCSI_LOWLEVEL', ...virtio],
		module: 'virtio_scsi',
	},
	{
		option: 'VIRTIO_NET',
		prompt: 'Virtio network driver',
		help: 'The network card of QEMU, KVM and most clouds.',
		with: [...netCore, ...virtio],
		module: 'virtio_net',
	},
	{
		option: 'XEN_NETDEV_FRONTEND',
		prompt: 'Xen network device frontend driver',
		help: 'The network card of Xen.',
		with: [...xen, 'NETDEVICES'],
		module: 'xen_netfront',
	},
	{
		option: 'VMXNET3',
		prompt: 'VMware VMXNET3 ethernet driver',
		help: 'The network card of VMware.',
		with: ['NETDEVICES'],
		module: 'vmxnet3',
	},
	{
		option: 'HYPERV_NET',
		prompt: 'Microsoft Hyper-V virtual network driver',
		help: 'The network card of Hyper-V and Azure.',
		with: [...hyperv, 'NETDEVICES'],
		module: 'hv_netvsc',
	},
	{
		option: 'VIRTIO_CONSOLE',
		prompt: 'Virtio console',
		help: 'The console hvc0, and the channel of QEMU\'s guest agent.',
		with: virtio,
		module: 'virtio_console',
	},
	{
		option: 'HW_RANDOM_VIRTIO',
		prompt: 'VirtIO Random Number Generator support',
		help: 'Randomness from the host, so that a fresh machine need not wait for its own.',
		with: ['HW_RANDOM', ...virtio],
		module: 'virtio_rng',
	},
	{
		option: 'VIRTIO_PCI',
		prompt: 'PCI driver for virtio devices',
		help: 'The bus that all devices of virtio hang on.',
		with: ['VIRTIO_MENU'],
		module: 'virtio_pci',
	},
	{
		option: 'VIRTIO_BALLOON',
		prompt: 'Virtio balloon driver',
		help: 'Gives memory back to the host, and shows it how much is used.',
		with: virtio,
		module: 'virtio_balloon',
	},
	{
		option: 'VHOST_NET',
		prompt: 'Host kernel accelerator for virtio net',
		help: 'Faster network for the machines the node runs.',
		with: ['VHOST_MENU', 'NETDEVICES', 'NET_CORE', 'TUN'],
		module: 'vhost_net',
	},
	{
		option: 'HYPERV',
		prompt: 'Microsoft Hyper-V client drivers',
		help: 'The bus that all devices of Hyper-V hang on.',
		with: ['HYPERVISOR_GUEST'],
		module: 'hv_vmbus',
	},
	{
		option: 'VIRTIO_FS',
		prompt: 'Virtio Filesystem',
		help: 'Folders of the host, faster than 9p.',
		with: ['FUSE_FS', ...virtio],
		module: 'virtiofs',
	},
];
