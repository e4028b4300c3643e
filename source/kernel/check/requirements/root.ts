import type {Delivery} from '../../../recipe/delivery.ts';
import type {Compression, Recipe} from '../../../recipe/schema.ts';
import type {RequiredOption} from '../requirements.ts';

// What the ways a root takes ask of a kernel, piece by piece; strategies put them together.
// What the kernel mounts by itself must be built in: no module can be loaded yet.

export const devMounted: RequiredOption = {
	option: 'DEVTMPFS_MOUNT',
	as: 'y',
	why: 'without an initramfs the kernel must mount /dev before init opens its console',
};

const compressions: ReadonlyArray<Exclude<Compression, 'none'>> = ['zstd', 'gzip', 'xz', 'lz4'];

/** Which options unpack an initrd and read a squashfs image of this kind. */
export const unpackers = Object.fromEntries(compressions.map(name =>
	[name, `RD_${name.toUpperCase()}`])) as Record<(typeof compressions)[number], string>;

/** @param what the loader hands the kernel, packed */
export function initrd(compression: Compression, what = 'the initramfs'): RequiredOption[] {
	return [
		{option: 'BLK_DEV_INITRD', as: 'y', why: `the kernel loads ${what} that the boot loader passes`},
		...(compression === 'none'
			? []
			: [{option: unpackers[compression], as: 'y' as const, why: `${what} is compressed with ${compression}`}]),
	];
}

/** Capabilities of programs (ping, for one) are extended attributes. */
export const tmpfsRoot: readonly RequiredOption[] = [
	{
		option: 'TMPFS_XATTR',
		as: 'y',
		why: 'the root is a tmpfs, and file capabilities are stored in extended attributes',
	},
];

/**
As systemd's README lists them under "REQUIREMENTS", and of what it recommends there all that its own
services are sandboxed by.
*/
export const distributionInit: readonly RequiredOption[] = [
	...['CGROUPS', 'INOTIFY_USER', 'SIGNALFD', 'TIMERFD', 'EPOLL', 'UNIX', 'FHANDLE']
		.map((option): RequiredOption => ({
			option, as: 'y', why: 'systemd, the init of the distribution, does not start without it',
		})),
	...['NAMESPACES', 'NET_NS', 'SECCOMP', 'TMPFS_POSIX_ACL']
		.map((option): RequiredOption => ({
			option, as: 'y', why: 'systemd isolates its services with it, and some fail without it',
		})),
	{
		option: 'AUTOFS_FS',
		as: 'm',
		why: 'systemd mounts some file systems on first access',
		or: ['AUTOFS4_FS'],
	},
];

export function ext2(as: 'y' | 'm'): RequiredOption[] {
	return [
		{option: 'EXT4_FS', as, why: 'the image is ext2, which the ext4 driver mounts', or: ['EXT2_FS']},
		{option: 'EXT4_USE_FOR_EXT2', as, why: 'the ext4 driver mounts ext2 only with this option', or: ['EXT2_FS']},
	];
}

/** Unless told otherwise, mksquashfs packs with gzip. */
const squashfsPackers: Record<Compression, string> = {
	zstd: 'SQUASHFS_ZSTD',
	gzip: 'SQUASHFS_ZLIB',
	xz: 'SQUASHFS_XZ',
	lz4: 'SQUASHFS_LZ4',
	none: 'SQUASHFS_ZLIB',
};

export function squashfs({compression}: Recipe): RequiredOption[] {
	return [
		{option: 'BLK_DEV_LOOP', as: 'm', why: 'the squashfs image in RAM is mounted as a disk'},
		{option: 'SQUASHFS', as: 'm', why: 'the image is a squashfs'},
		{
			option: squashfsPackers[compression],
			as: 'y',
			why: `the image is compressed with ${compression === 'none' ? 'gzip' : compression}`,
		},
		{
			option: 'SQUASHFS_XATTR',
			as: 'y',
			why: 'file capabilities in the image are stored in extended attributes',
		},
	];
}

export function layer({overlay}: Delivery, as: 'y' | 'm'): RequiredOption[] {
	return overlay === 'none' ? [] : [
		{option: 'OVERLAY_FS', as, why: 'changes are written to a layer above the read-only root'},
		...(overlay === 'zram' ? packedLayer(as) : [attributesOfLayer]),
	];
}

const attributesOfLayer: RequiredOption = {
	option: 'TMPFS_XATTR', as: 'y', why: 'that layer is a tmpfs, and overlays store metadata in extended attributes',
};

const packedLayer = (as: 'y' | 'm'): RequiredOption[] => [
	{option: 'ZRAM', as, why: 'that layer is a compressed disk in memory'},
	{option: 'EXT4_FS', as, why: 'the ext4 driver mounts the file system of that disk'},
];

export function nfsClient(nfs: Recipe['nfs'], as: 'y' | 'm'): RequiredOption[] {
	const minor = nfsMinorVersion(nfs);
	const why = `the root comes over NFS ${nfs.slice(1)}`;
	return [
		{option: 'NFS_FS', as, why: 'the root comes over NFS'},
		{option: minor === undefined ? 'NFS_V3' : 'NFS_V4', as, why},
		...(minor === 0 || minor === undefined ? [] : [{option: 'NFS_V4_1', as: 'y' as const, why}]),
		...(minor === 2 ? [{option: 'NFS_V4_2', as: 'y' as const, why}] : []),
	];
}

/** Of NFS 4; version 3 has none. */
export function nfsMinorVersion(nfs: Recipe['nfs']): number | undefined {
	return nfs === 'v3' ? undefined : Number(nfs.at(-1));
}
