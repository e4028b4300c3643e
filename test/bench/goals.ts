import type {Built} from './builds.ts';
import type {Booted} from './guest.ts';
import {share, times, withoutNetwork} from './table.ts';

/** Medians; left out where a way gave nothing. */
export type Results = {
	documentExt2?: Built;
	ourExt2?: Built;
	/** Whether the archive lies in the initramfs as it is. */
	packedOnce?: boolean;
	documentNested?: Booted;
	squashfs?: Booted;
	ram?: Booted;
};

/** One line for each goal of shared/facts/performance.md. */
export function compareWithGoals({documentExt2, ourExt2, packedOnce, documentNested, squashfs, ram}: Results): string[] {
	return [
		documentExt2 && ourExt2
			? `ext2 image: ${times(documentExt2.seconds, ourExt2.seconds)} sooner than document 004 (goal: 20x), ${share(ourExt2.bytes, documentExt2.bytes)} of its size (goal: 0.90 or less): ${met(documentExt2.seconds / ourExt2.seconds >= 20 && ourExt2.bytes / documentExt2.bytes <= 0.9)}`
			: 'ext2 image: not compared',
		packedOnce === undefined
			? 'archive in the initramfs: not compared'
			: `archive in the initramfs: ${packedOnce ? 'lies there as it is, packed once' : 'is not there as it is'} (goal: not compressed twice): ${met(packedOnce)}`,
		documentNested && squashfs
			? `squashfs by dracut: its root is usable ${times(documentNested.root, squashfs.root)} sooner than document 001's (goal: 1.6x), ${times(withoutNetwork(documentNested), withoutNetwork(squashfs))} without the network, with ${(documentNested.usedMiB - squashfs.usedMiB).toFixed(0)} MiB less memory in use: ${met(documentNested.root / squashfs.root >= 1.6)}`
			: 'squashfs by dracut: not compared',
		documentNested && ram
			? `squashfs by our initramfs: its root is usable ${times(documentNested.root, ram.root)} sooner than document 001's (goal: 3.0x), up ${times(documentNested.up, ram.up)} sooner (goal: 1.8x), with ${ram.usedMiB.toFixed(0)} MiB of memory in use (goal: 170): ${met(documentNested.root / ram.root >= 3 && documentNested.up / ram.up >= 1.8 && ram.usedMiB <= 170)}`
			: 'squashfs by our initramfs: not compared',
	];
}

const met = (is: boolean) => is ? 'met' : 'MISSED';
