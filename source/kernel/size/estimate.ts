import path from 'node:path';
import {fixedBytes, fullness, packedCode, packing, styles, usualObjects, type Factor} from './factors.ts';
import type {BuiltObject, ValueOf} from './objects.ts';
import {ratios} from './ratios.ts';

/** How large a kernel becomes with a configuration: its image, in bytes, or undefined where that is not known. */
export type KernelSize = (valueOf: ValueOf) => number | undefined;

/** `lengthOf`: of a C or assembly file, in bytes, by its path without its ending. */
type Sources = {lengthOf: (source: string) => number; valueOf: ValueOf};

/**
How large the packed image of a kernel (bzImage) becomes, in bytes, before anything is compiled: from the length of what
it is compiled from, how much code that gives in each folder, and what is known of the options that change all code.
@param objects without modules
@returns undefined for a way to pack it that was not measured
*/
export function imageBytes(objects: readonly BuiltObject[], {lengthOf, valueOf}: Sources): number | undefined {
	const isOn = ({option}: Factor): boolean => valueOf(option) === 'y';
	const packed = packing.find(one => isOn(one))?.factor;
	if (packed === undefined) {
		return undefined;
	}

	const code = sum(objects.flatMap(({sources}) => sources.map(one => lengthOf(one) * ratioOf(one))));
	const style = styles.filter(one => isOn(one)).reduce((product, {factor}) => product * factor, 1);
	const full = (objects.length / usualObjects) ** fullness;
	return Math.round(fixedBytes + (code * packedCode * style * full * packed));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);

const known = new Map<string, number>();

/** Bytes of code that come from a byte of a source: as measured in its folder, or in the next one above. */
function ratioOf(source: string): number {
	return folderRatio(path.posix.dirname(source));
}

function folderRatio(folder: string): number {
	let ratio = known.get(folder);
	if (ratio === undefined) {
		const measured = Object.hasOwn(ratios, folder) ? ratios[folder] : undefined;
		ratio = measured === undefined ? folderRatio(path.posix.dirname(folder)) : measured / 1000;
		known.set(folder, ratio);
	}

	return ratio;
}
