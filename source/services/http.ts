import {ipxePath, renderIpxe} from './menus/ipxe.ts';
import {pxelinuxNames, renderPxelinux} from './menus/pxelinux.ts';
import type {BiosLoader, BootEntry, BootMenu, BootNetwork, KnownNode, Service} from './types.ts';

/** Menus, kernels and initial archives over our own HTTP server. */
export function httpService({network, menu, bios, files}: HttpContent): Service {
	const own = withOwnScript(network.nodes);
	return {
		id: 'http',
		files: {},
		copies: {},
		process: {
			kind: 'http',
			site: {
				address: network.address,
				port: network.port,
				texts: {...ipxeTexts(menu, own), ...(bios === 'pxelinux' ? pxelinuxTexts(menu, network.nodes) : {})},
				files,
			},
		},
		ports: [{protocol: 'tcp', number: network.port, use: 'HTTP'}],
	};
}

export type HttpContent = {
	network: BootNetwork;
	menu: BootMenu;
	bios: BiosLoader;
	/** URL path → absolute path: the kernels and initrds the menu names, and what the loaders need. */
	files: Record<string, string>;
};

/** Below this pxelinux finds its modules and its configuration. */
export const pxelinuxRoot = '/pxelinux/';

function ipxeTexts(menu: BootMenu, own: KnownNode[]): Record<string, string> {
	return {
		'/boot.ipxe': renderIpxe(menu, {ownScripts: own.length > 0}),
		...Object.fromEntries(own.map(node => [ipxePath(node.mac), renderIpxe(menuOf(node, menu))])),
	};
}

function pxelinuxTexts(menu: BootMenu, nodes: readonly KnownNode[]): Record<string, string> {
	return Object.fromEntries(Object.entries(pxelinuxConfigurations(menu, nodes)).map(([path, text]) => [pxelinuxRoot + path, text]));
}

/** `pxelinux.cfg/default` and those of nodes with anything of their own, by path. */
export function pxelinuxConfigurations(menu: BootMenu, nodes: readonly KnownNode[]): Record<string, string> {
	const path = (name: string) => `pxelinux.cfg/${name}`;
	return {
		[path('default')]: renderPxelinux(menu),
		...Object.fromEntries(withOwnScript(nodes).flatMap(node => pxelinuxNames(node).map(name => [path(name), renderPxelinux(menuOf(node, menu))]))),
	};
}

const withOwnScript = (nodes: readonly KnownNode[]): KnownNode[] => nodes.filter(({words, initrd}) => words.length > 0 || initrd !== undefined);

function menuOf({words, initrd}: KnownNode, menu: BootMenu): BootMenu {
	const withOwn = (entry: BootEntry): BootEntry => ({...entry, words: [...entry.words, ...words], ...(initrd !== undefined && entry.initrd !== undefined && {ownInitrd: initrd})});
	const [first, ...others] = menu.entries;
	return {...menu, entries: [withOwn(first), ...others.map(entry => withOwn(entry))]};
}
