import type {Facts, ToolName} from '../host/types.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import type {Compression, Recipe} from '../recipe/schema.ts';
import collect from './unpacker/collect.sh';
import type {Step} from './types.ts';

/**
Makes `unpacker/`: tar, or dd for an image of a disk, and the decompressor of this machine, with their
libraries. BusyBox has no zstd and no lz4, is three times as slow at xz, its tar drops the
capabilities of programs, and its dd writes zeros.
*/
export function unpackerStep(recipe: Recipe, {tools}: Facts): Step {
	const {image} = deliveryOf(recipe);
	// The kernel itself reads what is packed in a squashfs.
	const packed = image === 'squashfs' ? [] : decompressors[recipe.compression];
	const names = [image === 'ext2' ? 'dd' as const : 'tar' as const, ...packed];
	return {
		id: 'unpacker',
		title: 'Tools that unpack the root',
		why: `The node unpacks its root with ${names.join(' and ')} from this machine; `
			+ 'BusyBox\'s versions have fewer features.',
		needs: [],
		reads: names.flatMap(name => tools[name] ?? []),
		actions: [
			{do: 'write-file', path: 'collect.sh', text: collect},
			{do: 'command', argv: ['sh', 'collect.sh', ...names]},
		],
		makes: ['tools'],
		hints: [],
	};
}

export const decompressors: Record<Compression, ToolName[]> = {
	zstd: ['zstd'],
	gzip: ['gzip'],
	xz: ['xz'],
	lz4: ['lz4'],
	none: [],
};
