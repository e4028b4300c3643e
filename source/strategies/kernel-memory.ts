import type {Recipe} from '../recipe/schema.ts';
import {kernelItself} from './memory-parts.ts';
import type {Firmware, ImageSizes} from './types.ts';

/** In MiB, on a machine of a given size. */
export type KernelMemory = {
	/** What is missing in MemTotal: the kernel's own text and data, the map of all pages. */
	kept: number;
	/** What it takes of MemTotal for itself: slabs, stacks, its first threads. */
	taken: number;
	/** What it keeps free, and MemAvailable leaves out. */
	reserve: number;
	/** MemAvailable counts half of the cached files as used, up to this. */
	cache: number;
};

/**
What a kernel takes of a machine of `memory` MiB, whatever runs there. Measured with 6.1 of Debian (amd64 and cloud) and
two kernels of our own, on machines from 96 MiB to 8 GiB; MemTotal is met within 3 MiB.
*/
export function kernelMemory(memory: number, sizes: ImageSizes, firmware: Firmware, recipe: Recipe): KernelMemory {
	const itself = kernelItself(sizes);
	// The page map takes 64 bytes for each 4 KiB. Above 4 GiB there are bounce buffers (swiotlb) for
	// devices that cannot reach there.
	const kept = (0.7 * itself) + (memory / 58) + (memory > 3072 ? 64 : 0) + (firmware === 'uefi' ? 6 : 0);
	const total = Math.max(0, memory - kept);
	const least = leastFree(total, recipe);
	return {kept, taken: 0.4 * itself, reserve: 1.5 * least + total / 256, cache: Math.min(fileCache, 1.25 * least)};
}

/** The watermark "min" of all zones (vm.min_free_kbytes), as mm/page_alloc.c and mm/khugepaged.c work it out. */
function leastFree(total: number, {kernel}: Recipe): number {
	const usual = Math.sqrt(total / 64);
	// Transparent huge pages, which distributions switch on and the kernel leaves off below 512 MiB, want free blocks
	// of 2 MiB: eleven in each zone, of which there are three from 4 GiB on, but no more than 5 %.
	const zones = total > 3072 ? 3 : 2;
	return kernel.from === 'distribution' && total >= 512 ? Math.max(usual, Math.min(22 * zones, total / 20)) : usual;
}

/** Half of what Debian's systemd and sshd read of their files. */
const fileCache = 36;
