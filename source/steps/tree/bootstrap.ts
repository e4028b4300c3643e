import {exitCodes, UserError} from '../../errors.ts';
import {hasOtherInit, initsAmong} from '../../recipe/inits.ts';
import {allComponents, missingComponent, usualComponents} from '../../recipe/components.ts';
import {missingKeyrings, otherWay} from '../../recipe/keyrings.ts';
import {archivedSuites, keyringsFor} from '../../recipe/suites.ts';
import type {Facts} from '../../host/types.ts';
import type {Recipe} from '../../recipe/schema.ts';
import type {Step} from '../types.ts';
import {mergingHook, mmdebstrap, withoutManuals} from '../mmdebstrap.ts';
import {canonical} from './canonical.ts';
import {dnfStep} from './dnf.ts';
import {keyHooks, packageSources} from './package-sources.ts';

/**
Makes `tree/root.tar` of packages: by mmdebstrap, or by dnf where the recipe names a
release or this machine is of that family.
*/
export function bootstrapStep(recipe: Recipe, facts: Facts): Step {
	const {suite, release} = recipe.tree;
	return release !== undefined || (suite === undefined && facts.packageManager === 'dnf')
		? dnfStep(recipe, facts)
		: mmdebstrapStep(recipe, facts);
}

function mmdebstrapStep(recipe: Recipe, facts: Facts): Step {
	const {tree} = recipe;
	const ownSuite = facts.packageManager === 'apt' ? facts.distribution.codename : undefined;
	const suite = tree.suite ?? ownSuite ?? 'trixie';
	refuseWithoutKeys(recipe, facts);
	return {
		id: 'tree',
		title: `Packages of ${suite}`,
		why: `A new system installed from packages, with ${initsAmong(tree.packages)[0] ?? 'systemd'} as init; `
			+ 'nothing is installed on this machine.',
		needs: [],
		// Newer packages are another tree; apt writes these lists when it learns of them.
		reads: [
			...(suite === ownSuite ? facts.packageLists?.filter(file => file.includes(`_dists_${suite}`)) ?? [] : []),
			...tree.sources.flatMap(({key}) => key ?? []),
		],
		actions: [
			{
				do: 'command',
				argv: [
					...mmdebstrap(facts), '--variant=minbase',
					`--include=${[...basePackages(suite, tree.packages), ...tree.packages].join(',')}`,
					'--format=tar', '--skip=essential/unlink',
					...(facts.aptOptions ?? []).map(option => `--aptopt=${option}`),
					...withoutManuals,
					...mergingHook(suite),
					...[...keyHooks(tree), ...hooks].map(([when, what]) => `--${when}-hook=${what}`),
					...componentsOption(suite, tree), suite, 'bootstrap.tar', ...packageSources(suite, tree),
				],
				// Of packages that cannot be together, apt names each before it speaks of held broken ones.
				complaint: String.raw`^(?:E: | \S+ : (?:Conflicts|Breaks|Depends|PreDepends): )`,
			},
			...canonical('bootstrap.tar'),
			{do: 'command', argv: ['rm', 'bootstrap.tar']},
			// Only what the mirror still has: packages of the last run that were replaced since go.
			{do: 'command', argv: ['find', `../${packageCache}`, '-mindepth', '1', '-delete']},
			{
				do: 'command',
				argv: ['find', 'packages', '-name', '*.deb', '-exec', 'mv', '-t', `../${packageCache}`, '{}', '+'],
			},
			{do: 'command', argv: ['rm', '-r', 'packages']},
		],
		makes: ['root.tar'],
		hints: hintsFor(suite, tree),
		scratch: {folder: packageCache},
	};
}

/** On a mirror that is only named, mmdebstrap takes main alone. */
function componentsOption(suite: string, {components, mirror}: Recipe['tree']): string[] {
	const wanted = mirror === undefined || components.length > 0 ? components : usualComponents(suite);
	return wanted.length === 0 || wanted.join(',') === 'main' ? [] : [`--components=${wanted.join(',')}`];
}

const packageCache = 'packages';

/**
What a system needs to come up as `running`, to be reached, and for a person to look around in. With another init
nothing of systemd's comes along, which could not be beside it.
*/
function basePackages(suite: string, packages: readonly string[]): string[] {
	const systemd = hasOtherInit(packages)
		? []
		: ['systemd-sysv', 'libpam-systemd', ...(resolvedInSystemd.has(suite) ? [] : ['systemd-resolved'])];
	return [
		...systemd, 'udev', 'kmod', 'dbus',
		'iproute2', 'iputils-ping', 'netbase', 'procps',
	];
}

/** Where it is not a package of its own yet. */
const resolvedInSystemd: ReadonlySet<string> = new Set([
	'buster', 'bullseye', 'oldoldstable',
	'xenial', 'artful', 'bionic', 'cosmic', 'disco', 'eoan', 'focal', 'groovy', 'hirsute', 'impish', 'jammy',
]);

/** By way of a folder of the step's own: what apt no longer finds on the mirror is not kept. */
const hooks: Array<[when: 'setup' | 'customize', what: string]> = [
	['setup', 'mkdir -p "$1/var/cache/apt/archives"'],
	['setup', `sync-in ../${packageCache} /var/cache/apt/archives`],
	['customize', 'chroot "$1" apt-get -qq autoclean'],
	['customize', 'sync-out /var/cache/apt/archives ./packages'],
	// Whoever runs this owned the folder that went in.
	['customize', 'chown 0:0 "$1/var/cache/apt/archives"; chmod 0755 "$1/var/cache/apt/archives"'],
	// Of this machine, and of this hour; and keys that all nodes would share.
	[
		'customize',
		'rm -f "$1/etc/hostname" "$1/etc/apt/apt.conf.d/99mmdebstrap" "$1/etc/.resolv.conf.systemd-resolved.bak" '
		+ '"$1"/etc/ssh/ssh_host_*; find "$1/var/log" "$1/var/cache/debconf" -type f -delete',
	],
];

/** @throws UserError (exit 3) where the packages could not be checked, before anything is fetched */
function refuseWithoutKeys(recipe: Recipe, facts: Facts): void {
	const [missing] = missingKeyrings(keyringsFor(recipe), facts);
	if (missing) {
		throw new UserError(
			`tree.suite is ${recipe.tree.suite!}, whose packages are verified with ${missing.keyring}, `
			+ 'which is not installed.',
			[missing.install === undefined
				? otherWay(missing)
				: `ramstrap doctor ${recipe.name} --install   installs it (package ${missing.install})`],
			exitCodes.notReady,
		);
	}
}

function hintsFor(suite: string, {mirror, components, sources, packages}: Recipe['tree']): string[] {
	const usualPlace = archivedSuites.has(suite)
		? 'the archive server for old releases'
		: 'the mirrors of its distribution';
	const places = [mirror ?? usualPlace, ...sources.map(({url}) => url)];
	const given = components.length > 0 ? components : usualComponents(suite);
	const known = sources.length === 0 ? missingComponent(suite, given, packages) : undefined;
	return [
		...(known
			? [`${known.names.join(', ')}: in ${known.component}; `
				+ `tree.components: [${[...given, known.component].join(', ')}]`]
			: []),
		`the suite is ${suite}, from ${places.join(', ')}; `
		+ 'see tree.suite, tree.mirror, tree.sources and tree.packages in the recipe',
		`a package that cannot be located may be in another component than ${given.join(', ')}: `
		+ `tree.components: [${allComponents(suite).join(', ')}]`,
	];
}
