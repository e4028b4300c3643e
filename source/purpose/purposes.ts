import {usualBundles} from '../kernel/bundles.ts';
import type {RecipeInput} from '../recipe/schema.ts';

/** What a machine is for, and what follows from that for its recipe, however the system reaches it. */
export type Purpose = {
	/** As in `recipes new --purpose`. */
	name: string;
	title: string;
	help: string;
	/** A proposal for the name of the recipe, where that of the way would say less. */
	recipe?: string;
	/** What it asks of a way. */
	demands: Demands;
	/** Of the smallest node, in MiB. */
	memory: number;
	tree: NonNullable<RecipeInput['tree']>;
	kernel: NonNullable<RecipeInput['kernel']>;
	tests?: RecipeInput['tests'];
	/** Questions of its own, beside who may log in and how addresses are given out. */
	asks: readonly string[];
};

export type Demands = {
	/** A distribution with its packages; BusyBox alone is not enough. */
	distribution: boolean;
	containers?: true;
	/** More than one node boots it. */
	many?: true;
	/** Whether what a node writes must outlive its power; left out, it is asked. */
	keeps?: boolean;
};

const listed = (text: string): string[] => text.trim().split(/\s+/);

/** One that its owner can log in to. @param packages beside the SSH server, with blanks between them */
export const debian = (packages = ''): Purpose['tree'] =>
	({from: 'bootstrap', packages: listed(`openssh-server ${packages}`)});

/** Of disk controllers and disks, under the names that kernels from 6.1 on have for them. */
const diskModules = `
	ahci ata_piix nvme sd_mod sr_mod sg usb_storage uas virtio_blk virtio_scsi mmc_block sdhci_pci sdhci_acpi
	megaraid_sas mpt3sas hpsa aacraid vmd ata_generic pata_atiixp pata_amd pata_jmicron pata_via pata_marvell sata_nv
	sata_sil sata_via sata_mv isci smartpqi mpi3mr mptsas mptspi ufshcd-pci
`;

/** Of what is on disks. */
const fileSystemModules = `
	ext4 xfs btrfs vfat exfat fuse isofs udf f2fs nls_cp437 nls_ascii nls_utf8 dm_mod dm_crypt dm_snapshot
	dm_thin_pool dm_mirror dm_raid raid0 raid1 raid10 raid456 loop nbd xts
`;

/** What notices memory errors. */
const watchModules = 'amd64_edac sb_edac skx_edac i10nm_edac ie31200_edac igen6_edac';

/** No array is assembled, no volume group activated, and nothing discarded before somebody asks for it. */
const handsOff: Purpose['tree'] = {
	exclude: ['usr/lib/udev/rules.d/64-md-raid-assembly.rules', 'usr/lib/udev/rules.d/69-lvm.rules'],
	services: {'smartmontools.service': 'off', 'nvmf-autoconnect.service': 'off', 'fstrim.timer': 'off'},
};

const diskTools = `
	smartmontools nvme-cli hdparm memtester gdisk parted lvm2 mdadm cryptsetup-bin dosfstools ntfs-3g xfsprogs
	btrfs-progs exfatprogs gddrescue testdisk partclone rsync zstd xz-utils pciutils usbutils dmidecode ethtool
	efibootmgr curl tmux less
`;

/** What podman's networks and storage load. */
const containerModules = `
	overlay bridge veth br_netfilter tun fuse macvlan nf_tables nf_conntrack nft_compat nft_ct nft_masq nft_nat
	nft_chain_nat nft_reject_inet nft_fib_inet nft_limit nft_log xt_MASQUERADE xt_addrtype xt_comment xt_conntrack
	xt_mark xt_multiport xt_nat xt_tcpudp xt_REDIRECT
`;

export const purposes: readonly Purpose[] = [
	{
		name: 'debian',
		title: 'Run a whole Debian',
		help: 'A distribution with systemd and SSH, and the packages you name.',
		demands: {distribution: true},
		memory: 2048,
		tree: debian(),
		kernel: {},
		asks: ['tree.from', 'tree.suite', 'tree.path', 'tree.image', 'tree.packages', 'tree.keep'],
	},
	{
		name: 'rescue',
		title: 'Repair a PC, recover its data',
		help: 'A Debian in RAM with the drivers of disks and the tools to test, copy and repair them: SMART, LVM, '
			+ 'RAID, LUKS, NTFS, ddrescue, testdisk. The disks of the machine are not touched until you do it.',
		recipe: 'rescue',
		demands: {distribution: true, keeps: false},
		memory: 1024,
		tree: {...debian(diskTools), ...handsOff},
		kernel: {modules: listed(diskModules + fileSystemModules)},
		asks: [],
	},
	{
		name: 'burn-in',
		title: 'Test a new or doubtful PC (burn-in)',
		help: 'Memory, processor, disks and network work hard at the same time, and are checked. The node is up when '
			+ 'all have passed; if not, ramstrap serve shows what failed. Nothing is written to the disks.',
		recipe: 'burn-in',
		demands: {distribution: true, keeps: false},
		memory: 1024,
		tree: {...debian('stress-ng smartmontools nvme-cli pciutils dmidecode ethtool less'), ...handsOff},
		kernel: {modules: listed(diskModules + watchModules)},
		tests: {hardware: ['memory', 'cpu', 'disks', 'network']},
		asks: ['tests.time'],
	},
	{
		name: 'containers',
		title: 'Run containers',
		help: 'A Debian with podman, and what its networks and images need.',
		recipe: 'container-host',
		demands: {distribution: true, containers: true},
		memory: 2048,
		tree: {
			...debian('podman crun netavark aardvark-dns iptables nftables catatonit ca-certificates'),
			tmpfs: ['/var/lib/containers'],
		},
		kernel: {modules: listed(containerModules)},
		asks: ['tree.suite', 'tree.packages'],
	},
	{
		name: 'many',
		title: 'Boot many equal PCs',
		help: 'A classroom, a rack, a farm of builders: one system for all of them, updated in one place.',
		demands: {distribution: true, many: true, keeps: false},
		memory: 2048,
		tree: debian(),
		kernel: {},
		asks: ['tree.from', 'tree.suite', 'tree.path', 'tree.image', 'tree.packages', 'tree.keep'],
	},
	{
		name: 'keep',
		title: 'One PC that keeps its data',
		help: 'It has no disk of its own, and what it writes is still there after a restart.',
		demands: {distribution: true, keeps: true},
		memory: 1024,
		tree: debian(),
		kernel: {},
		asks: ['tree.from', 'tree.suite', 'tree.path', 'tree.image', 'tree.packages', 'tree.keep'],
	},
	{
		name: 'kernel',
		title: 'Try a kernel of your own',
		help: 'Built from source with the options you choose, and booted with a shell and 260 tools.',
		demands: {distribution: false, keeps: false},
		memory: 512,
		tree: {from: 'busybox'},
		kernel: {from: 'build', source: {package: 'linux-source'}, bundles: [...usualBundles]},
		asks: ['kernel.source.package'],
	},
];

export const purposeNamed = (name: string): Purpose | undefined => purposes.find(purpose => purpose.name === name);
