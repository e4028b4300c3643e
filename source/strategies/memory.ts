import {deliveryOf} from '../recipe/delivery.ts';
import type {Compression, Recipe} from '../recipe/schema.ts';
import {strategyOf} from './index.ts';
import {kernelMemory, type KernelMemory} from './kernel-memory.ts';
import {inPages, kernelItself, mebibytes, part, sum, type Part} from './memory-parts.ts';
import {memoryWalls, placeOfKernel, wallsOfFormats} from './memory-walls.ts';
import type {Firmware, ImageSizes, MemoryNeed} from './types.ts';

/**
What a boot asks of a node's memory, phase by phase: while the kernel unpacks its initramfs, while the root arrives, and
once the system runs. The phase that asks most decides, unless a limit on the way asks for more.
*/
export function memoryNeeded(sizes: ImageSizes, firmware: Firmware, recipe: Recipe): MemoryNeed {
	const kernelOn = (memory: number) => kernelMemory(memory, sizes, firmware, recipe);
	const root = rootParts(sizes, recipe);
	const isWhole = deliveryOf(recipe).at === 'initramfs';
	const phases = [
		unpacking(sizes, firmware, recipe),
		...(isWhole ? [] : [arrival(sizes, recipe), running(sizes, recipe)]),
	];
	const needs = phases.map(phase => settle(memory => [...kernelParts(kernelOn(memory)), ...phase]));
	const most = needs.reduce((worst, next) => next.mib > worst.mib ? next : worst);
	const walls = [
		...memoryWalls({
			sizes,
			recipe,
			held: heldByFirmware(sizes, firmware, recipe),
			files: root.reduce((largest, {mib}) => Math.max(largest, mib), 0),
		}).map(({parts, text}) => ({text, mib: settle(memory => [part('', kernelOn(memory).kept), ...parts]).mib})),
		...placeOfKernel(sizes, firmware),
	];
	const highest = walls.toSorted((one, other) => other.mib - one.mib)[0];
	const {near, impossible} = wallsOfFormats(sizes, firmware, recipe);
	return {
		...most,
		...(highest && highest.mib > most.mib && {mib: highest.mib, wall: highest.text}),
		near: [...walls.filter(({mib}) => mib > 0.8 * recipe.node.memory).map(({text}) => text), ...near],
		...(impossible !== undefined && {impossible}),
		room: sum(root),
		after: sum([
			...kernelParts(kernelOn(recipe.node.memory)),
			...stays(sizes, recipe, kernelOn(recipe.node.memory)),
		]),
		wire: sizes.kernel + sizes.compressed + sizes.image,
	};
}

/** The smallest machine that has room for all parts, some of which grow with the machine. */
function settle(partsOn: (memory: number) => Part[]): {mib: number; parts: Part[]} {
	let mib = 0;
	for (;;) {
		const parts = partsOn(mib);
		const next = sum(parts);
		if (next <= mib) {
			return {mib: next, parts};
		}

		mib = next;
	}
}

function kernelParts({kept, taken, reserve}: KernelMemory): Part[] {
	return [part('the running kernel', kept + taken), part('kernel reserve', reserve)];
}

/**
The kernel unpacks what the loader gave it, and frees the packed form only when all is there; and only then its own text
and data that are used once, a sixth of it. Measured with 8 MiB of a distribution's kernel and 2 of archive: they come
up with 95 MiB in BIOS and 160 in UEFI, and "System is deadlocked on memory" with 91, or the firmware dies with 151.
*/
function unpacking(sizes: ImageSizes, firmware: Firmware, recipe: Recipe): Part[] {
	if (sizes.compressed === 0) {
		return [part('programs', 4)];
	}

	const once = part('kernel, during boot', kernelItself(sizes) / 6);
	const buffers = decompressionBuffers[recipe.compression];
	const parts = deliveryOf(recipe).by === 'kernel'
		? [part('the compressed image', mebibytes(sizes.compressed)), part('the RAM disk', mebibytes(sizes.unpacked))]
		: [part('the compressed initramfs', mebibytes(sizes.compressed)), unpackedPart(sizes)];
	return [
		...parts,
		...(buffers > 0 ? [part('decompression buffers', buffers)] : []),
		once,
		...heldByFirmware(sizes, firmware, recipe),
		part('programs', 4),
	];
}

