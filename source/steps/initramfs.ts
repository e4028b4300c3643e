import {compressors} from '../kernel/compressors.ts';
import type {Recipe} from '../recipe/schema.ts';
import {formatManifest, type Entry} from './manifest.ts';
import {baseEntries, systemFiles} from './rambox/files.ts';
import type {Action, Step} from './types.ts';

/** Makes `initramfs/initrd`, the whole system of the node, and `initramfs/unpacked`, its size in bytes before packing. */
export function initramfsStep(recipe: Recipe, {drivers}: {drivers: boolean}): Step {
	const files = systemFiles(recipe);
	const zone = recipe.node.timezone === 'UTC' ? undefined : `/usr/share/zoneinfo/${recipe.node.timezone}`;
	return {
		id: 'initramfs',
		title: 'Initramfs',
		why: 'Everything the node runs, in one archive that the kernel unpacks into RAM.',
		needs: ['busybox', ...(drivers ? ['drivers'] : [])],
		reads: zone ? [zone] : [],
		actions: [
			...Object.entries(files).map(([path, {text}]): Action => ({do: 'write-file', path: `files/${path}`, text})),
			{do: 'write-file', path: 'base.mtree', text: formatManifest(entries(files, zone))},
			// Where memory is short the kernel stops unpacking and boots what it has; this file is the last, and /init looks for it.
			{do: 'write-file', path: 'end.mtree', text: formatManifest([{path: 'etc/ramstrap/whole', type: 'file', mode: 0o644, contents: 'files/etc/hostname'}])},
			{do: 'command', argv: ['awk', '$0 != "bin/busybox" {print "./" $0 " type=link mode=0777 link=/bin/busybox"}', '../busybox/tools.txt'], to: 'tools.mtree'},
			...(drivers ? driverEntries : []),
			{do: 'command', argv: ['cat', 'base.mtree', 'tools.mtree', ...(drivers ? ['drivers.mtree'] : []), 'end.mtree'], to: 'manifest.mtree'},
			// By way of tar: bsdtar would copy the inode numbers of this machine's files into a cpio archive made at once.
			{do: 'command', argv: ['bsdtar', '-c', '-f', 'root.tar', '--format', 'ustar', '@manifest.mtree']},
			{do: 'command', argv: ['bsdtar', '-c', '-f', 'root.cpio', '--format', 'newc', '@root.tar']},
			{do: 'command', argv: ['stat', '-c', '%s', 'root.cpio'], to: 'unpacked'},
			{do: 'command', argv: [...compressors[recipe.compression]], from: 'root.cpio', to: 'initrd'},
			{do: 'command', argv: ['rm', 'root.tar', 'root.cpio']},
		],
		makes: ['initrd', 'unpacked', 'manifest.mtree'],
		hints: zone ? ['node.timezone must be the name of a file below /usr/share/zoneinfo; the package tzdata has them'] : [],
	};
}

function entries(files: ReturnType<typeof systemFiles>, zone: string | undefined): Entry[] {
	return [
		...baseEntries,
		{path: 'bin/busybox', type: 'file', mode: 0o755, contents: '../busybox/busybox'},
		...Object.entries(files).map(([path, {mode}]): Entry => ({path, type: 'file', mode, contents: `files/${path}`})),
		...(zone ? [{path: 'etc/localtime', type: 'file', mode: 0o644, contents: zone} satisfies Entry] : []),
	];
}

const driverEntries: Action[] = [
	{do: 'command', argv: ['find', '../drivers/lib/modules', '-printf', String.raw`%y lib/modules/%P\n`], to: 'found.txt'},
	{do: 'command', argv: ['sort', '-k', '2', '-o', 'found.txt', 'found.txt']},
	{do: 'command', argv: ['awk', '$1 == "d" {print "./" $2 " type=dir mode=0755"} $1 == "f" {print "./" $2 " type=file mode=0644 contents=../drivers/" $2}', 'found.txt'], to: 'drivers.mtree'},
];
