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
		help: 'Unlocks the options for kernels that run in a virtual machine.',
	},
	{
		option: 'PARAVIRT',
		prompt: 'Enable paravirtualization code',
		help: 'Lets the kernel cooperate with its hypervisor. On physical machines it is slightly slower.',
		with: ['HYPERVISOR_GUEST'],
	},
	{
		option: 'XEN',
		prompt: 'Xen guest support',
		help: 'Supports virtual machines under Xen. The other Xen options need it.',
		with: ['SMP', ...guest],
	},
	{
		option: 'XEN_PVHVM_GUEST',
		prompt: 'Xen PVHVM guest support',
		help: 'Supports current Xen virtual machines, and older Amazon EC2 instances.',
		with: xen,
	},
	{
		option: 'KVM_GUEST',
		prompt: 'KVM Guest support (including kvmclock)',
		help: 'Provides an accurate clock and faster locks under KVM.',
		with: guest,
	},
	{
		option: 'KVM',
		prompt: 'Kernel-based Virtual Machine (KVM) support',
		help: 'Runs virtual machines on the node.',
		with: ['VIRTUALIZATION'],
		module: 'kvm',
	},
	{
		option: 'KVM_INTEL',
		prompt: 'KVM for Intel (and compatible) processors support',
		help: 'Runs virtual machines on Intel processors.',
		with: ['VIRTUALIZATION', 'KVM'],
		module: 'kvm_intel',
	},
	{
		option: 'KVM_AMD',
		prompt: 'KVM for AMD processors support',
		help: 'Runs virtual machines on AMD processors.',
		with: ['VIRTUALIZATION', 'KVM'],
		module: 'kvm_amd',
	},
	{
		option: 'NET_9P_VIRTIO',
		prompt: '9P Virtio Transport',
		help: 'Connects 9P_FS to the host of a QEMU virtual machine.',
		with: ['NET_9P', ...virtio],
		module: '9pnet_virtio',
	},
	{
		option: 'XEN_BLKDEV_FRONTEND',
		prompt: 'Xen virtual block device support',
		help: 'Supports the disks of Xen virtual machines: /dev/xvda.',
		with: [...xen, ...blockDevices],
		module: 'xen_blkfront',
	},
	{
		option: 'VIRTIO_BLK',
		prompt: 'Virtio block driver',
		help: 'Supports the disks of QEMU, KVM and most clouds: /dev/vda.',
		with: [...blockDevices, ...virtio],
		module: 'virtio_blk',
	},
	{
		option: 'VMWARE_PVSCSI',
		prompt: 'VMware PVSCSI driver support',
		help: 'Supports the disks of VMware virtual machines.',
		with: ['BLOCK', 'SCSI', 'BLK_DEV_SD', 'SCSI_LOWLEVEL'],
		module: 'vmw_pvscsi',
	},
	{
		option: 'HYPERV_STORAGE',
		prompt: 'Microsoft Hyper-V virtual storage driver',
		help: 'Supports the disks of Hyper-V and Azure.',
		with: [...hyperv, 'BLOCK', 'SCSI', 'BLK_DEV_SD', 'SCSI_LOWLEVEL'],
		module: 'hv_storvsc',
	},
	{
		option: 'SCSI_VIRTIO',
		prompt: 'virtio-scsi support',
		help: 'Supports virtio SCSI disks of QEMU and Google Cloud: /dev/sda.',
		with: ['BLOCK', 'SCSI', 'BLK_DEV_SD', 'SCSI_LOWLEVEL', ...virtio],
		module: 'virtio_scsi',
	},
	{
		option: 'VIRTIO_NET',
		prompt: 'Virtio network driver',
		help: 'Supports the network interface of QEMU, KVM and most clouds.',
		with: [...netCore, ...virtio],
		module: 'virtio_net',
	},
	{
		option: 'XEN_NETDEV_FRONTEND',
		prompt: 'Xen network device frontend driver',
		help: 'Supports the network interface of Xen virtual machines.',
		with: [...xen, 'NETDEVICES'],
		module: 'xen_netfront',
	},
	{
		option: 'VMXNET3',
		prompt: 'VMware VMXNET3 ethernet driver',
		help: 'Supports the network interface of VMware virtual machines.',
		with: ['NETDEVICES'],
		module: 'vmxnet3',
	},
	{
		option: 'HYPERV_NET',
		prompt: 'Microsoft Hyper-V virtual network driver',
		help: 'Supports the network interface of Hyper-V and Azure.',
		with: [...hyperv, 'NETDEVICES'],
		module: 'hv_netvsc',
	},
	{
		option: 'VIRTIO_CONSOLE',
		prompt: 'Virtio console',
		help: 'Provides the console hvc0, and the channel of QEMU\'s guest agent.',
		with: virtio,
		module: 'virtio_console',
	},
	{
		option: 'HW_RANDOM_VIRTIO',
		prompt: 'VirtIO Random Number Generator support',
		help: 'Takes random numbers from the host, so that a new machine does not wait for its own.',
		with: ['HW_RANDOM', ...virtio],
		module: 'virtio_rng',
	},
	{
		option: 'VIRTIO_PCI',
		prompt: 'PCI driver for virtio devices',
		help: 'Connects virtio devices over PCI, as QEMU and most clouds provide them.',
		with: ['VIRTIO_MENU'],
		module: 'virtio_pci',
	},
	{
		option: 'VIRTIO_BALLOON',
		prompt: 'Virtio balloon driver',
		help: 'Returns unused memory to the host, and reports memory use.',
		with: virtio,
		module: 'virtio_balloon',
	},
	{
		option: 'VHOST_NET',
		prompt: 'Host kernel accelerator for virtio net',
		help: 'Speeds up the network of virtual machines that run on the node.',
		with: ['VHOST_MENU', 'NETDEVICES', 'NET_CORE', 'TUN'],
		module: 'vhost_net',
	},
	{
		option: 'HYPERV',
		prompt: 'Microsoft Hyper-V client drivers',
		help: 'Connects the devices of Hyper-V (VMBus). All Hyper-V drivers need it.',
		with: ['HYPERVISOR_GUEST'],
		module: 'hv_vmbus',
	},
	{
		option: 'VIRTIO_FS',
		prompt: 'Virtio Filesystem',
		help: 'Mounts folders of the host, faster than 9P_FS.',
		with: ['FUSE_FS', ...virtio],
		module: 'virtiofs',
	},
];
