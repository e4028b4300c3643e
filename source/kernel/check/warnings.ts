import {consoleKind} from '../../recipe/consoles.ts';
import {isAbout} from '../../recipe/meaning.ts';
import {catalogueOption, isNetworkCard} from '../catalogue.ts';
import {valueOf} from '../catalogue/other-names.ts';
import {bundles} from '../bundles.ts';
import type {KernelFinding, Scene} from './finding.ts';
import {cardTrap, usableCards} from './network-cards.ts';
import {otherPackage} from './hints.ts';

/** What is no reason to refuse a kernel, and good to know. */
export function warningsOf(scene: Scene): KernelFinding[] {
	return [missingCards, noCard, uncarriedModules, darkScreen].flatMap(note => note(scene) ?? []);
}

/** Cards that one meets in a home or an office. */
const usualCards = [
	'TIGON3', 'E1000', 'E1000E', 'IGB', 'IXGBE', 'IGC', 'R8169', '8139CP', 'SKY2', 'ALX', 'ATL1C', 'USB_RTL8152',
	'USB_NET_AX88179_178A', 'VIRTIO_NET', 'VMXNET3',
];

function missingCards(scene: Scene): KernelFinding | undefined {
	const {recipe: {kernel}, values} = scene;
	const missing = kernel.from === 'distribution' && kernel.drivers === 'all-network'
		? usualCards.filter(option => !isOn(values, option))
		: [];
	return missing.length === 0 ? undefined : {
		code: 'network-drivers-missing', level: 'warning',
		what: 'drivers is all-network, but this kernel has no driver for these cards: '
			+ `${missing.map(option => nameOf(option)).join(', ')}. Nodes with one of these cards have no network.`,
		hints: otherPackage(scene, missing[0]!),
	};
}

const nameOf = (option: string) => `${option} (${catalogueOption(option)!.module})`;

function noCard(scene: Scene): KernelFinding | undefined {
	const isFine = scene.recipe.kernel.from === 'distribution' || usableCards(scene).length > 0 || cardTrap(scene);
	return isFine ? undefined : {
		code: 'network-driver-none', level: 'warning',
		what: 'This kernel has no driver for any network card that ramstrap knows: the node would boot without '
			+ 'network.',
		hints: ['kernel.bundles: [virtio, intel-nics, realtek-nics]   most virtual machines, many PCs'],
	};
}

/** In every image, see drivers.ts, and what those and network cards depend on. */
const comeAlong = [
	'af_packet', 'hid_generic', 'hv_vmbus', 'usbhid', 'usbcore', 'xhci_hcd', 'ehci_hcd', 'ohci_hcd', 'uhci_hcd',
	'virtio_pci', 'realtek',
];

/** The image of a node takes network drivers, or those named; what else is a module stays behind. */
function uncarriedModules({recipe, values}: Scene): KernelFinding | undefined {
	const {kernel} = recipe;
	const [field, value] = isAbout(recipe, 'kernel.modules')
		? ['modules', kernel.modules] as const
		: ['drivers', kernel.drivers] as const;
	const lists = [kernel.drivers, kernel.modules].flatMap(names => Array.isArray(names) ? names : []);
	const named = new Set([...comeAlong, ...lists.map(name => name.replaceAll('-', '_'))]);
	const needed = kernel.from === 'build' || kernel.modules === 'all'
		? []
		: [...new Set(kernel.bundles.flatMap(name => Object.keys(bundles[name])))];
	const left = needed
		.flatMap(option => catalogueOption(option) ?? [])
		.filter(entry => valueOf(values, entry.option) === 'm' && !named.has(entry.module!))
		.filter(entry => !(kernel.drivers === 'all-network' && isNetworkCard(entry)))
		.map(({module}) => module!);
	const already = Array.isArray(value) ? value : (field === 'drivers' ? ['<network card>'] : []);
	return left.length === 0 ? undefined : {
		code: 'modules-not-included', level: 'warning',
		what: `These modules are needed by the bundles, but are not included in the image: ${left.join(', ')}.`,
		hints: [`kernel.${field}: [${[...already, ...left].join(', ')}]   includes them`],
	};
}

function darkScreen({recipe, values}: Scene): KernelFinding | undefined {
	const isWanted = recipe.node.console.some(name => consoleKind(name)?.name === 'tty');
	const hasPicture = isOn(values, 'FRAMEBUFFER_CONSOLE')
		&& ['FB_EFI', 'FB_SIMPLE', 'DRM_SIMPLEDRM', 'DRM_EFIDRM'].some(option => isOn(values, option));
	return isWanted && !hasPicture ? {
		code: 'screen-dark', level: 'warning',
		what: 'With this kernel the screen of a UEFI machine stays dark. BIOS screens and serial consoles work.',
		hints: recipe.kernel.from === 'build' ? ['kernel.bundles: [screen]   text on the UEFI framebuffer'] : [],
	} : undefined;
}

function isOn(values: Scene['values'], option: string): boolean {
	return ['y', 'm'].includes(valueOf(values, option) ?? 'n');
}
