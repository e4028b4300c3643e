import {initramfsRequirements} from '../kernel/requirements.ts';
import {busyboxStep} from '../steps/busybox.ts';
import {driversStep} from '../steps/drivers.ts';
import {initramfsStep} from '../steps/initramfs.ts';
import {kernelStep} from '../steps/kernel.ts';
import {kernelSourceFor} from './kernel-source.ts';
import type {Strategy} from './types.ts';

/** The initramfs is the system: BusyBox, the drivers and a few files, in RAM for good. */
export const busyboxInitramfs: Strategy = {
	steps(recipe, facts) {
		const kernel = kernelSourceFor(recipe, facts);
		const {drivers} = recipe.kernel;
		return [
			busyboxStep(facts),
			kernelStep(kernel, initramfsRequirements(recipe.compression, recipe.node.console)),
			...(drivers === 'none' ? [] : [driversStep(kernel.release, drivers)]),
			initramfsStep(recipe, {drivers: drivers !== 'none'}),
		];
	},
	artifacts: {
		kernel: {name: 'vmlinuz', path: 'kernel/vmlinuz'},
		initrd: {name: 'initrd', path: 'initramfs/initrd'},
		unpacked: {name: 'unpacked', path: 'initramfs/unpacked'},
	},
	// No root= here, not even root=/dev/ram0: any root= turns the initramfs from a tmpfs into a ramfs, which has no
	// limit and cannot be swapped (kernel commit 6e19eded, "initmpfs").
	words: () => ['rambox'],
	milestones: ['dhcp', 'first-stage', 'kernel', 'init', 'network', 'up'],
	memoryNeeded(sizes) {
		const parts = [
			{what: 'the kernel at work', mib: kernelMemory * mebibytes(sizes.kernel)},
			{what: 'the packed initramfs', mib: mebibytes(sizes.compressed)},
			{what: 'the unpacked initramfs', mib: inPages * mebibytes(sizes.unpacked)},
			{what: 'programs', mib: 16},
		].map(({what, mib}) => ({what, mib: Math.ceil(mib)}));
		const sum = parts.reduce((total, {mib}) => total + mib, 0);
		// The kernel mounts its root tmpfs with the default size, half of what is free at that moment (mm/shmem.c); the
		// packed archive still lies in memory then. What does not fit is left out with a line in the kernel's log.
		const [kernel, packed, unpacked] = parts as [typeof parts[0], typeof parts[0], typeof parts[0]];
		const half = kernel.mib + packed.mib + (2 * unpacked.mib);
		return half > sum
			? {mib: half, parts, wall: `the root is a tmpfs, which takes at most half of what is free: ${unpacked.mib} MiB of files need ${2 * unpacked.mib} MiB`}
			: {mib: sum, parts};
	},
};

const mebibytes = (bytes: number) => bytes / 1_048_576;

/** Text, data and page tables of a distribution kernel, as a multiple of its packed image (measured: 7.9 MiB keep 58 MiB from the node). */
const kernelMemory = 7.5;

/** Files fill whole pages of 4 KiB (measured on 700 files: 3.5 % more). */
const inPages = 1.04;
