import {stripVTControlCharacters} from 'node:util';
import {UserError} from '../../errors.ts';
import {readLsmod} from './lsmod.ts';
import {readLspci} from './lspci.ts';
import {readLsusb} from './lsusb.ts';
import {readModaliases} from './modalias.ts';
import {asUsualLists} from './other-lists.ts';
import type {Device} from './types.ts';

/**
The devices of a machine, out of what its owner pasted: `lspci -nnk`, `lsusb`, `lsmod`, a list of modaliases, the
report of a node, what other programs say of it (other-lists.ts), or several of them in one text. Throws a UserError
when it is none of these.
*/
export function readHardware(text: string): Device[] {
	// What was copied from a terminal, or went through grep, may have its colours with it.
	const lines = asUsualLists(stripVTControlCharacters(text).split(/\r?\n/));
	const named = [...readLspci(lines), ...readModaliases(lines), ...readLsusb(lines)];
	const devices = [...mergeSame(named), ...readLsmod(lines)];
	if (devices.length === 0) {
		throw new UserError('This text lists no hardware: it is not the output of lspci, lsusb, lsmod, lshw, hwinfo or '
			+ 'ethtool -i, and not a list of modaliases.', [
			'run on the machine that will boot: lspci -nnk',
			'or: lsmod',
			'or: find /sys/devices -name modalias -exec cat {} + | sort -u',
		]);
	}

	return devices;
}

/** A device that stands in two lists is one device: what either says of it is kept. */
function mergeSame(devices: readonly Device[]): Device[] {
	const merged: Device[] = [];
	for (const device of devices) {
		// Two cards of one kind stand twice in lspci, once in a list of modaliases.
		const known = isExact(device) ? merged.find(other => isSame(other, device)) : undefined;
		if (known) {
			Object.assign(known, {
				modalias: device.modalias,
				class: device.class ?? known.class,
				modules: known.modules.length > 0 ? known.modules : device.modules,
			});
		} else {
			merged.push({...device});
		}
	}

	return merged;
}

function isExact({modalias}: Device): boolean {
	return modalias !== undefined && !modalias.includes('*');
}

function isSame(known: Device, device: Device): boolean {
	return known.modalias === device.modalias
		|| (known.bus === 'pci' && device.bus === 'pci' && known.ids === device.ids && !isExact(known));
}
