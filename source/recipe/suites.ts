import type {Recipe} from './schema.ts';
import {signedSuite} from './signed-loaders.ts';

/** Suites of Ubuntu whose packages left its mirrors for the archive of old releases. */
const oldUbuntu = [
	'precise', 'quantal', 'raring', 'saucy', 'utopic', 'vivid', 'wily', 'yakkety', 'zesty', 'artful', 'cosmic', 'disco',
	'eoan', 'groovy', 'hirsute', 'impish', 'kinetic', 'lunar', 'mantic', 'oracular', 'plucky',
];

/** Those that left Debian's mirrors. */
const oldDebian = ['squeeze', 'wheezy', 'jessie', 'stretch', 'buster'];

/** Suites of Ubuntu; all others are taken for Debian's. */
export const ubuntuSuites: ReadonlySet<string> = new Set([
	...oldUbuntu, 'trusty', 'xenial', 'bionic', 'focal', 'jammy', 'noble', 'questing', 'resolute',
]);

/** Suites of Debian, by number where they have one, and the names that move from one to the next. */
const debianSuites: ReadonlySet<string> = new Set([
	...oldDebian, 'bullseye', 'bookworm', 'trixie', 'forky', 'duke', 'sid',
	'oldoldstable', 'oldstable', 'stable', 'testing', 'unstable', 'experimental',
]);

/** Whether a release by that name is known, perhaps with a suffix such as `-backports`; others may come. */
export function isKnownSuite(suite: string): boolean {
	const [release] = suite.split('-', 1) as [string];
	return debianSuites.has(release) || ubuntuSuites.has(release);
}

/** For who is looking for the right name. */
export const suiteNames: readonly string[] = [...debianSuites, ...ubuntuSuites];

/** Suites that lie in an archive, where lists are past their date for good. */
export const archivedSuites: ReadonlySet<string> = new Set([...oldUbuntu, ...oldDebian]);

/**
The day on which the last key ended that the lists of a suite are signed with: apt takes none of them since
(`gpg --show-keys` of Debian's removed keys).
*/
const endOfKeys: Readonly<Record<string, string>> = {
	squeeze: '2018-03-05',
	wheezy: '2020-04-25',
	jessie: '2022-11-19',
	stretch: '2025-05-20',
};

/**
Files with the keys that the packages of a suite are checked with. Debian moves keys of old suites to a file of their
own with an update of the package that has both, so either may have them.
*/
export function keyringsOf(suite: string): string[] {
	const debian = ['debian-archive-keyring', ...(archivedSuites.has(suite) ? ['debian-archive-removed-keys'] : [])];
	return (ubuntuSuites.has(suite) ? ['ubuntu-archive-keyring'] : debian).map(
		name => `/usr/share/keyrings/${name}.gpg`,
	);
}

/** Of a recipe that makes a system of packages from its distribution's own mirrors; nothing of any other. */
export function keyringsFor({tree}: Pick<Recipe, 'tree'>): string[] {
	return isFromDistribution(tree) ? keyringsOf(tree.suite!) : [];
}

/** Of its tree, and of the signed loaders where it takes them. */
export function allKeyringsFor(recipe: Pick<Recipe, 'tree' | 'server'>): string[] {
	return [...new Set([
		...keyringsFor(recipe),
		...(recipe.server.uefi === 'grub' ? keyringsOf(signedSuite) : []),
	])];
}

/** The day since which nobody can check the packages that a recipe wants. */
export function keysEnded({tree}: Pick<Recipe, 'tree'>): string | undefined {
	return isFromDistribution(tree) ? endOfKeys[tree.suite!] : undefined;
}

/** What lies on a mirror of one's own is signed by whoever keeps it. */
function isFromDistribution({from, suite, mirror}: Recipe['tree']): boolean {
	return from === 'bootstrap' && suite !== undefined && mirror === undefined;
}
