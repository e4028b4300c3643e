import type {Facts} from '../../host/types.ts';
import type {Recipe} from '../../recipe/schema.ts';
import type {Step} from '../types.ts';
import {canonical} from './canonical.ts';

/** Makes `tree/root.tar` of an archive, compressed in whatever way. */
export function archiveStep({tree}: Recipe, _facts: Facts): Step {
	return {
		id: 'tree',
		title: 'Archive with the root file system',
		why: 'All sources of system files produce the same kind of archive, which later steps read.',
		needs: [],
		reads: [tree.path!],
		actions: canonical(tree.path!),
		makes: ['root.tar'],
		hints: ['tree.path in the recipe is the archive: tar (uncompressed, gzip, xz, zstd, lz4 or bzip2), cpio, zip, '
			+ 'or a squashfs image'],
	};
}
