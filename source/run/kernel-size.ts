import {statSync} from 'node:fs';
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
			texts.set(file, read(file));
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
	const known = new Map<string, number>();
	return source => {
		const length = known.get(source) ?? lengthIn(root, source);
		known.set(source, length);
		return length;
	};
}

function lengthIn(root: string, source: string): number {
	const isInside = !path.posix.isAbsolute(source) && !source.startsWith('..');
	const endings = isInside ? ['.c', '.S'] : [];
	const sizes = endings.values().map(ending => sizeIn(path.join(root, source + ending)));
	return sizes.find(size => size !== undefined) ?? 0;
}

function sizeIn(file: string): number | undefined {
	try {
		return statSync(file, {throwIfNoEntry: false})?.size;
	} catch {
		// A loop of links, or a name that is too long: no source.
		return undefined;
	}
}
