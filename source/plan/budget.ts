import {UserError} from '../errors.ts';
import type {MemoryNeed} from '../strategies/types.ts';

/** @throws UserError (exit 2) with the numbers, for nodes that could not even unpack what they are given */
export function refuseTooSmall(memory: number, {mib, parts, wall}: MemoryNeed): void {
	if (memory >= mib) {
		return;
	}

	const widest = Math.max(...parts.map(part => String(part.mib).length));
	throw new UserError([
		`A node with ${memory} MiB of memory cannot boot this: it needs ${mib} MiB.`,
		...parts.map(part => `  ${String(part.mib).padStart(widest)} MiB ${part.what}`),
		...(wall === undefined ? [] : [`  ${wall}`]),
	].join('\n'), [`--memory ${mib} or more`, 'fewer drivers, for instance --set \'kernel.drivers=[e1000e]\'']);
}