/**
MiB that the kernel allocates to decompress (lib/decompress_*.c, lib/xz): the window of zstd -3, the dictionary of
xz -6, the chunk of lz4's legacy frame. Measured: the same small system comes up with 73 MiB (gzip), 74 (none),
75 (zstd), 80 (xz) and 81 (lz4).
*/
const decompressionBuffers: Record<Compression, number> = {none: 0, gzip: 0, zstd: 2, xz: 8, lz4: 8};

const unpackedPart = ({unpacked}: ImageSizes): Part => part('the unpacked initramfs', inPages * mebibytes(unpacked));

function heldByFirmware({kernel, compressed}: ImageSizes, firmware: Firmware, {server}: Recipe): Part[] {
	if (firmware === 'bios' || compressed === 0) {
		return [];
	}

	const both = mebibytes(kernel + compressed);
	return [
		part('UEFI, while unpacking', uefiBase + (uefiCopies * both)),
		...(server.uefi === 'grub' ? [part('GRUB, while loading', grubBase + both)] : []),
	];
}

/**
MiB for shim, GRUB and GRUB's heap, beside what it loads. Measured (2.12) with 14 MiB of kernel and 1 of archive: the
firmware dies with 32 MiB more than iPXE takes, and the node is up with 48 more.
*/
const grubBase = 34;

/** The initramfs, which goes only when the root is there, and what it brings. */
function arrival(sizes: ImageSizes, recipe: Recipe): Part[] {
	const {by} = deliveryOf(recipe);
	const own = by === 'kernel' ? [] : [unpackedPart(sizes)];
	return [...own, ...rootParts(sizes, recipe), part('programs', by === 'dracut' ? 40 : 24)];
}

/** Services that start all at once, and the files they read: fewer pages for these, and the system crawls. */
function running(sizes: ImageSizes, recipe: Recipe): Part[] {
	return [
		...rootParts(sizes, recipe).slice(0, 1),
		part('programs', 48),
		...(isReadThroughCache(recipe) ? [part('page cache', 36)] : []),
	];
}

/** The first part stays. */
function rootParts(sizes: ImageSizes, recipe: Recipe): Part[] {
	return strategyOf(recipe).rootInMemory(sizes, recipe);
}

function stays(sizes: ImageSizes, recipe: Recipe, {cache}: KernelMemory): Part[] {
	if (deliveryOf(recipe).at === 'initramfs') {
		return [unpackedPart(sizes), part('programs', 4)];
	}

	return [
		...rootParts(sizes, recipe).slice(0, 1),
		part('programs', systemPrograms(recipe)),
		...(isReadThroughCache(recipe) ? [part('page cache', cache)] : []),
	];
}

/** Files in a tmpfs are in memory once. All others are there a second time while they are used. */
function isReadThroughCache(recipe: Recipe): boolean {
	return deliveryOf(recipe).at !== 'tmpfs';
}

/**
Systemd with its usual services and sshd, idle, and what the kernel keeps for them (measured: 24 to 33). A kernel of
one's own that counts nothing by control groups keeps less (17).
*/
function systemPrograms({kernel}: Recipe): number {
	return kernel.from === 'build' && !kernel.bundles.includes('containers') ? 18 : 30;
}

/**
OVMF's own memory in MiB, and how many copies of kernel and archive its loader still holds when the kernel measures what
is free (measured with iPXE: 12 MiB packed ask for 52 to 59 MiB more than in BIOS, 45 MiB for 91 to 122; 8 MiB of kernel
and 1 of archive, whatever the card, come up with 155 MiB and die in the firmware with 147).
*/
const uefiBase = 36;
const uefiCopies = 2;
