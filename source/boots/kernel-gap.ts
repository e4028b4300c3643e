import {slowPort} from './firmware-gaps.ts';
import type {Cause, Known} from './known.ts';

/** It has its kernel, and its own system has not spoken; that of a real machine does once it has an address, so until then it can have everything, or nothing. */
export function atKernel(known: Known): Cause[] {
	const {booting: {initrd, drivers}, progress: {gotInitrd, kernelSpoke, card}, ended, console} = known;
	if (initrd && !gotInitrd) {
		return [noArchive(known)];
	}

	if (ended && !kernelSpoke) {
		return [`The kernel gave up before it could speak: ${known.memory} MiB of memory is too little for it and the initial archive.`];
	}

	const driven = card === undefined ? undefined : drivers?.(card);
	if (driven?.there === false) {
		return [noDriver(card!, driven.modules)];
	}

	return console === undefined ? [...tooLittle(known), ...unheard(driven !== undefined)] : [
		...(kernelSpoke ? [] : ['The kernel says nothing on the serial port: console=ttyS0 is missing from its words, or it has no driver for a serial console.']),
		...(initrd ? [`The unpacked archive does not fit in ${known.memory} MiB of memory.`] : []),
		ended ? 'The kernel restarted the machine before it reached /init.' : 'The kernel hangs; the accelerator may be the cause: try --accel tcg.',
	];
}

function noArchive({network: {lab}, memory}: Known): string {
	return lab
		? `The loader did not finish fetching the initial archive: it may be too big for ${memory} MiB of memory.`
		: 'The loader did not get all of the initial archive: a cable or switch that loses packets, or too little memory to put it in.';
}

/** Of a machine whose screen only somebody beside it can read. */
function unheard(hasDriver: boolean): Cause[] {
	return [
		...(hasDriver ? [] : [{
			why: 'The running system has no driver for its network card, and so cannot report: its screen says which card.',
			hint: 'kernel.drivers: all-network has all of them.',
		}]),
		slowPort('Its driver takes the link down and up, and the switch'),
		'Nobody answers the DHCP request of the running system, or the kernel stops before it makes one: its screen says where.',
	];
}

/** Of what is installed, firmware and graphics take their part; what it needs is that of the firmware that needs more. */
export function tooLittle({memory, progress, booting: {needs}}: Known): Cause[] {
	const has = memory ?? progress.memory;
	if (needs === undefined) {
		return [];
	}

	if (has === undefined) {
		return [`Too little memory: what it boots needs ${needs} MiB, and may not unpack in less.`];
	}

	return has < needs * 1.25 ? [`Too little memory: it has ${has} MiB, and what it boots needs up to ${needs}.`] : [];
}

function noDriver(card: string, modules: readonly string[]): string {
	return modules.length > 0
		? `No driver: its network card (PCI ${card}) wants ${modules.join(' or ')}, which kernel.drivers of the recipe does not have.`
		: `No driver: this kernel has none for its network card (PCI ${card}). Another may: kernel in the recipe.`;
}
