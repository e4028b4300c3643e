import type {Facts} from '../host/types.ts';
import {consoleDevice, consoleKind} from '../recipe/consoles.ts';
import {deliveryOf} from '../recipe/delivery.ts';
import {carriesFirmware} from '../recipe/meaning.ts';
import type {Recipe} from '../recipe/schema.ts';
import {hardwareTests, systemFiles} from './system/files.ts';
import checkKeys from './system/check-keys.sh';
import findTraces from './system/find-traces.sh';
import finish from './system/finish.sh';
import listing from './system/listing.sh';
import merge from './system/merge.sh';
import names from './system/names.pl';
import own from './system/own.sh';
import pack from './system/pack.sh';
import secrets from './system/secrets.sh';
import resolve from './system/resolve.sh';
import {pathsOf} from './system/traces.ts';
import {needlessLines} from './system/services.ts';
import take from './system/take.sh';
import inspect from './tree/inspect.sh';
import type {Action, Step} from './types.ts';

/**
Makes `root/root.tar`, the tree as the nodes get it, `root/names.txt`, and `root/bytes`: what it takes in a tmpfs.
The tree is never unpacked: what changes is taken out of it, and a new archive is made of the rest and of what is new.
@param modules id of the step whose `lib/modules` goes along
*/
export function rootStep(recipe: Recipe, _facts: Facts, {modules}: {modules: 'drivers' | 'modules' | undefined}): Step {
	const {tree, node} = recipe;
	const hasFirmware = modules !== undefined && carriesFirmware(recipe);
	const folders = listFolders(recipe, {modules, hasFirmware});
	return {
		id: 'root',
		title: 'Root file system',
		why: 'Configures the system files for this node (name, accounts, network, consoles) and removes the identity '
			+ 'of other machines.',
		needs: ['tree', 'busybox', ...new Set([modules ?? 'kernel', ...(hasFirmware ? ['drivers'] : [])])],
		reads: [...node.keys, ...(tree.files === undefined ? [] : [folder(tree.files)])],
		actions: [
			...Object.entries(scripts).map(([path, text]): Action => ({do: 'write-file', path, text})),
			{do: 'command', argv: ['sh', 'listing.sh', '../tree/root.tar'], to: 'tree.txt'},
			{
				do: 'command',
				argv: [
					'sh', 'inspect.sh', 'tree.txt', '../tree/root.tar', initOf(recipe), '../busybox/busybox',
					modules ? 'carried' : 'none',
				],
				to: 'found.txt',
				blames: 'recipe',
			},
			{do: 'command', argv: ['sh', 'take.sh', 'tree.txt', '../tree/root.tar', 'old', ...changing]},
			...wishes(recipe, modules ? ['^./lib/modules/*', '^./usr/lib/modules/*'] : []),
			{do: 'command', argv: ['sh', 'check-keys.sh', ...node.keys], to: 'wanted/keys', blames: 'recipe'},
			...folders.actions,
			{do: 'command', argv: ['sh', 'finish.sh', 'tree.txt', 'found.txt'], to: 'finished.txt', blames: 'recipe'},
			{do: 'command', argv: ['cat', 'finished.txt', ...folders.lists, 'services.txt'], to: 'wanted.txt'},
			{do: 'command', argv: ['sh', 'merge.sh', 'tree.txt'], from: 'wanted.txt', blames: 'recipe'},
			{do: 'command', argv: ['sh', 'pack.sh', '../tree/root.tar', 'tree.txt']},
			{do: 'command', argv: ['awk', '{print $1}', 'packed.txt'], to: 'names.txt'},
			{do: 'command', argv: ['awk', bytesInTmpfs, 'packed.txt'], to: 'bytes'},
			// The hash of a password lies nowhere but in the archive.
			{
				do: 'command',
				argv: ['sh', 'secrets.sh', 'packed.txt', node.password === undefined ? '' : 'root'],
				to: 'secrets',
			},
			{do: 'command', argv: ['rm', '-rf', 'old', 'new', 'wanted', 'orphans', 'own']},
		],
		makes: ['root.tar', 'bytes', 'names.txt', 'secrets'],
		hints: tree.from === 'oci' ? ['ramstrap does not use the command and environment of a container image: a node '
			+ 'starts the init in its files'] : [],
	};
}

const scripts: Record<string, string> = {
	'listing.sh': listing,
	'resolve.sh': resolve,
	'inspect.sh': inspect,
	'take.sh': take,
	'names.pl': names,
	'check-keys.sh': checkKeys,
	'find-traces.sh': findTraces,
	'finish.sh': finish,
	'own.sh': own,
	'merge.sh': merge,
	'pack.sh': pack,
	'secrets.sh': secrets,
};

/** Files of the tree that are changed and not written anew. */
const changing = [
	'etc/passwd',
	'etc/shadow',
	'etc/hosts',
	'etc/inittab',
	'etc/selinux/config',
	'etc/network/interfaces',
	'etc/dhcpcd.conf',
	'etc/sysconfig/network/ifcfg-*',
	'etc/conf.d/net',
];

