import type {Built} from './builds.ts';
import type {Booted} from './guest.ts';
import type {Rehearsed, RehearsedRecipe} from './rehearsals.ts';
import type {Serving} from './serving.ts';
import {share, times, withoutNetwork} from './table.ts';
import type {OnTerminal} from './terminal.ts';

/** Medians; left out where a way gave nothing. */
export type Results = {
	documentExt2?: Built;
	ourExt2?: Built;
	/** Whether the archive lies in the initramfs as it is. */
	packedOnce?: boolean;
	documentNested?: Booted;
	squashfs?: Booted;
	ram?: Booted;
	rehearsed?: Partial<Record<RehearsedRecipe, Rehearsed>>;
	serving?: Serving;
	terminal?: OnTerminal;
};

/** One line for each goal; those that were not reached end with MISSED. */
export function compareWithGoals({rehearsed, serving, terminal, ...images}: Results): string[] {
	return [...imageGoals(images), ...Object.entries(rehearsed ?? {}).flatMap(([recipe, node]) => rehearsalGoals[recipe as RehearsedRecipe](node, rehearsed!)), ...servingGoals(serving), ...terminalGoals(terminal)];
}

const rehearsalGoals: Record<RehearsedRecipe, (node: Rehearsed, others: NonNullable<Results['rehearsed']>) => string[]> = {
	rambox: ({kernel, up}) => [atMost('rambox: from the kernel\'s first word until it is up', up - kernel, 's', 2.5)],
	'rambox-tiny': ({kernel, up}, {rambox}) => [rambox
		? atMost('rambox-tiny: from the kernel\'s first word until it is up, sooner than rambox', up - kernel, 's', rambox.up - rambox.kernel)
		: 'rambox-tiny: not compared'],
	'debian-ram': ({kernel, root, up, usedMiB, megabytes}) => [
		atMost('debian-ram: from the kernel\'s first word until its root is usable', root - kernel, 's', 6),
		atMost('debian-ram: from power on until it is up', up, 's', 20),
		atMost('debian-ram: memory in use', usedMiB, 'MiB', 170),
		atMost('debian-ram: over the wire', megabytes, 'MB', 75),
	],
	'debian-toram': ({kernel, root}) => [atMost('debian-toram: from the kernel\'s first word until its root is usable', root - kernel, 's', 10)],
};

function servingGoals(serving: Serving = []): string[] {
	return serving.map(({clients, ours, nginx}) => {
		const says = `HTTP, ${clients === 1 ? 'one client' : `${clients} clients`}: ${(ours / nginx).toFixed(2)} of nginx`;
		return clients === 1 ? `${says} (goal: 0.90): ${met(ours / nginx >= 0.9)}` : says;
	});
}

function terminalGoals(terminal: OnTerminal | undefined): string[] {
	return terminal ? [
		atMost('first frame of the wizard', terminal.firstFrame, 'ms', 180), atMost('--version', terminal.version, 'ms', 40),
		atMost('plan of a recipe', terminal.plan, 'ms', 250), `from a key to its frame: ${terminal.key.toFixed(1)} ms`,
	] : [];
}

const atMost = (what: string, value: number, unit: string, most: number): string => `${what}: ${value.toFixed(unit === 's' ? 1 : 0)} ${unit} (goal: ${Number(most.toFixed(1))} or less): ${met(value <= most)}`;

function imageGoals({documentExt2, ourExt2, packedOnce, documentNested, squashfs, ram}: Results): string[] {
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
