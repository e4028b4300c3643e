import {exitCodes, UserError} from '../errors.ts';
import {sizeText} from '../report/size.ts';
import type {Firmware, MemoryNeed} from '../strategies/types.ts';

/** What a recipe asks of its nodes' memory. `from`: images that were built, or what such images usually measure. */
export type Budget = {from: 'images' | 'estimate'} & Record<Firmware, MemoryNeed>;

/** A node that could not even unpack what it is given. @throws UserError (exit 2) with the numbers and the ways out */
export function refuseTooSmall(
	memory: number,
	{mib, parts, wall, impossible}: MemoryNeed,
	enough = `nodes with ${mib} MiB or more: --memory ${mib} here, node.memory: ${mib} in the recipe`,
): void {
	if (impossible !== undefined) {
		throw new UserError(
			`No node can boot this, regardless of its memory: ${impossible}.`,
			waysOut,
			exitCodes.invalid,
		);
	}

	if (memory >= mib) {
		return;
	}

	const widest = Math.max(...parts.map(part => String(part.mib).length));
	throw new UserError([
		`A node with ${memory} MiB of memory cannot boot this: it needs ${mib} MiB.`,
		...parts.map(part => `  ${String(part.mib).padStart(widest)} MiB ${part.what}`),
		...(wall === undefined ? [] : [`  ${wall}`]),
	].join('\n'), [enough, ...waysOut]);
}

const waysOut = [
	'a smaller root: fewer packages, more in tree.exclude; "root: squashfs" of busybox-initramfs keeps it compressed '
	+ 'in memory',
	'fewer drivers, for instance --set \'kernel.drivers=[e1000e]\'',
	'strategy: nfs-root, which keeps the root on the server',
];

/** The same recipe may do in BIOS and not in UEFI: only what boots nowhere is wrong with the recipe. */
export function refuseRecipe(memory: number, {bios, uefi}: Budget): void {
	const need = bios.impossible === undefined ? bios : uefi;
	const inUefi = uefi.impossible === undefined && uefi.mib > need.mib ? ` (${uefi.mib} with UEFI)` : '';
	refuseTooSmall(memory, need, `nodes with more memory, node.memory: ${need.mib} in the recipe${inUefi}`);
}

/** What a person should know of it, in lines of up to 100 characters. */
export function budgetLines(memory: number, {bios, uefi}: Budget): string[] {
	const used = memory < bios.mib && memory < uefi.mib
		? ''
		: `About ${Math.max(bios.after, uefi.after)} of ${memory} MiB are in use after boot; `;
	return [
		`A node needs at least ${bios.mib} MiB of memory with BIOS, ${uefi.mib} MiB with UEFI.`,
		`${used}${sizeText(bios.wire)} are downloaded at every boot.`,
		...limits({bios, uefi}).map(text => `Note: ${text}.`),
	];
}

function limits({bios, uefi}: Pick<Budget, Firmware>): string[] {
	const all = [bios, uefi].flatMap(({near, impossible}) => [
		...(impossible === undefined ? [] : [impossible]),
		...near,
	]);
	return [...new Set(all)];
}
