import type {Facts} from '../host/types.ts';
import {compressors} from '../kernel/compressors.ts';
import {archiveSetting, deliveryOf} from '../recipe/delivery.ts';
import type {Compression, Recipe} from '../recipe/schema.ts';
import accessLists from './image/access-lists.sh';
import packExt2 from './image/pack-ext2.sh';
import packSquashfsTar from './image/pack-squashfs.pl';
import type {Action, Argv, Step} from './types.ts';

/** What the root file system travels as. */
export type ImageForm = 'archive' | 'squashfs' | 'ext2';

/** Makes `image/<name>` of the finished root; of ext2 also `image/unpacked`, its size in bytes. */
export function imageStep(recipe: Recipe, form: ImageForm, {user}: Pick<Facts, 'user'>): Step {
	const name = imageName(recipe, form);
	return {
		id: 'image',
		title: {
			archive: 'Archive of the root',
			squashfs: 'Squashfs image of the root',
			ext2: 'Ext2 image of the root',
		}[form],
		why: {
			archive: 'One file to download; the node unpacks it into a tmpfs.',
			squashfs: 'One file to download; the node keeps it compressed in memory.',
			ext2: 'A file system image that the node loads into a RAM disk.' + (user.root
				? ''
				: ' It has extended attributes, such as the capabilities of ping, only if root builds it.'),
		}[form],
		needs: ['root'],
		reads: [],
		actions: {
			archive: packArchive,
			squashfs: packSquashfs,
			ext2: packExt2Image,
		}[form](recipe, name, user.root ? [] : ['fakeroot']),
		makes: [name, ...(form === 'ext2' ? ['unpacked'] : [])],
		hints: form === 'ext2' ? ['ramdisk in the recipe is the size of the image in MiB; by default the size of the '
			+ 'system files plus 64 MiB'] : [],
	};
}

export function imageName({compression}: Pick<Recipe, 'compression'>, form: ImageForm): string {
	return form === 'squashfs' ? 'root.squashfs' : `root.${form === 'archive' ? 'tar' : 'ext2'}${endings[compression]}`;
}

const endings: Record<Compression, string> = {zstd: '.zst', gzip: '.gz', xz: '.xz', lz4: '.lz4', none: ''};

function packArchive({compression}: Recipe, name: string): Action[] {
	return [{do: 'command', argv: [...compressors[compression]], from: '../root/root.tar', to: name}];
}

/** Level 6 is made in a quarter of the time of zstd's usual 15 and hardly larger; reading does not care. */
const squashfsPackers: Record<Compression, Argv> = {
	zstd: ['-comp', 'zstd', '-Xcompression-level', '6'],
	gzip: ['-comp', 'gzip'],
	xz: ['-comp', 'xz'],
	lz4: ['-comp', 'lz4', '-Xhc'],
	// Names and owners are packed all the same.
	none: ['-comp', 'gzip', '-noD', '-noF'],
};

function packSquashfs(recipe: Recipe, name: string): Action[] {
	// Not sqfstar, which takes no option of a compressor before 4.6. It passes over the archive's own entry for the
	// root folder, so what that is stands here.
	const root = ['-root-mode', '0755', '-root-uid', '0', '-root-gid', '0'];
	const mksquashfs = [
		'env', 'SOURCE_DATE_EPOCH=1577836800', 'mksquashfs', '-', name, '-tar', '-quiet', '-no-progress',
	];
	return [
		...saysLost('a squashfs', `${archiveSetting(deliveryOf(recipe))} keeps them`),
		{do: 'write-file', path: 'pack-squashfs.pl', text: packSquashfsTar},
		{
			do: 'command',
			argv: ['perl', 'pack-squashfs.pl', ...mksquashfs, ...root, ...squashfsPackers[recipe.compression]],
			from: '../root/root.tar',
		},
	];
}

function saysLost(where: string, wayOut: string): Action[] {
	return [
		{do: 'write-file', path: 'access-lists.sh', text: accessLists},
		{do: 'command', argv: ['sh', 'access-lists.sh', '../root/root.tar', where, wayOut]},
	];
}

/**
Tar gives the files their owners; of somebody who may not, fakeroot remembers them for mke2fs. That takes files in the
order in which their folder lists them: in a tmpfs always the same, not on every disk.
*/
function packExt2Image({ramdisk, compression}: Recipe, name: string, fakeroot: Argv): Action[] {
	return [
		...(fakeroot.length > 0 ? saysLost('an ext2 image built without root', 'an image built by root has them') : []),
		{do: 'write-file', path: 'pack-ext2.sh', text: packExt2},
		{
			do: 'command',
			argv: [
				'sh', 'pack-ext2.sh', '../root/root.tar', 'root.ext2.image',
				ramdisk === undefined ? '+64' : String(ramdisk),
				...fakeroot,
			],
			blames: 'recipe',
		},
		{do: 'command', argv: ['stat', '-c', '%s', 'root.ext2.image'], to: 'unpacked'},
		{do: 'command', argv: [...compressors[compression]], from: 'root.ext2.image', to: name},
		{do: 'command', argv: ['rm', 'root.ext2.image']},
	];
}
