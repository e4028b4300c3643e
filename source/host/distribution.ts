import type {Facts, PackageManager} from './types.ts';

/** From the text of os-release(5). */
export function readDistribution(osRelease: string): Facts['distribution'] & {like: string[]} {
	const fields = new Map(osRelease.split('\n').flatMap(line => {
		const match = /^(\w+)=(["']?)(.*)\2$/.exec(line.trim());
		return match ? [[match[1]!, match[3]!] as const] : [];
	}));
	const id = fields.get('ID') ?? 'linux';
	return {id, version: fields.get('VERSION_ID') ?? '', name: fields.get('PRETTY_NAME') ?? id, like: fields.get('ID_LIKE')?.split(' ') ?? []};
}

/** Debian has apt although somebody may have installed dnf on it; so the family decides before what happens to be there. */
export function choosePackageManager(family: readonly string[], present: ReadonlySet<PackageManager>): PackageManager | undefined {
	const usual = family.map(id => usualManager[id]).find(manager => manager && present.has(manager));
	return usual ?? (['apt', 'dnf', 'pacman', 'zypper'] as const).find(manager => present.has(manager));
}

const usualManager: Record<string, PackageManager> = {
	debian: 'apt', ubuntu: 'apt', fedora: 'dnf', rhel: 'dnf', centos: 'dnf', arch: 'pacman', suse: 'zypper', opensuse: 'zypper',
};
