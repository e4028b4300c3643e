import {hasOverlay, isMountedByKernel} from '../kernel/requirements/variant.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {Firmware, ImageSizes, MemoryNeed} from './types.ts';

/**
What a boot asks of a node's memory, phase by phase: while the kernel unpacks its initramfs, while the root arrives, and
once the system runs. The phase that asks most decides.
*/
export function memoryOf(sizes: ImageSizes, firmware: Firmware, recipe: Recipe): MemoryNeed {
	const {parts: root, after} = rootParts(sizes, recipe);
	const kernel = part('the kernel at work', kernelMemory * mebibytes(sizes.kernel));
	const unpacked = part('the unpacked initramfs', inPages * mebibytes(sizes.unpacked));
	const programs = part('programs', recipe.strategy === 'busybox-initramfs' && recipe.root === 'initramfs' ? 16 : systemPrograms);
	const stays = root.length === 0 && recipe.strategy === 'busybox-initramfs';
	const arrival = [kernel, ...(isMountedByKernel(recipe) ? [] : [unpacked]), ...root, programs];
	const candidates = [loading(sizes, {firmware, kernel, unpacked, recipe}), ...(stays ? [] : [{mib: sum(arrival), parts: arrival}])];
	const most = candidates.reduce((worst, next) => next.mib > worst.mib ? next : worst);
	return {
		...most,
		room: sum(root),
		after: sum([kernel, ...(stays ? [unpacked] : []), part('the root', after), programs]),
		wire: sizes.kernel + sizes.compressed + sizes.image,
	};
}

type Part = MemoryNeed['parts'][number];

/** The kernel unpacks what the loader gave it. */
function loading(sizes: ImageSizes, {firmware, kernel, unpacked, recipe}: {firmware: Firmware; kernel: Part; unpacked: Part; recipe: Recipe}): Pick<MemoryNeed, 'mib' | 'parts' | 'wall'> {
	if (sizes.compressed === 0) {
		const parts = [kernel, part('programs', 16)];
		return {mib: sum(parts), parts};
	}

	const packed = part(isMountedByKernel(recipe) ? 'the packed image' : 'the packed initramfs', mebibytes(sizes.compressed));
	const laidOut = isMountedByKernel(recipe) ? part('the RAM disk', mebibytes(sizes.unpacked)) : unpacked;
	const held = firmware === 'uefi' ? [part('what UEFI holds while it unpacks', uefiBase + uefiCopies * mebibytes(sizes.compressed))] : [];
	const parts = [kernel, packed, laidOut, ...held, part('programs', 16)];
	// The kernel mounts its root tmpfs with the default size, half of what is free at that moment (mm/shmem.c); the
	// packed archive still lies in memory then. What does not fit is left out with a line in the kernel's log.
	const half = isMountedByKernel(recipe) ? 0 : sum([kernel, packed, laidOut, laidOut, ...held]);
	return half > sum(parts)
		? {mib: half, parts, wall: `the root is a tmpfs, which takes at most half of what is free: ${laidOut.mib} MiB of files need ${2 * laidOut.mib} MiB`}
		: {mib: sum(parts), parts};
}

/** What the root takes while it arrives, and MiB of it that stay. */
function rootParts(sizes: ImageSizes, recipe: Recipe): {parts: Part[]; after: number} {
	const files = part('the files of the root', mebibytes(sizes.root));
	const image = part('the image', mebibytes(sizes.image));
	switch (recipe.strategy) {
		case 'busybox-initramfs': {
			// An archive inside the initramfs counts there.
			return recipe.root === 'initramfs' ? {parts: [], after: 0} : {parts: [files], after: files.mib};
		}

		case 'dracut-toram': {
			if (recipe.image === 'archive') {
				return {parts: [files], after: files.mib};
			}

			return hasOverlay(recipe)
				? {parts: [image, part('the layer above it', 16)], after: image.mib}
				: {parts: [image, files], after: files.mib};
		}

		case 'ramdisk-ext2': {
			const disk = part('the RAM disk', mebibytes(sizes.root));
			return {parts: [disk], after: disk.mib};
		}

		case 'nfs-root': {
			return {parts: [], after: 0};
		}
	}
}

const part = (what: string, mib: number): Part => ({what, mib: Math.ceil(mib)});
const sum = (parts: readonly Part[]) => parts.reduce((total, {mib}) => total + mib, 0);
const mebibytes = (bytes: number) => bytes / 1_048_576;

/** Systemd with its usual services, and what the kernel keeps for them. */
const systemPrograms = 80;

/** Text, data and page tables of a distribution kernel, as a multiple of its packed image (measured: 7.9 MiB keep 58 MiB from the node). */
const kernelMemory = 7.5;

/** Files fill whole pages of 4 KiB (measured on 700 files: 3.5 % more). */
const inPages = 1.04;

/**
OVMF's own memory in MiB, and how many copies of the archive its loader still holds when the kernel measures what is
free (measured with iPXE: 12 MiB packed ask for 52 to 59 MiB more than in BIOS, 45 MiB for 91 to 122).
*/
const uefiBase = 36;
const uefiCopies = 2;
