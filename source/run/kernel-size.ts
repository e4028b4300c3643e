import {lstatSync, realpathSync, statSync} from 'node:fs';
import path from 'node:path';
import type {ReadFile} from '../kernel/kconfig/types.ts';
import {imageBytes, type KernelSize} from '../kernel/size/estimate.ts';
import {objectsOf} from '../kernel/size/objects.ts';

/**
Works it out from the makefiles of a source, which are read when they are needed, and from the length of its files.
Only kernels for x86-64 were measured: of any other tree nothing is said.
@param read a file of the tree
*/
export function sizeOfKernel(root: string, read: ReadFile): KernelSize {
	const texts = new Map<string, string | undefined>();
	const remembered = (file: string): string | undefined => {
		if (!texts.has(file)) {
			texts.set(file, unlessUnreadable(() => read(file)));
		}

		return texts.get(file);
	};

	const objects = objectsOf({read: remembered, srcarch: 'x86'});
	const lengthOf = sourceLengths(root);
	return valueOf => {
		const isMeasured = valueOf('X86_64') === 'y' && remembered('arch/x86/Makefile') !== undefined;
		return isMeasured ? imageBytes(objects(valueOf), {lengthOf, valueOf}) : undefined;
	};
}

/** How long a source of a tree is, in bytes: by its path without its ending. What is not there, or elsewhere, is 0. */
export function sourceLengths(root: string): (source: string) => number {
	const within = realpathSync.native(root);
	const known = new Map<string, number>();
	const folders = new Map<string, boolean>();
	const isInside = (folder: string): boolean => {
		const inside = folders.get(folder)
			?? unlessUnreadable(() => isBelow(within, realpathSync.native(path.join(within, folder)))) ?? false;
		folders.set(folder, inside);
		return inside;
	};

	const sizeOf = (file: string): number | undefined => unlessUnreadable(() => {
		const found = lstatSync(file, {throwIfNoEntry: false});
		const isElsewhere = found?.isSymbolicLink() && !isBelow(within, realpathSync.native(file));
		return isElsewhere ? undefined : (found?.isSymbolicLink() ? statSync(file) : found)?.size;
	});

	return source => {
		const length = known.get(source) ?? (isInside(path.posix.dirname(source))
			? ['.c', '.S'].values().map(ending => sizeOf(path.join(within, source + ending))).find(Boolean)
			: undefined) ?? 0;
		known.set(source, length);
		return length;
	};
}

const isBelow = (root: string, place: string): boolean => place === root || place.startsWith(`${root}/`);

/** A loop of links, a name that is too long, a file of somebody else's: nothing is known of it. */
function unlessUnreadable<T>(look: () => T): T | undefined {
	try {
		return look();
	} catch (error) {
		if ((error as NodeJS.ErrnoException).syscall === undefined) {
			throw error;
		}

		return undefined;
	}
}
