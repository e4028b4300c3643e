import {deliveryOf} from '../recipe/delivery.ts';
import type {Compression, Recipe} from '../recipe/schema.ts';
import type {ImageSizes} from './types.ts';

/** What the images of a recipe will about measure, before any was built: those of a Debian with systemd and sshd. */
export function estimateSizes(recipe: Recipe): ImageSizes {
	const own = recipe.kernel.from === 'build';
	const {by} = deliveryOf(recipe);
	const root = rootSize(recipe);
	// Room to write in packs to nothing.
	const packedRoot = Math.min(root, treeSize(recipe)) * ratios[recipe.compression];
	const {programs, drivers, image} = carriers(recipe);
	const unpacked = programs + drivers;
	return {
		kernel: (own ? 2.5 : 8) * mebibyte,
		laidOut: (own ? 15 : 64) * mebibyte,
		compressed:
			(programs * ratios[recipe.compression] + drivers) * mebibyte
			+ (image === 'initrd' ? packedRoot * mebibyte : 0),
		unpacked:
			(image === 'initrd' && by === 'kernel' ? root : unpacked + (image === 'initrd' ? packedRoot : 0))
			* mebibyte,
		image: image === 'fetched' ? packedRoot * mebibyte : 0,
		root: root * mebibyte,
	};
}

/** MiB of a file system; an ext2 image has room to write in as well. */
function rootSize(recipe: Recipe): number {
	const {at} = deliveryOf(recipe);
	if (at === 'initramfs') {
		return 0;
	}

	return at === 'ramdisk' ? recipe.ramdisk ?? treeSize(recipe) + 64 : treeSize(recipe);
}

/** With the packages that were added and the modules that were named; of a tree that was brought nothing is known. */
function treeSize({tree, kernel}: Recipe): number {
	if (tree.from !== 'bootstrap') {
		return 300;
	}

	const packages = tree.packages.filter(name => name !== 'openssh-server');
	const modules = {needed: 0, all: 390}[String(kernel.modules)] ?? 0.3 * kernel.modules.length;
	return 200 + modules + packages.reduce((sum, name) => sum + (largePackages[name] ?? 2), 0);
}

/** MiB that a package of Debian 12 brings with all it depends on; most bring about 2. */
const largePackages: Readonly<Record<string, number>> = {podman: 70, xfsprogs: 60};

/**
MiB of the unpacked initramfs, in which drivers are packed already, and how the image of the root travels, if at all.
*/
function carriers(recipe: Recipe): {programs: number; drivers: number; image: 'initrd' | 'fetched' | 'none'} {
	const {at, by, image, via} = deliveryOf(recipe);
	// What unpacks a root has 5 MiB.
	const programs = {kernel: 0, dracut: 40, rambox: at === 'tmpfs' || at === 'ramdisk' ? 7 : 2}[by];
	return {
		programs,
		drivers: driversSize(recipe),
		image: image === 'none' ? 'none' : (via === 'initrd' ? 'initrd' : 'fetched'),
	};
}

/** MiB; those of disks and file systems as well in an initramfs by dracut. */
function driversSize(recipe: Recipe): number {
	const {kernel} = recipe;
	if (kernel.from === 'build' || kernel.drivers === 'none') {
		return 0;
	}

	return {kernel: 0, dracut: 35, rambox: kernel.drivers === 'all-network' ? 10 : 1}[deliveryOf(recipe).by];
}

/** Packed size, as a share (measured on such trees). */
const ratios: Record<Compression, number> = {zstd: 0.28, gzip: 0.32, xz: 0.23, lz4: 0.42, none: 1};

const mebibyte = 1_048_576;
