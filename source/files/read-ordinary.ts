import {closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats} from 'node:fs';
import {UserError} from '../errors.ts';
import {memoryText} from '../report/size.ts';

/**
What is in a file that somebody named. A device may have no end, and a pipe no beginning: only ordinary files are read,
and only as far as makes sense. What is already open is the exception, /dev/stdin and what a shell makes of `<(…)`:
whoever opened it writes to it.
@param most bytes
@param says beginning of the sentence
@throws UserError for what is no ordinary file or too large; the error of the system for all else
*/
export function readOrdinary(file: string, {most, says = file}: {most: number; says?: string}): Buffer {
	const isOpen = /^\/(?:dev|proc\/self)\/fd\/\d+$|^\/dev\/stdin$/.test(file);
	if (!isOpen) {
		// Before it is opened: that alone starts some devices.
		refuseStrange(statSync(file), says);
	}

	// eslint-disable-next-line no-bitwise -- flags of open(2)
	const descriptor = openSync(file, isOpen ? constants.O_RDONLY : constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		if (!isOpen) {
			refuseStrange(fstatSync(descriptor), says);
		}

		return readAtMost(descriptor, most, says);
	} finally {
		closeSync(descriptor);
	}
}

/** @throws UserError for a device, a pipe or a socket; a folder is the business of whoever reads */
export function refuseStrange(stats: Stats, says: string): void {
	const kinds = {
		pipe: stats.isFIFO(),
		socket: stats.isSocket(),
		device: stats.isCharacterDevice() || stats.isBlockDevice(),
	};
	const kind = Object.entries(kinds).find(([, isIt]) => isIt)?.[0];
	if (kind !== undefined) {
		throw new UserError(`${says} is a ${kind}, not a regular file.`);
	}
}

function readAtMost(descriptor: number, most: number, says: string): Buffer {
	const parts: Buffer[] = [];
	let length = 0;
	for (;;) {
		const part = Buffer.allocUnsafe(65_536);
		const read = readSync(descriptor, part);
		length += read;
		if (read === 0) {
			return Buffer.concat(parts);
		}

		if (length > most) {
			throw new UserError(
				`${says} is larger than ${memoryText(most / 1_048_576)}, so it is probably the wrong file.`,
			);
		}

		parts.push(part.subarray(0, read));
	}
}
