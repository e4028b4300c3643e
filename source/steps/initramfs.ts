import {compressors} from '../kernel/compressors.ts';
import {carriesFirmware} from '../recipe/meaning.ts';
import type {Recipe} from '../recipe/schema.ts';
import packDrivers from './drivers/pack.sh';
import {formatManifest, type ManifestEntry} from './manifest.ts';
import {baseEntries, rootFiles, systemFiles} from './rambox/files.ts';
import type {Action, Step} from './types.ts';

/** Where the root comes from that the initramfs makes; without one it is the whole system itself. */
export type RootKind = 'tmpfs' | 'squashfs' | 'ext2' | 'nfs';

type Contents = {drivers: boolean; root?: RootKind; unpacker?: boolean; embedded?: string};

/**
Makes `initramfs/initrd`, and `initramfs/unpacked`, its size in bytes before packing.
@param unpacker whether the tools of that step go along
@param embedded path of an image that goes along, packed as it is
*/
export function initramfsStep(recipe: Recipe, {drivers, root, unpacker = false, embedded}: Contents): Step {
	const files = {...systemFiles(recipe), ...(root ? rootFiles(root) : {})};
	const zone = root !== undefined || recipe.node.timezone === 'UTC'
		? undefined
		: `/usr/share/zoneinfo/${recipe.node.timezone}`;
	const firmware = drivers && carriesFirmware(recipe);
	const parts = [
		'base.mtree',
		'tools.mtree',
		...(drivers ? ['drivers.mtree'] : []),
		...(firmware ? ['firmware.mtree'] : []),
		...(unpacker ? ['unpacker.mtree'] : []),
		'end.mtree',
	];
	return {
		id: 'initramfs',
		title: 'Initramfs',
		why: root
			? 'A small system that the kernel unpacks into RAM, and that loads the root file system.'
			: 'The whole system of the node, in one archive that the kernel unpacks into RAM.',
		needs: [
			'busybox',
			...(drivers ? ['drivers'] : []),
			...(unpacker ? ['unpacker'] : []),
			...(embedded === undefined ? [] : ['image']),
		],
		reads: zone ? [zone] : [],
		actions: [
			...Object.entries(files).map(([path, {text}]): Action => ({do: 'write-file', path: `files/${path}`, text})),
			{do: 'write-file', path: 'base.mtree', text: formatManifest(entries(files, zone))},
			// Where memory is short the kernel stops unpacking and boots what it has; this
			// file is the last, and /init looks for it.
			{
				do: 'write-file',
				path: 'end.mtree',
				text: formatManifest([
					{path: 'etc/ramstrap/whole', type: 'file', mode: 0o644, contents: 'files/etc/hostname'},
				]),
			},
			{
				do: 'command',
				argv: [
					'awk',
					'$0 != "bin/busybox" {print "./" $0 " type=link mode=0777 link=/bin/busybox"}',
					'../busybox/tools.txt',
				],
				to: 'tools.mtree',
			},
			...(drivers ? packedDrivers : []),
			...(firmware ? listEntries('../drivers/lib/firmware', 'lib/firmware', 'firmware', {}) : []),
			...(unpacker ? listEntries('../unpacker/tools', 'lib/ramstrap', 'unpacker', {mode: '0755'}) : []),
			{do: 'command', argv: ['cat', ...parts], to: 'manifest.mtree'},
			...packManifest('manifest.mtree', 'root.cpio'),
			{do: 'command', argv: ['stat', '-c', '%s', 'root.cpio'], to: 'unpacked'},
			{do: 'command', argv: [...compressors[recipe.compression]], from: 'root.cpio', to: 'initrd'},
			{do: 'command', argv: drivers ? ['rm', '-r', 'root.cpio', 'packed'] : ['rm', 'root.cpio']},
			...(embedded === undefined ? [] : embed(embedded)),
		],
		makes: ['initrd', 'unpacked', 'manifest.mtree'],
		hints: zone ? ['node.timezone must be the name of a file below /usr/share/zoneinfo; the package tzdata '
			+ 'provides them'] : [],
	};
}

const packedDrivers: Action[] = [
	{do: 'write-file', path: 'pack.sh', text: packDrivers},
	{do: 'command', argv: ['mkdir', '-p', 'packed/lib']},
	{do: 'command', argv: ['cp', '-r', '../drivers/lib/modules', 'packed/lib']},
	{do: 'command', argv: ['sh', 'pack.sh', 'packed', '../busybox/busybox']},
	// BusyBox reads the text tables only.
	...listEntries('packed/lib/modules', 'lib/modules', 'drivers', {without: ['*.bin', '*.modinfo']}),
];

function entries(files: Record<string, {mode: number}>, zone: string | undefined): ManifestEntry[] {
	return [
		...baseEntries,
		{path: 'bin/busybox', type: 'file', mode: 0o755, contents: '../busybox/busybox'},
		...Object.entries(files).map(([path, {mode}]): ManifestEntry =>
			({path, type: 'file', mode, contents: `files/${path}`})),
		...(zone ? [{path: 'etc/localtime', type: 'file', mode: 0o644, contents: zone} satisfies ManifestEntry] : []),
	];
}

/** Lines of a manifest for all that lies in a folder of another step. */
function listEntries(
	folder: string,
	target: string,
	name: string,
	{without = [], mode = '0644'}: {without?: string[]; mode?: string},
): Action[] {
	const found = `${name}.txt`;
	const line = String.raw`%y ${target}/%P\n`;
	return [
		{
			do: 'command',
			argv: ['find', folder, ...without.flatMap(pattern => ['!', '-name', pattern]), '-printf', line],
			to: found,
		},
		{do: 'command', argv: ['sort', '-k', '2', '-o', found, found]},
		{
			do: 'command',
			argv: [
				'awk',
				`{sub("/$", "", $2); from = $2; sub("^${target}", "${folder}", from)} `
				+ '$1 == "d" {print "./" $2 " type=dir mode=0755"} '
				+ `$1 == "f" {print "./" $2 " type=file mode=${mode} contents=" from}`,
				found,
			],
			to: `${name}.mtree`,
		},
	];
}

function packManifest(manifest: string, archive: string): Action[] {
	return [
		// By way of tar: bsdtar would copy the inode numbers of this machine's files into a cpio archive made at once.
		{do: 'command', argv: ['bsdtar', '-c', '-f', 'pack.tar', '--format', 'ustar', `@${manifest}`]},
		{do: 'command', argv: ['bsdtar', '-c', '-f', archive, '--format', 'newc', '@pack.tar']},
		{do: 'command', argv: ['rm', 'pack.tar']},
	];
}

/**
In an archive of its own that is not compressed once more, before the other: what follows
a compressed one, not every kernel finds.
*/
function embed(image: string): Action[] {
	return [
		{
			do: 'write-file',
			path: 'embedded.mtree',
			text: formatManifest([{path: 'image', type: 'file', mode: 0o600, contents: image}]),
		},
		...packManifest('embedded.mtree', 'embedded.cpio'),
		{do: 'command', argv: ['mv', 'initrd', 'packed']},
		{do: 'command', argv: ['cat', 'embedded.cpio', 'packed'], to: 'initrd'},
		{do: 'command', argv: ['sh', '-c', 'echo $(($(cat unpacked) + $(stat -c %s embedded.cpio)))'], to: 'total'},
		{do: 'command', argv: ['mv', 'total', 'unpacked']},
		{do: 'command', argv: ['rm', 'embedded.cpio', 'packed']},
	];
}
