import {compressors} from '../kernel/compressors.ts';
import type {Compression} from '../recipe/schema.ts';
import type {Facts} from '../host/types.ts';
import build from './dracut/build.sh';
import packDrivers from './dracut/99zz-pack-drivers.sh';
import {moduleFiles} from './dracut/module-files.ts';
import {mergingHook, mmdebstrap, withoutManuals} from './mmdebstrap.ts';
import type {Action, Step} from './types.ts';

export type DracutSystem = {
	/** Debian suite whose dracut is used; any from bookworm on. */
	suite: string;
	/** Where its packages come from; left out, the mirrors mmdebstrap knows. */
	mirror?: string;
} & Pick<Facts, 'user' | 'aptOptions'>;

export type DracutInitramfs = DracutSystem & {
	/** Whether the kernel in `../kernel` has modules, below its `lib/modules`. */
	drivers: boolean;
	/** Whether `../drivers/lib/firmware` has files for them. */
	firmware?: boolean;
	compression: Compression;
};

/**
Makes `dracut-system/system.tar`: packages of a release, unpacked and set up, to run dracut in. Neither root nor a
dracut of this machine is needed, and what is installed here does not end up in an initramfs. Once for all recipes.
*/
export function dracutSystemStep({suite, mirror, user, aptOptions = []}: DracutSystem): Step {
	return {
		id: 'dracut-system',
		title: `System to run dracut in (${suite})`,
		why: 'dracut copies programs from the system it runs in. This system is the same on every machine, and is not '
			+ 'installed on this one.',
		needs: [],
		reads: [],
		actions: [
			{
				do: 'command',
				argv: [
					...mmdebstrap({user}), '--variant=apt', '--format=tar', `--include=${packages.join(',')}`,
					'--aptopt=APT::Install-Recommends "false"', ...aptOptions.map(option => `--aptopt=${option}`),
					...withoutManuals, '--skip=essential/unlink', ...mergingHook(suite),
					`--customize-hook=${installRest}`,
					suite, 'bootstrap.tar', ...(mirror === undefined ? [] : [mirror]),
				],
				complaint: '^E: ',
			},
			// Only root can make devices; where it is unpacked mmdebstrap has its own.
			{
				do: 'command',
				argv: [
					'env', 'LC_ALL=C.UTF-8',
					'bsdtar', '-c', '-f', 'system.tar', '--exclude', './dev/?*', '@bootstrap.tar',
				],
			},
			{do: 'command', argv: ['rm', 'bootstrap.tar']},
		],
		makes: ['system.tar'],
		hints: [
			`packages come from ${mirror ?? 'the mirrors of the distribution'}; `
			+ 'see tree.suite and tree.mirror in the recipe',
		],
		shared: true,
	};
}

/** Makes `initramfs/initrd`, and `initramfs/unpacked`, its size in bytes before packing. */
export function dracutInitramfsStep({
	suite, mirror, drivers, firmware = false, compression, user,
}: DracutInitramfs): Step {
	return {
		id: 'initramfs',
		title: `Initramfs by dracut (${suite})`,
		why: 'A small system that the kernel unpacks into RAM. dracut builds it with ramstrap\'s module, which loads '
			+ 'the root file system.',
		needs: ['busybox', 'kernel', 'dracut-system', ...(firmware ? ['drivers'] : [])],
		reads: [],
		actions: [
			...Object.entries(moduleFiles).map(([name, text]): Action =>
				({do: 'write-file', path: `module/90tmpfs-root/${name}`, text})),
			{do: 'command', argv: ['cp', '../busybox/busybox', 'module/90tmpfs-root/busybox']},
			{do: 'write-file', path: 'module/99zz-pack-drivers/module-setup.sh', text: packDrivers},
			{do: 'write-file', path: 'module/build.sh', text: build},
			// What is installed on this machine stands there as a link, and may have links to its source.
			...(drivers ? [{
				do: 'command',
				argv: [
					'tar', '-C', '../kernel/lib/modules', '-ch', '--exclude=./*/build', '--exclude=./*/source',
					'-f', 'modules.tar', '.',
				],
			} satisfies Action] : []),
			{
				do: 'command',
				argv: [...mmdebstrap({user}), ...runDracut({suite, mirror, drivers, firmware})],
				complaint: '^(?:E: (?!setup failed)|dracut )',
			},
			{do: 'command', argv: ['stat', '-c', '%s', 'initramfs.cpio'], to: 'unpacked'},
			{do: 'command', argv: [...compressors[compression]], from: 'initramfs.cpio', to: 'initrd'},
			{do: 'command', argv: ['rm', '-rf', 'initramfs.cpio', 'module', 'modules.tar']},
		],
		makes: ['initrd', 'unpacked'],
		hints: ['the log has the full output of dracut'],
	};
}

/** With what each part of the module needs: https and http, NFS, LVM, every kind of archive. */
const packages = [
	'dracut-network', 'iproute2', 'procps', 'mount', 'util-linux', 'netbase', 'kmod', 'udev', 'cpio',
	'curl', 'ca-certificates', 'nfs-common', 'rpcbind', 'lvm2', 'dmsetup', 'e2fsprogs',
	'gzip', 'xz-utils', 'zstd', 'lz4',
];

/**
What asks for an address: up to Debian 13 dracut's own scripts with dhclient, which are gone after it; then
NetworkManager, which needs no systemd there either.
*/
const installRest = [
	'client=network-manager',
	'for module in "$1"/usr/lib/dracut/modules.d/*network-legacy; do '
	+ '[ ! -e "$module" ] || client=isc-dhcp-client; done',
	// A package of its own after Debian 13.
	'[ -n "$(find "$1/sbin/" "$1/usr/sbin" "$1/usr/bin" -name switch_root)" ] || client="$client util-linux-extra"',
	// That file tells apt of the system, and dpkg nothing: without a word for it, it would install into this machine.
	'APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get '
	+ '-o Dir::Bin::dpkg=env -o DPkg::Options::=--unset=TMPDIR -o DPkg::Options::=dpkg '
	+ '-o DPkg::Chroot-Directory="$1" install --quiet=2 --yes $client',
].join('; ');

/** Of mmdebstrap it takes the way into such a system, as root or not; it installs nothing. */
function runDracut({suite, mirror, drivers, firmware}: Pick<
	DracutInitramfs,
	'suite' | 'mirror' | 'drivers' | 'firmware'
>): string[] {
	return [
		'--variant=custom', '--format=null', '--skip=update,cleanup',
		'--setup-hook=tar-in ../dracut-system/system.tar /',
		...(drivers
			? ['--customize-hook=mkdir -p "$1/lib/modules"', '--customize-hook=tar-in modules.tar /lib/modules']
			: []),
		...(firmware ? ['--customize-hook=copy-in ../drivers/lib/firmware /usr/lib'] : []),
		'--customize-hook=copy-in module/90tmpfs-root module/99zz-pack-drivers /usr/lib/dracut/modules.d',
		'--customize-hook=upload module/build.sh /build.sh',
		`--customize-hook=chroot "$1" sh /build.sh ${drivers ? 'with-modules' : 'without-modules'}`,
		'--customize-hook=download /initramfs.cpio initramfs.cpio',
		// It wants to know where packages would come from, and asks nobody.
		suite, '/dev/null', ...(mirror === undefined ? [] : [mirror]),
	];
}
