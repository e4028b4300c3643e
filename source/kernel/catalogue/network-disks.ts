import type {UngroupedOption} from '../types.ts';

/** Disks of other machines, and disks for other machines. */
export const networkDisks: readonly UngroupedOption[] = [
	{
		option: 'ISCSI_IBFT_FIND',
		prompt: 'iSCSI Boot Firmware Table Attributes',
		help: 'Finds the iSCSI settings that the firmware booted with.',
		with: ['BLOCK', 'SCSI', 'SCSI_LOWLEVEL', 'ISCSI_IBFT'],
	},
	{
		option: 'ATA_OVER_ETH',
		prompt: 'ATA over Ethernet support',
		help: 'Uses disks of other machines over AoE.',
		with: ['BLOCK', 'BLK_DEV'],
		module: 'aoe',
	},
	{
		option: 'BLK_DEV_RBD',
		prompt: 'Rados block device (RBD)',
		help: 'Uses disks of a Ceph cluster.',
		with: ['BLOCK', 'BLK_DEV'],
		module: 'rbd',
	},
	{
		option: 'NVME_TARGET',
		prompt: 'NVMe Target support',
		help: 'Exports disks as NVMe over the network.',
		with: ['BLOCK', 'CONFIGFS_FS'],
		module: 'nvmet',
	},
	{
		option: 'NVME_TARGET_TCP',
		prompt: 'NVMe over Fabrics TCP target support',
		help: 'Exports NVMe disks over TCP.',
		with: ['BLOCK', 'CONFIGFS_FS', 'NVME_TARGET'],
		module: 'nvmet_tcp',
	},
	{
		option: 'TARGET_CORE',
		prompt: 'Generic Target Core Mod (TCM) and ConfigFS Infrastructure',
		help: 'Exports disks to other machines: the base of iSCSI targets.',
		with: ['BLOCK'],
		module: 'target_core_mod',
	},
	{
		option: 'TCM_IBLOCK',
		prompt: 'TCM/IBLOCK Subsystem Plugin for Linux/BLOCK',
		help: 'Exports block devices by a target.',
		with: ['BLOCK', 'TARGET_CORE'],
		module: 'target_core_iblock',
	},
	{
		option: 'ISCSI_TARGET',
		prompt: 'SCSI Target Mode Stack',
		help: 'Exports disks over iSCSI (targetcli).',
		with: ['BLOCK', 'TARGET_CORE'],
		module: 'iscsi_target_mod',
	},
];
