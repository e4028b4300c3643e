import {compressors} from '../kernel/compressors.ts';
import type {Compression} from '../recipe/schema.ts';
import type {Facts} from '../host/types.ts';
import build from './dracut/build.sh';
import {moduleFiles} from './dracut/module-files.ts';
import {inOwnMounts} from './own-mounts.ts';
import type {Action, Step} from './types.ts';

export type DracutInitramfs = {
	/** Debian suite whose dracut is used; any from bookworm on. */
	suite: string;
	/** Where its packages come from; left out, the mirrors mmdebstrap knows. */
	mirror?: string;
	/** Whether the kernel in `../kernel` has modules, below its `lib/modules`. */
	drivers: boolean;
	compression: Compression;
} & Pick<Facts, 'user'>;

/**
Makes `initramfs/initrd`, and `initramfs/unpacked`, its size in bytes before packing. dracut runs in a throw-away system of
its own: neither root nor a dracut of this machine is needed, and what is installed here does not end up there.
*/
export function dracutInitramfsStep({suite, mirror, drivers, compression, user}: DracutInitramfs): Step {
	return {
		id: 'initramfs',
		title: `Initramfs by dracut (${suite})`,
		why: 'A small system that the kernel unpacks into RAM; dracut makes it, with our module in it, which gets the root file system.',
		needs: ['kernel'],
		reads: [],
		scratch: {folder: cache},
		actions: [
			...Object.entries(moduleFiles).map(([name, text]): Action => ({do: 'write-file', path: `module/90tmpfs-root/${name}`, text})),
			{do: 'write-file', path: 'module/build.sh', text: build},
			// What is installed on this machine stands there as a link, and may have links to its source.
			...(drivers ? [{do: 'command', argv: ['tar', '-C', '../kernel/lib/modules', '-ch', '--exclude=./*/build', '--exclude=./*/source', '-f', 'modules.tar', '.']} satisfies Action] : []),
			{do: 'command', argv: [...inOwnMounts({user}), ...bootstrap(suite, mirror, drivers)], complaint: '^(?:E: (?!setup failed)|dracut )'},
			// Only what the mirror still has: packages of the last run that were replaced since go.
			{do: 'command', argv: ['find', `../${cache}`, '-mindepth', '1', '-delete']},
			{do: 'command', argv: ['find', 'packages', '-name', '*.deb', '-exec', 'mv', '-t', `../${cache}`, '{}', '+']},
			{do: 'command', argv: ['stat', '-c', '%s', 'initramfs.cpio'], to: 'unpacked'},
			{do: 'command', argv: [...compressors[compression]], from: 'initramfs.cpio', to: 'initrd'},
			{do: 'command', argv: ['rm', '-rf', 'initramfs.cpio', 'module', 'modules.tar', 'packages']},
		],
		makes: ['initrd', 'unpacked'],
		hints: ['the log tells everything that dracut said', 'packages come from the mirror; what was downloaded before is kept'],
	};
}

/** Packages that were downloaded before. Not those of the root tree, whose step may run at the same time and keeps its own only. */
const cache = 'dracut-packages';

/** With what each part of the module needs: https and http, NFS, LVM, every kind of archive. */
const packages = [
	'dracut-network', 'isc-dhcp-client', 'iproute2', 'procps', 'mount', 'util-linux', 'netbase', 'kmod', 'udev', 'cpio',
	'curl', 'ca-certificates', 'nfs-common', 'rpcbind', 'lvm2', 'dmsetup', 'e2fsprogs', 'gzip', 'xz-utils', 'zstd', 'lz4',
];

function bootstrap(suite: string, mirror: string | undefined, drivers: boolean): string[] {
	const archives = '/var/cache/apt/archives';
	return [
		'env', `SOURCE_DATE_EPOCH=${date}`, 'mmdebstrap',
		'--variant=apt', '--format=null', `--include=${packages.join(',')}`,
		'--aptopt=APT::Install-Recommends "false"',
		// What is downloaded must stay for the next time.
		'--skip=download/empty,essential/unlink',
		`--setup-hook=mkdir -p "$1${archives}/partial"`,
		`--setup-hook=sync-in ../${cache} ${archives}`,
		'--customize-hook=chroot "$1" apt-get -qq autoclean',
		`--customize-hook=sync-out ${archives} packages`,
		...(drivers ? ['--customize-hook=mkdir -p "$1/lib/modules"', '--customize-hook=tar-in modules.tar /lib/modules'] : []),
		'--customize-hook=copy-in module/90tmpfs-root /usr/lib/dracut/modules.d',
		'--customize-hook=upload module/build.sh /build.sh',
		`--customize-hook=chroot "$1" sh /build.sh ${drivers ? 'with-modules' : 'without-modules'}`,
		'--customize-hook=download /initramfs.cpio initramfs.cpio',
		suite, '/dev/null', ...(mirror === undefined ? [] : [mirror]),
	];
}

/** All files in the archive bear it: 2020-01-01. */
const date = 1_577_836_800;
