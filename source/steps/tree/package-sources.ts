import path from 'node:path';
import {usualComponents} from '../../recipe/components.ts';
import type {Recipe} from '../../recipe/schema.ts';
import {archivedSuites, keyringsOf, ubuntuSuites} from '../../recipe/suites.ts';

/** Where packages come from, as mmdebstrap takes it: nothing where it finds a suite by itself. */
export function packageSources(suite: string, tree: Recipe['tree']): string[] {
	const further = tree.sources.map((source, index) => furtherSource(source, index, {suite, tree}));
	return [...ownSources(suite, tree, further.length > 0), ...further];
}

/**
Keys of further sources go into the system that is made, where its own apt finds them; the apt that makes it looks for
them from outside, so until it is done their places are those seen from there.
*/
export function keyHooks({sources}: Recipe['tree']): Array<[when: 'setup' | 'customize', what: string]> {
	const keys = sources.flatMap(({key}, index) => key === undefined ? [] : [{key, place: placeOf(key, index)}]);
	if (keys.length === 0) {
		return [];
	}

	const copies = keys.map(({key, place}) =>
		`install -m 644 '${key.replaceAll('\'', String.raw`'\''`)}' "$1${place}"`);
	const list = '"$1/etc/apt/sources.list"';
	return [
		[
			'setup',
			`mkdir -p "$1${keysFolder}" && ${copies.join(' && ')} && `
			+ `sed -i "s|signed-by=${keysFolder}|signed-by=$1${keysFolder}|" ${list}`,
		],
		['customize', `sed -i "s|signed-by=$1${keysFolder}|signed-by=${keysFolder}|" ${list}`],
	];
}

const keysFolder = '/etc/apt/keyrings';
const placeOf = (key: string, index: number): string => `${keysFolder}/ramstrap-${index + 1}${path.extname(key)}`;

type Source = Recipe['tree']['sources'][number];

/** Without a key of its own it is signed as the system's own packages are: backports, for example. */
function furtherSource(
	{url, suite, components, key}: Source,
	index: number,
	{suite: usual, tree}: {suite: string; tree: Recipe['tree']},
): string {
	const signedBy = key === undefined
		? (tree.mirror === undefined ? keyringsOf(usual).join(',') : undefined)
		: placeOf(key, index);
	const name = suite ?? usual;
	const parts = components.length > 0 ? components : ['main'];
	return [
		'deb',
		...(signedBy === undefined ? [] : [`[signed-by=${signedBy}]`]),
		copied(url),
		name,
		...(name.endsWith('/') ? [] : parts),
	].join(' ');
}

/**
Packages that lie on this machine are not seen from inside the system that is made, where dpkg runs: apt copies them.
*/
const copied = (url: string): string => url.replace(/^file:/, 'copy:');

/**
Debian's own, with security and updates, mmdebstrap knows, as long as it is told of no other; an Ubuntu that came after
it, it would look for on Debian's; archives it does not know.
*/
function ownSources(suite: string, {mirror, components}: Recipe['tree'], isOneOfMany: boolean): string[] {
	if (mirror !== undefined) {
		return [copied(mirror)];
	}

	const parts = (components.length > 0 ? components : usualComponents(suite)).join(' ');
	const isArchived = archivedSuites.has(suite);
	// Packages are signed, and not all mirrors speak anything else.
	const options = `${isArchived ? 'check-valid-until=no ' : ''}signed-by=${keyringsOf(suite).join(',')}`;
	const from = (place: string, name: string) => `deb [${options}] http://${place} ${name} ${parts}`;
	if (ubuntuSuites.has(suite)) {
		const old = 'old-releases.ubuntu.com/ubuntu';
		const [main, security] = isArchived ? [old, old] : ['archive.ubuntu.com/ubuntu', 'security.ubuntu.com/ubuntu'];
		return [from(main, suite), from(main, `${suite}-updates`), from(security, `${suite}-security`)];
	}

	if (isArchived) {
		return [
			from('archive.debian.org/debian', suite),
			from('archive.debian.org/debian-security', `${suite}/updates`),
		];
	}

	const main = 'deb.debian.org/debian';
	return isOneOfMany
		? [
			from(main, suite),
			...(withoutUpdates.has(suite) ? [] : [
				from(main, `${suite}-updates`),
				from('security.debian.org/debian-security', `${suite}-security`),
			]),
		]
		: [];
}

/** Where packages go first, and need neither. */
const withoutUpdates: ReadonlySet<string> = new Set(['unstable', 'sid', 'experimental']);
