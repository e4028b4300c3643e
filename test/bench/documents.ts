import path from 'node:path';
import {quoteArgv, quoteWord} from '../../source/plan/quote.ts';
import type {Argv} from '../../source/steps/types.ts';

/** The number of a source document in shared/seeds. */
export type DocumentId = '001' | '002' | '003' | '004';

/** What a document tells its reader to type, as data. */
export type DocumentWay = {
	id: DocumentId;
	title: string;
	lines: Line[];
	/** The file that a node gets. */
	makes: string;
	/** What is not as the document has it. */
	note?: string;
	/** It mounts: in a namespace of its own, so that nothing stays mounted whatever happens. */
	mounts?: true;
};

/** Commands joined by pipes, typed in a folder. */
type Line = {at: string; pipe: [Argv, ...Argv[]]; to?: string};

export type DocumentParts = {
	/** Where the documents' files come to lie; has `initramfs/` with BusyBox and /init, and `ramdisk.dir/`. */
	folder: string;
	/** The unpacked root file system. */
	tree: string;
	/** What it takes on disk. */
	treeMiB: number;
	/** Why nothing can be mounted by way of a loop device here, and an image that is filled already. */
	noLoop?: {because: string; filled: string};
};

/** Arguments are the documents' own; folders are ours, and whoever runs this is root already. */
export function documentWays(parts: DocumentParts): DocumentWay[] {
	const {folder, tree} = parts;
	const at = (name: string) => path.join(folder, name);
	return [
		{
			id: '004',
			title: parts.noLoop ? 'dd, mkfs.ext2, gzip -9; no loop mount, no rsync' : 'dd, mkfs.ext2, loop mount, rsync, gzip -9',
			lines: ramdisk(parts),
			makes: at('ramdisk.ext2.gz'),
			...(parts.noLoop
				? {note: `Document 004 needs root and a loop device, and here is none (${parts.noLoop.because}): an image filled beforehand was packed, and nobody timed the filling.`}
				: {mounts: true}),
		},
		{
			id: '003',
			title: 'find, cpio, gzip -9 of the whole tree',
			lines: [initramfs(tree, at('initramfs.cpio.gz'))],
			makes: at('initramfs.cpio.gz'),
		},
		{
			id: '001',
			title: 'tar cJf inside the initramfs, gzip -9 once more',
			lines: [
				{at: tree, pipe: [['tar', 'cJf', at('initramfs/rootfs.tar.xz'), '.']]},
				initramfs(at('initramfs'), at('initramfs.gz')),
			],
			makes: at('initramfs.gz'),
		},
		{
			id: '002',
			title: 'tar cpzf',
			lines: [{at: folder, pipe: [['tar', 'cpzf', 'rootfs.tgz', '-C', tree, '.']]}],
			makes: at('rootfs.tgz'),
		},
	];
}

/** Document 004: some 200 MiB larger than the tree. */
function ramdisk({folder, tree, treeMiB, noLoop}: DocumentParts): Line[] {
	const line = (...argv: Argv): Line => ({at: folder, pipe: [argv]});
	return [
		line('dd', 'if=/dev/zero', 'of=ramdisk.ext2', 'bs=1k', `count=${(treeMiB + 200) * 1024}`),
		line('mkfs.ext2', '-v', '-m', '0', '-b', '4096', './ramdisk.ext2'),
		...(noLoop ? [] : [
			line('mount', '-o', 'loop', '-t', 'ext2', './ramdisk.ext2', './ramdisk.dir'),
			line('rsync', '-av', `${tree}/`, './ramdisk.dir'),
			line('umount', './ramdisk.dir/'),
		]),
		{at: folder, pipe: [['cat', noLoop?.filled ?? 'ramdisk.ext2'], ['gzip', '-9']], to: 'ramdisk.ext2.gz'},
	];
}

/** Documents 001 and 003 use the same words. */
function initramfs(at: string, to: string): Line {
	return {at, pipe: [['find', '.', '-print0'], ['cpio', '--null', '-ov', '--format=newc'], ['gzip', '-9']], to};
}

/** As one would type it into bash. A failure anywhere ends it. */
export function formatCommands({lines}: DocumentWay): string {
	return ['set -euo pipefail; PATH=$PATH:/usr/sbin:/sbin', ...lines.map(({at, pipe, to}) =>
		`cd ${quoteWord(at)}; ${pipe.map(argv => quoteArgv(argv)).join(' | ')}${to === undefined ? '' : ` >${quoteWord(to)}`}`)].join('\n');
}

/**
The /init of document 001, whose text is missing in our copy: its seven steps in order. The two words at the end are for
whoever measures.
*/
export const documentInit = `#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mkdir -p /proc /newroot
mount -t proc proc /proc
mount -t tmpfs -o mode=0755,size=80% root /newroot
tar xJf /rootfs.tar.xz -C /newroot
umount /proc
echo 'ramstrap: root tmpfs'
exec switch_root /newroot /sbin/init
`;
