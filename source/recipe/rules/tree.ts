import {missingComponent} from '../components.ts';
import {clashWithInit, initsAmong} from '../inits.ts';
import {deliveryOf} from '../delivery.ts';
import {fieldsOfSource, isAbout} from '../meaning.ts';
import {listText, type Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';
import {keysEnded} from '../suites.ts';

/** Where the tree comes from, and what is for some of these sources only. */
export function treeRules(recipe: Recipe): Problem[] {
	const wrongSource = sourceRules(recipe);
	// Whoever forgot the source itself is told that, not that all else is for another one.
	return wrongSource.length > 0
		? wrongSource
		: [
			strayRules, tmpfsRules, releaseRules, componentRules, keyRules, initRules, placeRules, loginRules,
		].flatMap(rules => rules(recipe));
}

function sourceRules(recipe: Recipe): Problem[] {
	const {strategy, root, tree: {from}} = recipe;
	const says = (reason: string) => [{path: ['tree', 'from'], sentence: `tree.from is ${from}, but ${reason}`}];
	if (deliveryOf(recipe).at === 'initramfs') {
		return from === 'busybox' ? [] : says('a node that stays in its initramfs has only BusyBox. Write "root: '
			+ 'squashfs" to load that system into RAM, or "tree: {from: busybox}".');
	}

	if (from !== 'busybox') {
		return [];
	}

	return says(
		isAbout(recipe, 'root')
			? `root is ${root}, which needs a whole system with its own init. Write "tree: {from: bootstrap}", or `
			+ '"root: initramfs".'
			: `${strategy} needs a whole system with its own init. Write "tree: {from: bootstrap}".`,
	);
}

function strayRules({tree}: Recipe): Problem[] {
	return Object.entries(fieldsOfSource).flatMap(([field, sources]) => {
		const value = tree[field as keyof Recipe['tree']];
		const isGiven = Object.hasOwn(usual, field)
			? value !== usual[field]
			: value !== undefined && !(typeof value === 'object' && Object.keys(value).length === 0);
		return isGiven && !sources.includes(tree.from) && !(field === 'path' && tree.from === 'busybox')
			? [{
				path: ['tree', field],
				sentence: `tree.${field} applies to ${whatHas(sources)}, but tree.from is ${tree.from}. `
					+ (sources.length === 1 ? `Write "from: ${sources[0]}", or remove it.` : 'Remove it.'),
			}]
			: [];
	});
}

/**
An empty folder there or below, and the system does not start, or the user who has a key cannot log in; of what it
mounts itself it makes its own.
*/
const neverBelow = new Set([
	'bin', 'boot', 'dev', 'etc', 'lib', 'lib32', 'lib64', 'libx32', 'proc', 'root', 'run', 'sbin', 'sys', 'usr',
]);

/** These must be full, or written to by everybody. */
const neverThemselves = new Set(['/home', '/tmp', '/var', '/var/lib', '/var/lock', '/var/run', '/var/tmp']);

/** What the package manager knows of the system. */
const packageData = /^\/var\/lib\/(?:dpkg|rpm|pacman)(?:\/|$)/;

function tmpfsRules({tree}: Recipe): Problem[] {
	return tree.tmpfs.flatMap((folder, index) => {
		const [, first = ''] = folder.split('/', 2);
		const isNeeded = neverBelow.has(first) || neverThemselves.has(folder) || packageData.test(folder);
		const isTwice = tree.tmpfs.indexOf(folder) < index;
		const reason = isNeeded ? 'which the system cannot do without' : (isTwice ? 'which it names twice' : undefined);
		return reason === undefined
			? []
			: [{path: ['tree', 'tmpfs', index], sentence: `tree.tmpfs names ${folder}, ${reason}. Remove it.`}];
	});
}

/** Of fields that are never left out. */
const usual: Record<string, string> = {selinux: 'disabled', network: 'dhcp'};

const whatHas = (sources: readonly string[]): string =>
	sources.length > 4 ? 'a whole system only' : `${listText(sources, 'or')} only`;

function releaseRules({tree: {suite, release, components, sources}}: Recipe): Problem[] {
	if (release === undefined) {
		return [];
	}

	const others = [
		...(suite === undefined ? [] : ['suite']),
		...(components.length > 0 ? ['components'] : []),
		...(sources.length > 0 ? ['sources'] : []),
	];
	return others.length === 0
		? []
		: [{
			path: ['tree', 'release'],
			sentence: `tree has ${listText(others, 'and')} and release; ${listText(others, 'and')} `
				+ `${others.join('') === 'suite' ? 'is' : 'are'} for Debian and Ubuntu, release for Fedora and related `
				+ 'distributions. Keep one of them.',
		}];
}

/**
Firmware and its like, told before everything else is fetched; of sources that are not the
distribution's nothing is known.
*/
function componentRules({tree: {from, suite, release, mirror, components, sources, packages}}: Recipe): Problem[] {
	const isKnown =
		from === 'bootstrap'
		&& suite !== undefined
		&& release === undefined
		&& mirror === undefined
		&& sources.length === 0;
	const missing = isKnown ? missingComponent(suite, components, packages) : undefined;
	return missing === undefined
		? []
		: [{
			path: ['tree', 'components'],
			sentence: `tree.packages has ${listText(missing.names, 'and')}from Debian's component `
				+ `${missing.component}, which tree.components does not have. Write "components: `
				+ `[${[...(components.length > 0 ? components : ['main']), missing.component].join(', ')}]".`,
		}];
}

/** Lists whose keys have ended are refused by apt, whoever has the keys. */
function keyRules(recipe: Recipe): Problem[] {
	const ended = keysEnded(recipe);
	return ended === undefined
		? []
		: [{
			path: ['tree', 'suite'],
			sentence: `tree.suite is ${recipe.tree.suite!}, whose keys expired on ${ended}: its packages can no longer `
				+ 'be verified. Use a newer suite, a mirror with current signatures (tree.mirror), or a ready system '
				+ '(tree.from: oci or archive).',
		}];
}

/** Packages that no package manager puts into one system: told before it has fetched everything. */
function initRules({tree: {from, release, packages}}: Recipe): Problem[] {
	const path = ['tree', 'packages'];
	const inits = initsAmong(packages);
	if (inits.length > 1) {
		return [{
			path,
			sentence: `tree.packages has ${listText(inits, 'and')}, each of which is an init; a system has only one. `
				+ 'Keep one of them.',
		}];
	}

	const clash = from === 'bootstrap' && release === undefined ? clashWithInit(packages) : undefined;
	const otherInit = inits.length === 0
		? 'the default init. Remove it, or add another init, such as sysvinit-core.'
		: 'the init in tree.packages. Remove one of them.';
	return clash === undefined
		? []
		: [{
			path,
			sentence: `tree.packages has ${clash.name}, which conflicts with ${clash.init}, ${otherInit}`,
		}];
}

const places: Partial<Record<Recipe['tree']['from'], string>> = {
	directory: 'a folder needs {path: …}, its path on this machine.',
	archive: 'an archive needs {path: …}, its path on this machine.',
	'disk-image': 'a disk image needs {path: …}, its path on this machine.',
	oci: 'a container image needs {path: …} on this machine, or {image: …}, its name in a registry.',
};

function placeRules({tree: {from, path, image, applets}}: Recipe): Problem[] {
	if (from === 'busybox' && path !== undefined && applets === undefined) {
		return [{
			path: ['tree', 'path'],
			sentence: 'tree.path is the source of BusyBox, which is used only where tree.applets says what to build. '
				+ 'Add "applets: []" for what the node itself needs, or remove tree.path.',
		}];
	}

	const place = places[from];
	if (place !== undefined && path === undefined && image === undefined) {
		return [{path: ['tree', 'path'], sentence: `tree.path is missing: ${place}`}];
	}

	return from === 'oci' && path !== undefined && image !== undefined
		? [{path: ['tree', 'image'], sentence: 'tree has path and image; a container image needs only one of them.'}]
		: [];
}

function loginRules(recipe: Recipe): Problem[] {
	const {password, keys} = recipe.node;
	return Object.entries({password, keys: keys.length > 0 ? keys : undefined})
		.filter(([field, value]) => value !== undefined && !isAbout(recipe, `node.${field}`))
		.map(([field]) => ({
			path: ['node', field],
			sentence: `node.${field} needs a system with a login; this node is BusyBox only and has no login. `
				+ 'Remove it.',
		}));
}
