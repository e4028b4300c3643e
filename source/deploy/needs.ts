import {packages} from '../host/packages.ts';
import type {BootFileName, Facts, PackageManager} from '../host/types.ts';
import type {BiosLoader} from '../services/types.ts';
import type {Journal} from './types.ts';

/**
The kernel's NFS server. A distribution keeps that one up to date and starts it at boot; a user-space one (nfs-ganesha)
is for rehearsals, where it stays in a namespace.
*/
const nfsServer: Record<PackageManager, string> = {
	apt: 'nfs-kernel-server',
	dnf: 'nfs-utils',
	pacman: 'nfs-utils',
	zypper: 'nfs-kernel-server',
};

const loaders: Record<BiosLoader, BootFileName[]> = {
	ipxe: ['undionly.kpxe', 'ipxe.efi'],
	pxelinux: ['lpxelinux.0', 'ldlinux.c32', 'menu.c32', 'libutil.c32', 'ipxe.efi'],
};

/** Of apt: programs that the services run from where they are; loaders are copied. */
export const staying = [packages.dnsmasq.apt!, nfsServer.apt];

/**
What a deployed recipe needs to be installed: what is missing, what would be removed again with what brought it, and
what we have installed already, or the second deployment would take away what the first one brought.
@param options.automatic those of `staying` that the package manager installed only for others
*/
export function packagesFor(
	{tools, bootFiles}: Pick<Facts, 'tools' | 'bootFiles'>,
	{manager, bios, nfs, journal, automatic}: {
		manager: PackageManager;
		bios: BiosLoader;
		nfs: 'there' | 'missing' | 'unused';
		journal: Journal | undefined;
		automatic: readonly string[];
	},
): string[] {
	const wanted = [
		{name: packages.dnsmasq[manager], there: tools.dnsmasq !== undefined},
		...loaders[bios].map(file => ({name: packages[file][manager], there: bootFiles[file] !== undefined})),
		...(nfs === 'unused' ? [] : [{name: nfsServer[manager], there: nfs === 'there'}]),
	];
	const deployed = journal?.entries.flatMap(({change}) => change.kind === 'package' ? [change.name] : []) ?? [];
	const ours = new Set([...deployed, ...automatic]);
	return [
		...new Set(wanted.flatMap(({name, there}) =>
			name !== undefined && (!there || ours.has(name)) ? [name] : [])),
	];
}
