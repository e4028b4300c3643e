import {deliveryOf} from '../recipe/delivery.ts';
import {isAbout} from '../recipe/meaning.ts';
import type {Recipe} from '../recipe/schema.ts';
import {inPages, kernelItself, mebibytes, part, type Part} from './memory-parts.ts';
import type {Firmware, ImageSizes} from './types.ts';

/** A limit that more memory lifts: `parts` and what the kernel keeps must fit. */
export type MemoryWall = {parts: Part[]; text: string};

type Matter = {sizes: ImageSizes; recipe: Recipe; held: Part[]; files: number};

/** Limits that are a share of memory. `files`: MiB that lie in one tmpfs. */
export function memoryWalls({sizes, recipe, held, files}: Matter): MemoryWall[] {
	return [...halfOfMemory(sizes, recipe, held), ...shareOfMemory(recipe, files)];
}

/**
The kernel's first root is a tmpfs of the usual size, half of what is free when it is mounted (mm/shmem.c); the packed
archive still lies in memory then. What does not fit is left out with a line in the kernel's log. With any root= on the
command line, as dracut has it, it is a ramfs, which has no limit.
*/
function halfOfMemory(sizes: ImageSizes, recipe: Recipe, held: Part[]): MemoryWall[] {
	if (sizes.compressed === 0 || deliveryOf(recipe).by !== 'rambox') {
		return [];
	}

	const {mib} = part('', inPages * mebibytes(sizes.unpacked));
	return [
		{
			// The kernel's text that runs once, and what it takes before that.
			parts: [part('', 9), part('', mebibytes(sizes.compressed)), part('', 2 * mib), ...held],
			text: `the initramfs is a tmpfs, which may use at most half of the free memory: ${mib} MiB of files need `
				+ `${2 * mib} MiB`,
		},
	];
}

/**
In BIOS the kernel is unpacked at 16 MiB (CONFIG_PHYSICAL_START) and the loader puts the archive behind it. Measured: a
kernel of 14.1 MiB with an archive of 1 MiB dies with 28 MiB, loses its archive with 31, and is up with 34.
*/
export function placeOfKernel(sizes: ImageSizes, firmware: Firmware): Array<{text: string; mib: number}> {
	const mib = Math.ceil(16 + kernelItself(sizes) + mebibytes(sizes.compressed) + 2);
	return firmware === 'bios' ? [{mib,
		text: `the kernel is decompressed at 16 MiB, and the initramfs is loaded after it: up to ${mib} MiB`}] : [];
}

/** `size` of the recipe. */
function shareOfMemory(recipe: Recipe, files: number): MemoryWall[] {
	const share = recipe.size.endsWith('%') ? Number(recipe.size.slice(0, -1)) / 100 : undefined;
	if (share === undefined || !isAbout(recipe, 'size')) {
		return [];
	}

	const needed = Math.ceil(files / share);
	return [
		{
			parts: [part('', needed)],
			text: `the root may fill ${recipe.size} of memory (size in the recipe): its ${files} MiB need ${needed} `
				+ 'MiB',
		},
	];
}

/** Limits that no memory lifts. */
export function wallsOfFormats(
	sizes: ImageSizes,
	firmware: Firmware,
	recipe: Recipe,
): {near: string[]; impossible?: string} {
	const limits = limitsFor(sizes, firmware, recipe);
	const hit = limits.find(({is, most}) => is > most);
	return {
		near: limits.filter(({is, most, from = 0.8}) => is > from * most && is <= most).map(({text}) => text),
		...(hit && {impossible: hit.text}),
	};
}

/** In MiB; near from this share of it on. */
type Limit = {is: number; most: number; from?: number; text: string};

function limitsFor(sizes: ImageSizes, firmware: Firmware, recipe: Recipe): Limit[] {
	const packed = Math.ceil(mebibytes(sizes.compressed));
	const both = Math.ceil(mebibytes(sizes.kernel + sizes.compressed + sizes.unpacked));
	const {at, by, via, overlay} = deliveryOf(recipe);
	const root = Math.ceil(mebibytes(overlay === 'none' ? sizes.root : sizes.image));
	const size = sizeInMebibytes(recipe.size);
	return [
		// Some firmware leaves 3 GiB or less below 4 GiB.
		...(firmware === 'bios'
			? [{
				is: both,
				most: 4096,
				from: 0.5,
				text: `with BIOS, iPXE can use 4 GiB of memory, on some boards 2 or 3: kernel and initrd need ${both} `
					+ 'MiB there, compressed and unpacked',
			}]
			: []),
		...(recipe.compression === 'gzip'
			? [{
				is: packed,
				most: 4096,
				text: 'the kernel cannot unpack an initrd of more than 4 GiB compressed with gzip, and this one has '
					+ `${packed} MiB`,
			}]
			: []),
		...(at === 'tmpfs' && via === 'initrd'
			? [{
				is: packed,
				most: 4095,
				text: `a file in an initramfs has less than 4 GiB, and with its archive this one has ${packed} MiB: `
					+ '"archive: fetched" has no such limit',
			}]
			: []),
		...(at === 'ramdisk' && by === 'kernel'
			? [{
				is: root,
				most: recipe.node.memory,
				text: `the RAM disk may have ${recipe.node.memory} MiB (ramdisk_size, which is node.memory), but its `
					+ `image has ${root} MiB`,
			}]
			: []),
		...(size !== undefined && isAbout(recipe, 'size')
			? [{
				is: root,
				most: size,
				text: `the root may fill ${recipe.size} (size in the recipe), but it needs ${root} MiB`,
			}]
			: []),
	];
}

/** Nothing for a share. */
function sizeInMebibytes(size: string): number | undefined {
	const [, number = '', unit = ''] = /^(\d+)([gkm]?)$/i.exec(size) ?? [];
	return number === ''
		? undefined
		: Number(number) * ({g: 1024, m: 1, k: 1 / 1024}[unit.toLowerCase()] ?? 1 / 1_048_576);
}
