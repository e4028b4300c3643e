import {UserError} from '../errors.ts';
import {look} from '../files/look.ts';
import {readOrdinary} from '../files/read-ordinary.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import {isGlob} from '../recipe/nodes.ts';
import {listText} from '../recipe/problem.ts';
import type {Recipe} from '../recipe/schema.ts';
import {nearest} from '../recipe/spelling.ts';
import {isKnownSuite, suiteNames} from '../recipe/suites.ts';
import {parsePublicKeys} from './public-keys.ts';
import type {Interface} from './types.ts';

/** What a valid recipe asks for and this machine has not, or what its owner will miss on the node. */
export type RecipeProblem = {
	code: 'path-missing' | 'interface-missing' | 'no-login' | 'memory-short' | 'root-shared' | 'suite-unknown'
		| 'node-twice' | 'disk-after-loader' | 'timezone-unknown';
	level: 'problem' | 'warning';
	/** The field that cures it: `node.keys`. */
	field: string;
	/** A whole sentence. */
	what: string;
};

/** @param recipe with absolute paths @param interfaces of this machine; left out, nothing is said of them */
export function recipeProblems(recipe: Recipe, interfaces?: readonly Interface[]): RecipeProblem[] {
	return [
		...missingPaths(recipe),
		...(interfaces ? missingInterface(recipe, interfaces) : []),
		...noLogin(recipe),
		...sharedRoot(recipe),
		...unknownSuite(recipe),
		...unknownTimezone(recipe),
		...diskAfterLoader(recipe),
	];
}

function missingPaths({tree, kernel, node, nodes}: Recipe): RecipeProblem[] {
	const named: Named[] = [
		{field: 'tree.path', file: tree.path},
		{field: 'tree.files', file: tree.files, kind: 'folder'},
		{field: 'kernel.source.path', file: kernel.source?.path},
		{field: 'kernel.fragment', file: kernel.fragment, kind: 'file'},
		{field: 'kernel.firmware', file: kernel.firmware},
		...node.keys.map((file): Named => ({field: 'node.keys', file, kind: 'keys'})),
		...nodes.flatMap(({keys, files}): Named[] => [
			...keys.map((file): Named => ({field: 'nodes', file, kind: 'keys'})),
			{field: 'nodes', file: files, kind: 'folder'},
		]),
	];
	return named.flatMap((one): RecipeProblem[] => {
		const {field} = one;
		const what = faultOf(one);
		return what === undefined ? [] : [{code: 'path-missing', level: 'problem', field, what}];
	});
}

/** A path of a recipe; where it matters, what must be there. */
type Named = {field: string; file: string | undefined; kind?: 'file' | 'folder' | 'keys'};

function faultOf({field, file, kind}: Named): string | undefined {
	if (file === undefined) {
		return undefined;
	}

	const found = look(file);
	if (!found) {
		return `${field} names ${file}, which does not exist.`;
	}

	if (kind !== undefined && found.isDirectory() !== (kind === 'folder')) {
		const what = found.isDirectory() ? 'a folder, not a file' : 'a file, not a folder';
		return `${field} names ${file}, which is ${what}.`;
	}

	return kind === 'keys' ? whyNoKeys(field, file) : undefined;
}

/** Why the file does not hold public keys; a file that cannot be read is told of when it is needed. */
function whyNoKeys(field: string, file: string): string | undefined {
	try {
		parsePublicKeys(readOrdinary(file, {most: 1024 ** 2}).toString(), `${field} names ${file}`);
		return undefined;
	} catch (error) {
		return error instanceof UserError ? error.message : undefined;
	}
}

function missingInterface({server}: Recipe, interfaces: readonly Interface[]): RecipeProblem[] {
	const {interface: wanted} = server;
	const names = interfaces.map(({name}) => name);
	return wanted === undefined || names.includes(wanted)
		? []
		: [{code: 'interface-missing', level: 'problem', field: 'server.interface',
			what: `server.interface is ${wanted}; this machine has ${listText(names, 'and') || 'none'}.`}];
}

