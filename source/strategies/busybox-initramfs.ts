import {busyboxStep} from '../steps/busybox.ts';
import {initramfsStep} from '../steps/initramfs.ts';
import {kernelSteps} from './kernel-steps.ts';
import type {MemoryNeed, Strategy} from './types.ts';

/** The initramfs is the system: BusyBox, the drivers and a few files, in RAM for good. */
export const busyboxInitramfs: Strategy = {
	steps(recipe, facts) {
		const kernel = kernelSteps(recipe, facts);
		return [busyboxStep(facts), ...kernel, initramfsStep(recipe, {drivers: kernel.some(({id}) => id === 'drivers')})];
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
	memoryNeeded(sizes, firmware) {
		const kernel = part('the kernel at work', kernelMemory * mebibytes(sizes.kernel));
		const packed = part('the packed initramfs', mebibytes(sizes.compressed));
		const unpacked = part('the unpacked initramfs', inPages * mebibytes(sizes.unpacked));
		const held = firmware === 'uefi' ? [part('what UEFI holds while it unpacks', uefiBase + uefiCopies * mebibytes(sizes.compressed))] : [];
		const parts = [kernel, packed, unpacked, ...held, part('programs', 16)];
		// The kernel mounts its root tmpfs with the default size, half of what is free at that moment (mm/shmem.c); the
		// packed archive still lies in memory then. What does not fit is left out with a line in the kernel's log.
		const half = sum([kernel, packed, unpacked, unpacked, ...held]);
		return half > sum(parts)
			? {mib: half, parts, wall: `the root is a tmpfs, which takes at most half of what is free: ${unpacked.mib} MiB of files need ${2 * unpacked.mib} MiB`}
			: {mib: sum(parts), parts};
	},
};

type Part = MemoryNeed['parts'][number];

const part = (what: string, mib: number): Part => ({what, mib: Math.ceil(mib)});
const sum = (parts: readonly Part[]) => parts.reduce((total, {mib}) => total + mib, 0);
const mebibytes = (bytes: number) => bytes / 1_048_576;

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
