import {createHash} from 'node:crypto';
import type {Firmware} from '../strategies/types.ts';
import type {Accelerator, Card} from './types.ts';

/**
Arguments of a QEMU machine without any disk that boots from its network card and talks on its serial port, which is our
pipe.
*/
export function qemuArguments(machine: Machine): string[] {
	const {qemu, accelerator, memory, tap, mac, card} = machine;
	// The firmware's own PXE is what real machines have, so the card's iPXE stays out; but OVMF drives no other card
	// than this without the driver that is in the card's ROM.
	const rom = card === 'virtio-net-pci' && machine.firmware === 'uefi' ? ',romfile=' : '';
	return [
		qemu,
		'-nodefaults',
		'-accel', accelerator,
		'-cpu', processor(accelerator),
		'-m', String(memory),
		...firmwareArguments(machine),
		'-display', 'none',
		'-serial', 'stdio',
		'-no-reboot',
		'-netdev', `tap,id=wire,ifname=${tap},script=no,downscript=no`,
		'-device', `${card},netdev=wire,mac=${mac}${rom}`,
		// The node needs no randomness of the host, but a kernel without any waits for it.
		'-device', 'virtio-rng-pci',
	];
}

/**
QEMU's own choice lacks what RHEL 9 and its kin are compiled for (x86-64-v2), and the instruction that gives a young
kernel its randomness. A kernel that is told of fast string instructions copies by `rep movsb`, which an emulator does
byte by byte: without them a Debian node is up a seventh sooner.
*/
export function processor(accelerator: Accelerator): string {
	return accelerator === 'tcg' ? 'max,-erms,-fsrm' : 'max';
}

export type Machine = {
	/** Absolute path of qemu-system-x86_64. */
	qemu: string;
	firmware: Firmware;
	/** Its firmware starts only what is signed; `ovmf` is made for that. */
	secureBoot?: boolean | undefined;
	/** It boots over HTTP from the beginning (UEFI 2.10, 24.7), not by PXE. */
	httpBoot?: boolean | undefined;
	/** Absolute paths; needed for `uefi`. */
	ovmf?: {code: string; vars: string};
	accelerator: Accelerator;
	/** MiB. */
	memory: number;
	tap: string;
	mac: string;
	card: Card;
};

/**
One address for each of `count` nodes: those the recipe knows first, then made-up ones that stay the same for the same
recipe. What a known one leaves open is made up, too.
*/
export function nodeMacs(recipe: string, count: number, known: readonly string[]): string[] {
	return Array.from({length: count}, (_, index) => filledIn(known[index] ?? '*:*:*:*:*:*', madeUpMac(recipe, index)));
}

function filledIn(mac: string, madeUp: string): string {
	const bytes = madeUp.split(':');
	return mac.split(':').map((byte, index) => byte === '*' ? bytes[index]! : byte).join(':');
}

/**
52:54:00 is the prefix QEMU uses; its second bit marks an address as locally administered, so no real card has it.
*/
function madeUpMac(recipe: string, index: number): string {
	const hash = createHash('sha256').update(`${recipe}\n${index}`).digest('hex');
	return ['52:54:00', hash.slice(0, 2), hash.slice(2, 4), hash.slice(4, 6)].join(':');
}

function firmwareArguments({firmware, secureBoot, httpBoot, ovmf}: Machine): string[] {
	if (firmware === 'bios') {
		// Without graphics SeaBIOS writes to the serial port what the screen would show, iPXE's and pxelinux's words
		// included.
		return ['-machine', 'pc,graphics=off', '-boot', 'n'];
	}

	if (!ovmf) {
		throw new TypeError('A UEFI machine needs OVMF.');
	}

	return [
		// Only in the mode of the firmware itself (SMM) are the keys kept from who is not the firmware.
		...(secureBoot
			? ['-machine', 'q35,smm=on', '-global', 'driver=cfi.pflash01,property=secure,value=on']
			: ['-machine', 'q35']),
		'-drive', `if=pflash,unit=0,format=raw,readonly=on,file=${escapeComma(ovmf.code)}`,
		// A temporary copy on write: the firmware must be able to store variables, and nobody wants them afterwards.
		'-drive', `if=pflash,unit=1,format=raw,snapshot=on,file=${escapeComma(ovmf.vars)}`,
		// Otherwise OVMF tries PXE over IPv6 for minutes when IPv4 fails.
		'-fw_cfg', 'name=opt/org.tianocore/IPv6PXESupport,string=no',
		...(httpBoot ? ['-fw_cfg', 'name=opt/org.tianocore/IPv4PXESupport,string=no'] : []),
	];
}

/** In QEMU's option strings a comma is written twice. */
function escapeComma(path: string): string {
	return path.replaceAll(',', ',,');
}
