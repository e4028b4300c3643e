import {hexadecimalAddress} from '../../recipe/network.ts';
import type {BootEntry, BootMenu} from '../types.ts';

/** A configuration file of PXELINUX; kernel and initrd are URLs, which lpxelinux.0 (not pxelinux.0) can load. */
export function renderPxelinux({server, entries, timeout, fromDisk}: BootMenu): string {
	return [
		// Must be the first line: what pxelinux writes before it is not seen on
		// the serial port (SYSLINUX manual, SERIAL).
		...serial(entries[0]),
		`DEFAULT ${fromDisk ? localDisk : entries[0].name}`,
		...(timeout > 0 ? menu(timeout) : ['PROMPT 0']),
		...entries.flatMap(entry => label(entry, server)),
		'',
		`LABEL ${localDisk}`,
		'  MENU LABEL Boot from the local disk',
		'  LOCALBOOT -1',
		'',
	].join('\n');
}

/** No recipe has an underscore in its name. */
const localDisk = 'local_disk';

/**
Names a node's own configuration is looked up by, in this order: `01-52-54-00-12-34-56` (01: Ethernet), `C0A8180A`.
After these pxelinux shortens the address digit by digit, then takes `default`.
*/
export function pxelinuxNames({mac, address}: {mac: string; address?: string | undefined}): string[] {
	return [`01-${mac.replaceAll(':', '-')}`, ...(address ? [hexadecimalAddress(address)] : [])];
}

function serial({words}: BootEntry): string[] {
	// It knows the first four by number; it takes a higher one for an address.
	const last = words.findLast(word => word.startsWith('console=ttyS')) ?? '';
	const [, port, baud = '115200'] = /^console=ttyS([0-3])(?:,(\d+)|$)/.exec(last) ?? [];
	return port ? [`SERIAL ${port} ${baud}`] : [];
}

function menu(timeout: number): string[] {
	return ['UI menu.c32', 'PROMPT 0', `TIMEOUT ${timeout * 10}`, 'MENU TITLE Network boot by ramstrap'];
}

function label({name, title, kernel, initrd, ownInitrd, words}: BootEntry, server: string): string[] {
	const initrds = [ownInitrd, initrd].flatMap(path => path === undefined ? [] : [server + path]);
	return [
		'',
		`LABEL ${name}`,
		`  MENU LABEL ${title}`,
		`  KERNEL ${server}${kernel}`,
		...(initrds.length === 0 ? [] : [`  INITRD ${initrds.join(',')}`]),
		`  APPEND ${words.join(' ')}`,
		// Adds BOOTIF=01-<mac>: the card it came by.
		'  IPAPPEND 2',
	];
}
