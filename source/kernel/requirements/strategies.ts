import {isSquashfs, staysInInitramfs} from '../../recipe/meaning.ts';
import type {Compression, Recipe} from '../../recipe/schema.ts';
import type {RequiredOption} from '../requirements.ts';
import {hasOverlay, isMountedByKernel, nfsMinorVersion} from './variant.ts';

/** What the way the root reaches the node asks of the kernel. */
export function strategyRequirements(recipe: Recipe): RequiredOption[] {
	return {
		'busybox-initramfs': busyboxInitramfs,
		'dracut-toram': rootInRam,
		'ramdisk-ext2': ramdiskExt2,
		'nfs-root': nfsRoot,
	}[recipe.strategy](recipe);
}

function busyboxInitramfs(recipe: Recipe): RequiredOption[] {
	return staysInInitramfs(recipe) ? initramfs(recipe.compression) : rootInRam(recipe);
}

function rootInRam(recipe: Recipe): RequiredOption[] {
	return [...initramfs(recipe.compression), ...distributionInit, ...(isSquashfs(recipe) ? squashfs(recipe) : tmpfsRoot), ...overlay(recipe, 'm')];
}

function ramdiskExt2(recipe: Recipe): RequiredOption[] {
	if (!isMountedByKernel(recipe)) {
		return [
			...initramfs(recipe.compression),
			...distributionInit,
			{option: 'BLK_DEV_RAM', as: 'm', why: 'the initramfs writes the image to /dev/ram0', or: ['BLK_DEV_LOOP']},
			...ext2('m'),
		];
	}

	return [
		...loaded(recipe.compression, 'the image of the RAM disk'),
		...distributionInit,
		{option: 'BLK_DEV_RAM', as: 'y', why: 'the kernel unpacks the image into /dev/ram0 before it can load a module'},
		...ext2('y'),
		devMounted,
	];
}

function nfsRoot(recipe: Recipe): RequiredOption[] {
	if (!isMountedByKernel(recipe)) {
		return [...initramfs(recipe.compression), ...distributionInit, ...nfsClient(recipe, 'm'), ...overlay(recipe, 'm')];
	}

	return [
		...distributionInit,
		...nfsClient(recipe, 'y'),
		{option: 'ROOT_NFS', as: 'y', why: 'the kernel mounts its root over NFS by itself'},
		devMounted,
		...overlay(recipe, 'y'),
	];
}

const devMounted: RequiredOption = {option: 'DEVTMPFS_MOUNT', as: 'y', why: 'without an initramfs nobody else mounts /dev before init needs its console'};

function initramfs(compression: Compression): RequiredOption[] {
	return loaded(compression, 'the initramfs');
}

const compressions: ReadonlyArray<Exclude<Compression, 'none'>> = ['zstd', 'gzip', 'xz', 'lz4'];

/** Which options unpack an initrd and read a squashfs image of this kind. */
export const unpackers = Object.fromEntries(compressions.map(name => [name, `RD_${name.toUpperCase()}`])) as Record<(typeof compressions)[number], string>;

function loaded(compression: Compression, what: string): RequiredOption[] {
	return [
		{option: 'BLK_DEV_INITRD', as: 'y', why: `the kernel takes ${what} that the boot loader hands it`},
		...(compression === 'none' ? [] : [{option: unpackers[compression], as: 'y' as const, why: `${what} is packed with ${compression}`}]),
	];
}

/** Capabilities of programs (ping, for one) are extended attributes. */
const tmpfsRoot: readonly RequiredOption[] = [
	{option: 'TMPFS_XATTR', as: 'y', why: 'the root is a tmpfs, and programs keep their capabilities in extended attributes'},
];

/** As systemd's README lists them under "REQUIREMENTS", and of what it recommends there all that its own services are sandboxed by. */
const distributionInit: readonly RequiredOption[] = [
	...['CGROUPS', 'INOTIFY_USER', 'SIGNALFD', 'TIMERFD', 'EPOLL', 'UNIX', 'FHANDLE']
		.map((option): RequiredOption => ({option, as: 'y', why: 'systemd, the distribution\'s own init, does not start without'})),
	...['NAMESPACES', 'NET_NS', 'SECCOMP', 'TMPFS_POSIX_ACL']
		.map((option): RequiredOption => ({option, as: 'y', why: 'services of systemd are kept apart by it, and some fail without'})),
	{option: 'AUTOFS_FS', as: 'm', why: 'systemd mounts some of its file systems when somebody looks', or: ['AUTOFS4_FS']},
];

function ext2(as: 'y' | 'm'): RequiredOption[] {
	return [
		{option: 'EXT4_FS', as, why: 'the image is ext2, which the ext4 driver mounts', or: ['EXT2_FS']},
		{option: 'EXT4_USE_FOR_EXT2', as, why: 'the ext4 driver must be told to mount ext2 as well', or: ['EXT2_FS']},
	];
}

/** Unless told otherwise, mksquashfs packs with gzip. */
const squashfsPackers: Record<Compression, string> = {zstd: 'SQUASHFS_ZSTD', gzip: 'SQUASHFS_ZLIB', xz: 'SQUASHFS_XZ', lz4: 'SQUASHFS_LZ4', none: 'SQUASHFS_ZLIB'};

function squashfs({compression}: Recipe): RequiredOption[] {
	return [
		{option: 'BLK_DEV_LOOP', as: 'm', why: 'the squashfs image in RAM is mounted as a disk'},
		{option: 'SQUASHFS', as: 'm', why: 'the image is a squashfs'},
		{option: squashfsPackers[compression], as: 'y', why: `the image is packed with ${compression === 'none' ? 'gzip' : compression}`},
		{option: 'SQUASHFS_XATTR', as: 'y', why: 'programs in the image keep their capabilities in extended attributes'},
	];
}

function overlay(recipe: Recipe, as: 'y' | 'm'): RequiredOption[] {
	return hasOverlay(recipe)
		? [
			{option: 'OVERLAY_FS', as, why: 'changes go to a layer above the read-only root'},
			...(recipe.overlay === 'zram' ? packedLayer(as) : [{option: 'TMPFS_XATTR', as: 'y', why: 'that layer is a tmpfs, and overlays mark files by extended attributes'} satisfies RequiredOption]),
		]
		: [];
}

const packedLayer = (as: 'y' | 'm'): RequiredOption[] => [
	{option: 'ZRAM', as, why: 'that layer is a disk in memory that packs what is written'},
	{option: 'EXT4_FS', as, why: 'that disk has a file system, which the ext4 driver mounts'},
];

function nfsClient(recipe: Recipe, as: 'y' | 'm'): RequiredOption[] {
	const minor = nfsMinorVersion(recipe);
	const why = `the root comes over NFS ${recipe.nfs.slice(1)}`;
	return [
		{option: 'NFS_FS', as, why: 'the root comes over NFS'},
		{option: minor === undefined ? 'NFS_V3' : 'NFS_V4', as, why},
		...(minor === 0 || minor === undefined ? [] : [{option: 'NFS_V4_1', as: 'y' as const, why}]),
		...(minor === 2 ? [{option: 'NFS_V4_2', as: 'y' as const, why}] : []),
	];
}
