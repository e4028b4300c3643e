import {deliveryOf} from '../../recipe/delivery.ts';
import {isAbout} from '../../recipe/meaning.ts';
import {isAlwaysOn, valueOf} from '../catalogue/other-names.ts';
import type {KernelFinding, Scene} from './finding.ts';
import {cardTrap} from './network-cards.ts';
import {ramdiskTraps} from './ramdisk-traps.ts';
import {nfsMinorVersion, unpackers} from './requirements/root.ts';
import {otherCompression, otherNfs, ownKernel, turnOn, withoutOverlay} from './hints.ts';

/**
What Kconfig allows and a node pays for as it boots, each with its sentence. Works on a finished configuration as well
as on requests before anything is built.
*/
export function trapsOf(scene: Scene): KernelFinding[] {
	return [thirtyTwoBit, unpackerTrap, nfsTrap, cardTrap, overlayTrap, commandLineTrap, ...ramdiskTraps]
		.flatMap(trap => trap(scene) ?? []);
}

function thirtyTwoBit(scene: Scene): KernelFinding | undefined {
	const {values, recipe: {kernel}} = scene;
	const asked = kernel.options.X86_32 === 'y' ? 'kernel.options' : kernel.fragment;
	if (valueOf(values, '64BIT') !== 'y') {
		return {
			code: 'kernel-32-bit', level: 'problem', option: '64BIT',
			what: 'This is a 32-bit kernel (CONFIG_64BIT is not set), which cannot run programs of a 64-bit '
				+ 'system. make ARCH=x86 without a configuration builds a 32-bit kernel.',
			hints: [
				...turnOn(scene, '64BIT'),
				...(asked && values.get('X86_32') === 'y' ? [`remove X86_32 from ${asked}`] : []),
				'make ARCH=x86_64   builds a 64-bit kernel by hand',
			],
		};
	}

	return values.get('X86_32') === 'y'
		? {
			code: 'kernel-32-bit', level: 'problem', option: 'X86_32',
			what: 'CONFIG_X86_32 is y: a 32-bit kernel cannot run programs of a 64-bit system.',
			hints: kernel.from === 'build' ? [`remove X86_32 from ${asked ?? 'the configuration'}`] : ownKernel(scene),
		}
		: undefined;
}

function unpackerTrap(scene: Scene): KernelFinding | undefined {
	const {recipe, values} = scene;
	const {compression} = recipe;
	if (compression === 'none' || !isAbout(recipe, 'compression') || valueOf(values, unpackers[compression]) === 'y') {
		return undefined;
	}

	const option = unpackers[compression];
	return {
		code: 'decompressor-missing', level: 'problem', option,
		what: `CONFIG_${option} is not set, but compression is ${compression}: the kernel reports `
			+ `"compression method ${compression} not configured" and panics.`,
		hints: [...otherCompression(scene), ...turnOn(scene, option)],
	};
}

function nfsTrap(scene: Scene): KernelFinding | undefined {
	const {values, release, recipe} = scene;
	const delivery = deliveryOf(recipe);
	const inWords = [recipe.node, ...recipe.nodes]
		.flatMap(({words}) => words)
		.map(word => Number(/\bv(?:ers=)?4\.([12])\b/.exec(word)?.[1] ?? 0));
	const minor = delivery.at === 'server' ? Math.max(nfsMinorVersion(delivery.nfs) ?? 0, ...inWords) : 0;
	const option = [1, 2]
		.filter(one => one <= minor)
		.map(one => `NFS_V4_${one}`)
		.find(one => valueOf(values, one) !== 'y' && !isAlwaysOn(one, release));
	return option === undefined ? undefined : {
		code: 'nfs-version-missing', level: 'problem', option,
		what: `CONFIG_${option} is not set, but the root comes over NFS 4.${minor}: the node retries for `
			+ '100 seconds and then finds no init.',
		hints: [...otherNfs(scene), ...turnOn(scene, option)],
	};
}

function overlayTrap(scene: Scene): KernelFinding | undefined {
	const {overlay} = deliveryOf(scene.recipe);
	return overlay === 'tmpfs' && valueOf(scene.values, 'TMPFS_XATTR') !== 'y'
		? {
			code: 'overlay-xattr-missing', level: 'problem', option: 'TMPFS_XATTR',
			what: 'CONFIG_TMPFS_XATTR is not set, but changes go to an overlay in a tmpfs: the kernel reports '
				+ '"failed to set xattr on upper", and deleted or renamed folders reappear.',
			hints: [...withoutOverlay(scene), ...turnOn(scene, 'TMPFS_XATTR')],
		}
		: undefined;
}

function commandLineTrap(scene: Scene): KernelFinding | undefined {
	return scene.values.get('CMDLINE_OVERRIDE') === 'y'
		? {
			code: 'command-line-ignored', level: 'problem', option: 'CMDLINE_OVERRIDE',
			what: 'CONFIG_CMDLINE_OVERRIDE is y: the kernel ignores the command line from the boot server and uses '
				+ 'only its built-in one.',
			hints: scene.recipe.kernel.from === 'build' ? ['kernel.options: {CMDLINE_OVERRIDE: n}   the built-in '
				+ 'command line is placed before that of the boot server'] : ownKernel(scene),
		}
		: undefined;
}
