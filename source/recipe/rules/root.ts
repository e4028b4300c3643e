import type {Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

/** What lies above the root. */
export function rootRules({strategy, root, image, mount, overlay}: Recipe): Problem[] {
	const says = (reason: string) => [{path: ['overlay'], sentence: `overlay is ${overlay}, but ${reason}`}];
	if (strategy === 'nfs-root' && mount === 'kernel' && overlay !== undefined && overlay !== 'none') {
		return says('a kernel that mounts its root by itself puts no layer above it. Write "mount: initramfs", or leave overlay out.');
	}

	if (strategy === 'dracut-toram' && image === 'squashfs' && overlay === 'zram') {
		return says('the initramfs by dracut puts a tmpfs above its squashfs. Write "overlay: tmpfs", or "strategy: busybox-initramfs" with "root: squashfs".');
	}

	if (strategy === 'busybox-initramfs' && root === 'tmpfs' && (overlay === 'tmpfs' || overlay === 'zram')) {
		return says('an archive is unpacked into a tmpfs, which is writable as it is. Leave overlay out, or write "root: squashfs".');
	}

	return strategy === 'dracut-toram' && image === 'archive' && overlay !== undefined
		? says('an archive is unpacked into a tmpfs, which is writable as it is. Leave overlay out, or write "image: squashfs".')
		: [];
}
