import type {Recipe} from '../../recipe/schema.ts';

/** Whether the kernel mounts the root by itself: what that takes must be built in, no module can be loaded yet. */
export function isMountedByKernel({strategy, mount}: Recipe): boolean {
	return (strategy === 'nfs-root' || strategy === 'ramdisk-ext2') && mount === 'kernel';
}

/** Whether changes go to a layer in RAM. Left out: for squashfs, which nothing else makes writable. */
export function hasOverlay({strategy, image, overlay}: Recipe): boolean {
	const isSquashfs = strategy === 'dracut-toram' && image === 'squashfs';
	return isSquashfs || strategy === 'nfs-root' ? (overlay ?? (isSquashfs ? 'tmpfs' : 'none')) === 'tmpfs' : false;
}

/** Minor version of the NFS 4 that the root comes over, if it does. */
export function nfsMinorVersion({strategy, nfs}: Recipe): number | undefined {
	return strategy === 'nfs-root' && nfs !== 'v3' ? Number(nfs.at(-1)) : undefined;
}