/** A build would find out after minutes. One that is newer than this program, or on a mirror of one's own, may be. */
function unknownSuite({tree: {from, suite, mirror, sources}}: Recipe): RecipeProblem[] {
	const isElsewhere = mirror !== undefined || sources.length > 0;
	if (from !== 'bootstrap' || suite === undefined || isElsewhere || isKnownSuite(suite)) {
		return [];
	}

	const meant = nearest(suite, suiteNames);
	return [{code: 'suite-unknown', level: 'warning', field: 'tree.suite',
		what: `tree.suite is ${suite}, which is no release of Debian or Ubuntu that is known here`
			+ (meant === undefined ? ', such as bookworm, trixie or noble.' : `; did you mean ${meant}?`)}];
}

/** A build would find out when the tree is there. One that is newer than this program may be. */
function unknownTimezone({node: {timezone}}: Recipe): RecipeProblem[] {
	if (isTimezone(timezone)) {
		return [];
	}

	const meant = nearest(timezone, Intl.supportedValuesOf('timeZone'));
	return [{code: 'timezone-unknown', level: 'warning', field: 'node.timezone',
		what: `node.timezone is ${timezone}, which is no time zone that is known here`
			+ (meant === undefined ? ', such as Europe/Berlin.' : `; did you mean ${meant}?`)}];
}

function isTimezone(name: string): boolean {
	try {
		return Boolean(new Intl.DateTimeFormat('en', {timeZone: name}));
	} catch {
		return false;
	}
}

/**
How a node gets from the loader to its disk. In BIOS both loaders go on to it; UEFI machines were seen to stop: iPXE
1.0.0 of Debian 12 never comes back to OVMF 2022.11, and GRUB's exit leads to its setup.
*/
export function diskAfterLoader({nodes}: Recipe): RecipeProblem[] {
	return nodes.some(({boot}) => boot !== 'always')
		? [{code: 'disk-after-loader', level: 'warning', field: 'nodes',
			what: 'Nodes boot from their local disk after the boot menu (boot: once or never). A BIOS machine does; a '
				+ 'UEFI machine may stop in the loader, and then needs its disk first in its boot order.'}]
		: [];
}

/** A file system that two machines write to at once is not what either of them thinks it is. */
function sharedRoot(recipe: Recipe): RecipeProblem[] {
	const {at, overlay} = deliveryOf(recipe);
	if (at !== 'server' || overlay !== 'none') {
		return [];
	}

	const writers = recipe.nodes.filter(node => node.recipe === undefined || node.recipe === recipe.name);
	const isShared = writers.length > 1 || writers.some(({mac}) => isGlob(mac));
	if (isShared) {
		const who = writers.length > 1 ? `${writers.length} known nodes` : 'All nodes of an entry with *';
		return [{code: 'root-shared', level: 'problem', field: 'overlay',
			what: `${who} write to the same root on the server at once. Let each keep its changes in memory `
				+ '(overlay: tmpfs), or give each a recipe of its own.'}];
	}

	// A router that does it all decides itself who boots.
	return recipe.server.unknown === 'serve' && recipe.server.dhcp !== 'external'
		? [{code: 'root-shared', level: 'warning', field: 'server.unknown',
			what: 'Any machine that boots from this network writes to the same root. List the one that it is for under '
				+ 'nodes, and refuse the others (server.unknown: refuse).'}]
		: [];
}

/** Trees that somebody made have accounts of their own, and files of one's own may bring keys. */
function noLogin({tree, node, nodes}: Recipe): RecipeProblem[] {
	const isLocked = ['bootstrap', 'host'].includes(tree.from) && tree.keep.length === 0;
	const hasOwn = [tree, ...nodes].some(({files}) => files !== undefined) || nodes.some(({keys}) => keys.length > 0);
	return isLocked && !hasOwn && node.password === undefined && node.keys.length === 0
		? [{code: 'no-login', level: 'warning', field: 'node.keys',
			what: 'Nobody can log in to the node: it has neither a root password nor an SSH key.'}]
		: [];
}
