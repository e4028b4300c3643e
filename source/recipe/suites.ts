import type {Recipe} from './schema.ts';

/** Suites of Ubuntu; all others are taken for Debian's. */
export const ubuntuSuites: ReadonlySet<string> = new Set([
	'trusty', 'xenial', 'bionic', 'focal', 'jammy', 'kinetic', 'lunar', 'mantic', 'noble', 'oracular', 'plucky', 'questing', 'resolute',
]);

/** Suites whose packages left the mirrors for an archive, where lists are past their date for good. */
export const archivedSuites: ReadonlySet<string> = new Set(['jessie', 'stretch', 'buster', 'kinetic', 'lunar', 'mantic', 'oracular']);

/** Keys that the packages of a suite are checked with. Debian's oldest are apart. */
export function keyringOf(suite: string): string {
	const name = ubuntuSuites.has(suite) ? 'ubuntu-archive-keyring' : (['jessie', 'stretch'].includes(suite) ? 'debian-archive-removed-keys' : 'debian-archive-keyring');
	return `/usr/share/keyrings/${name}.gpg`;
}

/** Of a recipe that makes a system of packages from its distribution's own mirrors; nothing of any other. */
export function keyringFor({tree}: Pick<Recipe, 'tree'>): string | undefined {
	return tree.from === 'bootstrap' && tree.suite !== undefined && tree.mirror === undefined ? keyringOf(tree.suite) : undefined;
}
