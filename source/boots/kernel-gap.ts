import {slowPort} from './firmware-gaps.ts';
import type {Cause, Known} from './known.ts';

/**
It has its kernel, and its own system has not spoken. That of a real machine does so once it has an address: until then
it can have everything, or nothing.
*/
export function atKernel(known: Known): Cause[] {
	const {booting: {initrd, drivers}, progress: {gotInitrd, kernelSpoke, card}, ended, console} = known;
	if (initrd && !gotInitrd) {
		return [noArchive(known)];
	}

	if (ended && !kernelSpoke) {
		return [
			`The kernel stopped before its first message: ${known.memory} MiB of memory is too little `
			+ 'for it and the initramfs.',
		];
	}

	const driven = card === undefined ? undefined : drivers?.(card);
	if (driven?.there === false) {
		return [noDriver(card!, driven.modules)];
	}

	return console === undefined ? [...tooLittle(known), ...unheard(driven !== undefined)] : [
		...(kernelSpoke ? [] : [printsNothing]),
		...(initrd ? [`The unpacked initramfs does not fit into ${known.memory} MiB of memory.`] : []),
		ended
			? 'The kernel restarted the machine before it reached /init.'
			: 'The kernel hangs; the accelerator may be the cause: try --accel tcg.',
	];
}

const printsNothing = 'The kernel prints nothing on the serial port: console=ttyS0 is missing on its command line, '
	+ 'or it has no serial console driver.';

function noArchive({network: {lab}, memory}: Known): string {
	return lab
		? `The loader did not finish downloading the initramfs: it may be too large for ${memory} MiB of memory.`
		: 'The loader did not download the whole initramfs: a cable or switch loses packets, '
			+ 'or the node has too little memory.';
}

/** Of a machine whose screen only somebody beside it can read. */
function unheard(hasDriver: boolean): Cause[] {
	return [
		...(hasDriver ? [] : [{
			why: 'The running system has no driver for its network card and cannot report; '
				+ 'its screen shows which card.',
			hint: 'kernel.drivers: all-network includes all of them.',
		}]),
		slowPort('The driver resets the link, and the switch'),
		'No server answers the DHCP request of the running system, or the kernel stopped before it; '
		+ 'the node\'s screen shows where.',
	];
}

/** Of what is installed, firmware and graphics take their part; what it needs is in the firmware that needs more. */
export function tooLittle({memory, progress, booting: {needs}}: Known): Cause[] {
	if (needs === undefined) {
		return [];
	}

	const has = memory ?? progress.memory;
	if (has === undefined) {
		return [`Too little memory: the recipe needs ${needs} MiB, and may not unpack with less.`];
	}

	return has < needs * 1.25
		? [`Too little memory: the node has ${has} MiB, and the recipe needs up to ${needs}.`]
		: [];
}

function noDriver(card: string, modules: readonly string[]): string {
	return modules.length > 0
		? `No driver: the node's network card (PCI ${card}) needs ${modules.join(' or ')}, `
		+ 'which kernel.drivers of the recipe does not have.'
		: `No driver: this kernel has none for the node's network card (PCI ${card}). `
			+ 'Choose another kernel in the recipe.';
}
