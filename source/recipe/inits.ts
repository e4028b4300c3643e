/** Packages that are an init; a system has one of them. */
const inits: ReadonlySet<string> = new Set(['systemd-sysv', 'sysvinit-core', 'runit-init', 'dinit-init', 'finit-sysv']);

/** Conflicts and Depends of Debian's packages. */
const notWithSystemd: ReadonlySet<string> = new Set(['elogind', 'libpam-elogind', 'libelogind0']);
const onlyWithSystemd: ReadonlySet<string> = new Set(['libpam-systemd']);

/** A package may be named with its architecture. */
const nameOf = (word: string): string => word.split(':', 1)[0]!;

/** Those of the packages that are an init. */
export function initsAmong(packages: readonly string[]): string[] {
	return packages.filter(word => inits.has(nameOf(word)));
}

/** Whether the packages bring an init that is not systemd: nothing of systemd's is then added to them. */
export function hasOtherInit(packages: readonly string[]): boolean {
	return initsAmong(packages).some(word => nameOf(word) !== 'systemd-sysv');
}

/** A package that cannot be beside the init that these packages make. */
export function clashWithInit(packages: readonly string[]): {name: string; init: string} | undefined {
	const [init = 'systemd-sysv'] = initsAmong(packages);
	const clashing = hasOtherInit(packages) ? onlyWithSystemd : notWithSystemd;
	const name = packages.find(word => clashing.has(nameOf(word)));
	return name === undefined ? undefined : {name, init};
}
