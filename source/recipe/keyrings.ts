/** What has to be known of a machine: the keyrings it has, and how it gets more. */
type Machine = {packageManager?: string | undefined; keyrings?: readonly string[]; keyringPackages?: readonly string[]};

/** Packages that bring the keys of a distribution; the first that the machine's package manager knows is taken. */
const brings: Record<'debian' | 'ubuntu', Record<string, readonly string[]>> = {
	debian: {apt: ['debian-archive-keyring'], dnf: ['debian-keyring'], pacman: ['debian-archive-keyring']},
	ubuntu: {apt: ['ubuntu-keyring', 'ubuntu-archive-keyring'], dnf: ['ubu-keyring'], pacman: ['ubuntu-keyring']},
};

/** Whether apt has any of these is asked with all else that is asked of it. */
export const aptKeyrings: readonly string[] = Object.values(brings).flatMap(({apt = []}) => apt);

/** A keyring that this machine lacks, and the package that brings it, where there is one. */
export type MissingKeyring = {keyring: string; install: string | undefined};

export function missingKeyrings(keyrings: readonly string[], facts: Machine): MissingKeyring[] {
	return keyrings
		.filter(keyring => !facts.keyrings?.includes(keyring))
		.map(keyring => ({keyring, install: packageWith(keyring, facts)}));
}

function packageWith(keyring: string, {packageManager, keyringPackages = []}: Machine): string | undefined {
	const names = packageManager === undefined
		? []
		: (brings[keyring.includes('ubuntu') ? 'ubuntu' : 'debian'][packageManager] ?? []);
	return packageManager === 'apt' ? names.find(name => keyringPackages.includes(name)) : names[0];
}

/** Where no package of this machine has it. */
export function otherWay({keyring}: MissingKeyring): string {
	return `no package source of this machine has it: copy ${keyring} from `
		+ `${keyring.includes('ubuntu') ? 'an Ubuntu' : 'a Debian'} machine, or set tree.mirror to a mirror whose keys `
		+ 'this machine has';
}
