import {readdir, stat} from 'node:fs/promises';
import path from 'node:path';
import type {Facts, PackageManager} from './types.ts';

/** From the text of os-release(5). */
export function readDistribution(osRelease: string): Facts['distribution'] & {like: string[]} {
	const fields = new Map(osRelease.split('\n').flatMap(line => {
		const match = /^(\w+)=(["']?)(.*)\2$/.exec(line.trim());
		return match ? [[match[1]!, match[3]!] as const] : [];
	}));
	const id = fields.get('ID') ?? 'linux';
	// Of what it is made of: Mint's own names are on no mirror.
	const codename = fields.get('UBUNTU_CODENAME') ?? fields.get('DEBIAN_CODENAME') ?? fields.get('VERSION_CODENAME');
	return {
		id,
		version: fields.get('VERSION_ID') ?? '',
		...(codename && {codename}),
		name: fields.get('PRETTY_NAME') ?? id,
		like: fields.get('ID_LIKE')?.split(' ') ?? [],
	};
}

/** The files that apt writes when it learns of new packages, by suite; none on other machines. */
export async function findPackageLists(folder = '/var/lib/apt/lists'): Promise<string[]> {
	const names = await readdir(folder).catch(() => []);
	return names.filter(name => /_(?:In)?Release$/.test(name)).toSorted().map(name => path.join(folder, name));
}

/**
Whether apt was told of new packages for the last time longer than a day ago: such lists name packages that are gone
from the mirror. The files have the times of the mirror; their folders have those of this machine.
*/
export async function haveListsAged(folder = '/var/lib/apt/lists'): Promise<boolean> {
	const places = [folder, path.join(folder, 'partial')];
	const times = await Promise.all(places.map(async place => stat(place).then(({mtimeMs}) => mtimeMs, () => 0)));
	return Date.now() - Math.max(...times) > 86_400_000;
}

/**
Debian has apt although somebody may have installed dnf on it; so the family decides before what happens to be there.
*/
export function choosePackageManager(
	family: readonly string[],
	present: ReadonlySet<PackageManager>,
): PackageManager | undefined {
	const usual = family.map(id => usualManager[id]).find(manager => manager && present.has(manager));
	return usual ?? (['apt', 'dnf', 'pacman', 'zypper'] as const).find(manager => present.has(manager));
}

const usualManager: Record<string, PackageManager> = {
	debian: 'apt', ubuntu: 'apt',
	fedora: 'dnf', rhel: 'dnf', centos: 'dnf',
	arch: 'pacman',
	suse: 'zypper', opensuse: 'zypper',
};