/** The kernel starts what init= says, the last one of several. */
function initOf({node}: Recipe): string {
	return node.words.findLast(word => word.startsWith('init='))?.slice('init='.length) ?? '/sbin/init';
}

/** Whether what the node writes outlives its power. */
function isKept(recipe: Recipe): boolean {
	const {at, overlay} = deliveryOf(recipe);
	return at === 'server' && overlay === 'none';
}

/** @param replaced patterns of what other entries come for */
function wishes(recipe: Recipe, replaced: readonly string[]): Action[] {
	const {name: recipeName, node, nodes, tree, tests, size} = recipe;
	const wanted = {
		tmpfs: tree.tmpfs.map(folder => `tmpfs ${folder} tmpfs mode=0755,size=${size} 0 0`).join('\n'),
		hostname: node.hostname ?? recipeName,
		// No hash is this, so no password fits.
		password: node.password ?? '*',
		locale: node.locale,
		timezone: node.timezone,
		consoles: node.console.filter(name => consoleKind(name)?.serial).map(name => consoleDevice(name)).join('\n'),
		selinux: tree.selinux,
		network: tree.network,
		// Of this machine nobody's password goes along unasked.
		hashes: tree.from === 'host' && !tree.keep.some(path => ['etc', 'etc/shadow'].includes(path))
			? 'locked'
			: 'kept',
		emptied: pathsOf('emptied').join('\n'),
		aside: (tree.network === 'keep' ? [] : pathsOf('network')).join('\n'),
		secret: pathsOf('secret').join('\n'),
		// What packages set up is set up; of any other tree nobody knows, and files of one's own may ask for more.
		settled: tree.from === 'bootstrap'
			&& tree.release === undefined
			&& [tree, ...nodes].every(({files}) => files === undefined)
			? 'yes'
			: 'no',
		services: Object.entries(tree.services).map(([unit, state]) => `${state} ${unit}`).join('\n'),
	};
	const excluded = tree.exclude.map(pattern => pattern.replace(/^\.?\//, ''));
	const gone = [...pathsOf('removed', ...(tree.network === 'keep' ? [] : ['network' as const])), ...excluded];
	return [
		...Object.entries(wanted).map(([name, value]): Action =>
			({do: 'write-file', path: `wanted/${name}`, text: `${value}\n`})),
		...Object.entries({...systemFiles, ...(tests.hardware.length > 0 && {tests: hardwareTests})}).map(
			([name, text]): Action => ({do: 'write-file', path: `wanted/${name}`, text}),
		),
		{do: 'write-file', path: 'wanted/needless', text: isKept(recipe) ? '' : needlessLines(tree.services)},
		{do: 'write-file', path: 'wanted/gone', text: gone.map(pattern => `${pattern}\n`).join('')},
		{
			do: 'write-file',
			path: 'exclude.txt',
			text: [...replaced, ...gone.map(pattern => `^./${pattern}`)].map(pattern => `${pattern}\n`).join(''),
		},
	];
}

/** Folders that go over the tree, as lists of their files. The recipe's own comes last: what stands there counts. */
function listFolders(
	{tree}: Recipe,
	{modules, hasFirmware}: {modules: string | undefined; hasFirmware: boolean},
): {actions: Action[]; lists: string[]} {
	const lists: string[] = [];
	const actions: Action[] = [];
	if (modules) {
		actions.push({
			do: 'command',
			argv: ['sh', 'own.sh', `../${modules}/lib/modules`, 'lib/modules/', modules],
			to: 'modules.txt',
		});
		lists.push('modules.txt');
	}

	if (hasFirmware) {
		// A driver may ask for them once more when its card is set up by the system.
		actions.push({
			do: 'command',
			argv: ['sh', 'own.sh', '../drivers/lib/firmware', 'lib/firmware/', 'drivers'],
			to: 'firmware.txt',
		});
		lists.push('firmware.txt');
	}

	if (tree.files !== undefined) {
		// Its name may have characters that a manifest cannot take as they are.
		actions.push(
			{do: 'command', argv: ['ln', '-s', tree.files, 'own']},
			{do: 'command', argv: ['sh', 'own.sh', 'own', '', 'tree.files'], to: 'own.txt', blames: 'recipe'},
		);
		lists.push('own.txt');
	}

	return {actions, lists};
}

/** Files fill whole pages of 4 KiB; the kernel keeps about 1 KiB for each name and what it knows of it. */
const bytesInTmpfs = String.raw`
	{bytes += 1024}
	/ type=file/ && match($0, / size=[0-9]+/) {bytes += int((substr($0, RSTART + 6, RLENGTH - 6) + 4095) / 4096) * 4096}
	END {printf "%.0f\n", bytes}
`;

const folder = (path: string) => path.endsWith('/') ? path : `${path}/`;
