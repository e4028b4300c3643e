import type {Recipe} from '../../recipe/schema.ts';

// What the kernel mounts by itself must be built in: no module can be loaded yet.
export {hasOverlay, isMountedByKernel} from '../../recipe/meaning.ts';

/** Minor version of the NFS 4 that the root comes over, if it does. */
export function nfsMinorVersion({strategy, nfs}: Recipe): number | undefined {
	return strategy === 'nfs-root' && nfs !== 'v3' ? Number(nfs.at(-1)) : undefined;
}
