import path from 'node:path';
import * as z from 'zod';
import {loaderFiles, webAddress, type BootFacts} from '../services/boot-services.ts';
import {menuOf, menuTexts, ownMenus, type OwnMenu} from '../services/http.ts';
import type {BootEntry, BootMenu, KnownNode} from '../services/types.ts';
import {belowOthers, nodeOf} from '../recipe/nodes.ts';
import {isOnDisk, type BootedOnce} from './booted-once.ts';
import {treesName, versionsName, type Published} from './read.ts';
import {versionFor} from './state.ts';
import {versionEntry} from './version.ts';

/** How what is published is served. Plain data, so that a permanent server can read it from a file. */
export type SiteSettings = {
	/** The folder of all published recipes. */
	folder: string;
	/** The recipe that is booted when nobody presses a key. */
	first: string;
	/** Seconds the menu waits for one. */
	timeout: number;
	nodes: KnownNode[];
	/** What single machines have of their own: URL path → absolute path. */
	archives: Record<string, string>;
	/** Absolute path of the folder that says who has been up, where some node boots over the network only once. */
	once?: string | undefined;
	/** NFS is given out by the machine's own server, for which a folder's name is its path. */
	exportedByPath?: boolean;
} & Pick<BootFacts, 'bios' | 'uefi' | 'bootFiles'> & {network: Pick<BootFacts['network'], 'address' | 'port'>};

/** As they lie on the disk. */
export const settingsSchema = z.object({
	folder: z.string(),
	first: z.string(),
	timeout: z.number(),
	nodes: z.array(z.object({
		mac: z.string(), name: z.string().optional(), address: z.string().optional(), memory: z.number().optional(),
		words: z.array(z.string()), initrd: z.string().optional(), recipe: z.string().optional(),
		boot: z.enum(['once', 'never']).optional(),
	})),
	archives: z.record(z.string(), z.string()),
	once: z.string().optional(),
	exportedByPath: z.boolean().optional(),
	bios: z.enum(['ipxe', 'pxelinux']),
	// What an earlier version has written has none.
	uefi: z.enum(['ipxe', 'grub']).default('ipxe'),
	bootFiles: z.record(z.string(), z.string()),
	network: z.object({address: z.string(), port: z.int()}),
}) satisfies z.ZodType<SiteSettings>;

/**
Menus of everything that is published, by URL path, and the files of all versions: who began with one can end with
it.
@param booted machines that have been up, of those that boot over the network only once; see `isOnDisk`
*/
export function siteOf(
	published: readonly Published[],
	settings: SiteSettings,
	booted: BootedOnce = {},
): {texts: Record<string, string>; files: Record<string, string>} {
	const menu = menuFor(published, settings);
	return {
		texts: menu ? menuTexts(menu, ownMenusOf(menu, published, {settings, booted}), settings) : {},
		files: {
			...loaderFiles(settings),
			...settings.archives,
			...Object.fromEntries(published.flatMap(one => versionFiles(one, settings.folder))),
		},
	};
}

/** Of the machines that have words of their own, boot something else, or try another version. */
export function ownMenusOf(
	menu: BootMenu,
	published: readonly Published[],
	{settings, booted = {}}: {settings: SiteSettings; booted?: BootedOnce},
): OwnMenu[] {
	const chosen = new Set([
		...published.flatMap(({state}) => Object.keys(state.only)),
		...settings.nodes.filter(({recipe, boot}) => recipe !== undefined || boot !== undefined).map(({mac}) => mac),
		...belowOthers(settings.nodes).map(({mac}) => mac),
		// One of several that one entry stands for.
		...Object.keys(booted === 'unknown' ? {} : booted).filter(mac => nodeOf(settings.nodes, mac)?.boot === 'once'),
	]);
	const apart = [...chosen].map(mac => {
		const node: KnownNode = nodeOf(settings.nodes, mac) ?? {mac, words: []};
		const own = menuFor(published, {...settings, first: node.recipe ?? settings.first}, mac);
		// In place of a recipe that is not published no other one is installed.
		const fromDisk = isOnDisk(node, mac, booted) || (own === undefined && node.boot !== undefined);
		return {...node, mac, menu: {...menuOf(node, own ?? menu), ...(fromDisk && {fromDisk})}};
	});
	return [...apart, ...ownMenus(menu, settings.nodes.filter(({mac}) => !chosen.has(mac)))];
}

/** Nothing where the first recipe was never published. */
export function menuFor(
	published: readonly Published[],
	{network, first, timeout, folder, exportedByPath}: SiteSettings,
	mac?: string,
): BootMenu | undefined {
	const entryOf = ({name, state, versions}: Published): BootEntry[] => {
		const id = versionFor(state, mac);
		const version = versions.get(id);
		return version
			? [
				versionEntry(version, {
					folder: `${name}/${id}`,
					root: `${exportedByPath ? path.join(folder, name, treesName) : exportName(name)}/${id}`,
					network,
				}),
			]
			: [];
	};

	const [entry] = published.filter(({name}) => name === first).flatMap(one => entryOf(one));
	return entry && {
		server: webAddress(network),
		timeout,
		entries: [entry, ...published.filter(({name}) => name !== first).flatMap(one => entryOf(one))],
	};
}

/** What nodes call the folder that a recipe's roots are in, where it is given out over NFS. */
export const exportName = (name: string): string => `/ramstrap/${name}`;

function versionFiles({name, versions}: Published, folder: string): Array<[string, string]> {
	return [...versions].flatMap(([id, {files}]) => files.map((file): [string, string] => [
		`/${name}/${id}/${file.name}`,
		path.join(folder, name, versionsName, id, file.name),
	]));
}

/** Whose kernel or initial archive is at a URL path; the very form that `versionEntry` is given. */
export function bootFileAt(urlPath: string): {recipe: string; version: string; file: 'kernel' | 'initrd'} | undefined {
	const [, recipe, version, file] = /^\/([^/]+)\/([\da-f]{12})\/(vmlinuz|initrd)$/.exec(urlPath) ?? [];
	return recipe === undefined
		? undefined
		: {recipe, version: version!, file: file === 'vmlinuz' ? 'kernel' : 'initrd'};
}
