import {deliveryOf} from '../delivery.ts';
import type {Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';

/** What lies above the root. */
export function rootRules(recipe: Recipe): Problem[] {
	const {overlay} = recipe;
	const {at, by, image} = deliveryOf(recipe);
	const says = (reason: string) => [{path: ['overlay'], sentence: `overlay is ${overlay}, but ${reason}`}];
	if (at === 'server' && by === 'kernel' && overlay !== undefined && overlay !== 'none') {
		return says('a kernel that mounts its root itself cannot add an overlay. Write "mount: initramfs", or remove '
			+ 'overlay.');
	}

	if (by === 'dracut' && image === 'squashfs' && overlay === 'zram') {
		return says('the dracut initramfs supports only a tmpfs overlay. Write "overlay: tmpfs", or "strategy: '
			+ 'busybox-initramfs" with "root: squashfs".');
	}

	if (by === 'rambox' && image === 'archive' && (overlay === 'tmpfs' || overlay === 'zram')) {
		return says('an archive is unpacked into a tmpfs, which is already writable. Remove overlay, or write "root: '
			+ 'squashfs".');
	}

	return by === 'dracut' && image === 'archive' && overlay !== undefined
		? says('an archive is unpacked into a tmpfs, which is already writable. Remove overlay, or write "image: '
			+ 'squashfs".')
		: [];
}
