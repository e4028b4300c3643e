import {usualOverlay} from '../../recipe/meaning.ts';
import type {Recipe} from '../../recipe/schema.ts';

// What the kernel mounts by itself must be built in: no module can be loaded yet.
export {isMountedByKernel} from '../../recipe/meaning.ts';

/** Whether changes go to a layer in RAM. */
export function hasOverlay(recipe: Recipe): boolean {
	const {strategy, image, overlay = usualOverlay(recipe)} = recipe;
	return overlay === 'tmpfs' && (strategy === 'nfs-root' || (strategy === 'dracut-toram' && image === 'squashfs'));
}

/** Minor version of the NFS 4 that the root comes over, if it does. */
export function nfsMinorVersion({strategy, nfs}: Recipe): number | undefined {
	return strategy === 'nfs-root' && nfs !== 'v3' ? Number(nfs.at(-1)) : undefined;
}
