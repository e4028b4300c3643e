import {belowOthers} from '../recipe/nodes.ts';
import {withOwnWords} from '../recipe/own-words.ts';
import {grubPath, menuPath, renderGrub, renderGrubStart} from './menus/grub.ts';
import {ipxePath, renderIpxe} from './menus/ipxe.ts';
import {pxelinuxNames, renderPxelinux} from './menus/pxelinux.ts';
import type {BootEntry, BootMenu, BootNetwork, KnownNode, Loaders, Service} from './types.ts';

/** Menus, kernels and initial archives over our own HTTP server. */
export function httpService(
	{address, port}: Pick<BootNetwork, 'address' | 'port'>,
	content: {texts: Record<string, string>; files: Record<string, string>},
): Service {
	return {
		id: 'http',
		files: {},
		copies: {},
		process: {kind: 'http', site: {address, port, ...content}},
		ports: [httpPort(port)],
	};
}

export const httpPort = (number: number): Service['ports'][number] => ({protocol: 'tcp', number, use: 'HTTP'});

/** A machine that is shown a menu of its own. */
export type OwnMenu = Pick<KnownNode, 'mac' | 'address'> & {menu: BootMenu};

/** The machines among the known ones that have anything of their own. */
export function ownMenus(menu: BootMenu, nodes: readonly KnownNode[]): OwnMenu[] {
	const below = new Set(belowOthers(nodes));
	return nodes
		.filter(node => node.words.length > 0 || node.initrd !== undefined || below.has(node))
		.map(node => ({...node, menu: menuOf(node, menu)}));
}

export function menuOf({words, initrd}: Pick<KnownNode, 'words' | 'initrd'>, menu: BootMenu): BootMenu {
	const withOwn = (entry: BootEntry): BootEntry => ({
		...entry,
		words: withOwnWords(entry.words, words),
		...(initrd !== undefined && entry.initrd !== undefined && {ownInitrd: initrd}),
	});
	const [first, ...others] = menu.entries;
	return {...menu, entries: [withOwn(first), ...others.map(entry => withOwn(entry))]};
}

/** Every menu by its URL path: for all, and for the machines that have one of their own. */
export function menuTexts(menu: BootMenu, own: readonly OwnMenu[], {bios, uefi}: Loaders): Record<string, string> {
	return {
		'/boot.ipxe': renderIpxe(menu, {ownScripts: own.length > 0}),
		...Object.fromEntries(own.map(one => [ipxePath(one.mac), renderIpxe(one.menu)])),
		...(bios === 'pxelinux' ? pxelinuxTexts(menu, own) : {}),
		...(uefi === 'grub' ? grubTexts(menu, own) : {}),
	};
}

function grubTexts(menu: BootMenu, own: readonly OwnMenu[]): Record<string, string> {
	return {
		[`/${grubStart}`]: renderGrubStart(menu.server),
		[menuPath]: renderGrub(menu, own),
		...Object.fromEntries(own.map(one => [grubPath(one.mac), renderGrub(one.menu)])),
	};
}

/** What GRUB asks for first, over the protocol by which it came itself. */
export const grubStart = 'grub/grub.cfg';

/** Below this pxelinux finds its modules and its configuration. */
export const pxelinuxRoot = '/pxelinux/';

function pxelinuxTexts(menu: BootMenu, own: readonly OwnMenu[]): Record<string, string> {
	const configurations = Object.entries(pxelinuxConfigurations(menu, own));
	return Object.fromEntries(configurations.map(([path, text]) => [pxelinuxRoot + path, text]));
}

/** The same as far as TFTP must give them out, each with nothing in it but where the menu of the moment is. */
export function pxelinuxIncludes(own: readonly OwnMenu[], server: string): Record<string, string> {
	const names = own.flatMap(one => namesOf(one));
	return Object.fromEntries(['default', ...names].map(name =>
		[`pxelinux.cfg/${name}`, `INCLUDE ${server}${pxelinuxRoot}pxelinux.cfg/${name}\n`]));
}

/** `pxelinux.cfg/default` and those of machines with a menu of their own, by path. */
export function pxelinuxConfigurations(menu: BootMenu, own: readonly OwnMenu[]): Record<string, string> {
	const path = (name: string) => `pxelinux.cfg/${name}`;
	return {
		[path('default')]: renderPxelinux(menu),
		...Object.fromEntries(own.flatMap(one => namesOf(one).map(name => [path(name), renderPxelinux(one.menu)]))),
	};
}

const namesOf = ({mac, address}: OwnMenu): string[] => pxelinuxNames({mac, ...(address !== undefined && {address})});
