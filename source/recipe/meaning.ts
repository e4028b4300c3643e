import {deliveryOf, type Delivery} from './delivery.ts';
import type {Recipe} from './schema.ts';

/**
Whether the field means anything for this recipe: one of a strategy, of a kind of tree or of
kernel does not for the others.
*/
export function isAbout(recipe: Recipe, id: string): boolean {
	return (
		isAboutStrategy(recipe, id)
		?? isAboutTree(recipe, id)
		?? isAboutKernel(recipe, id)
		?? isAboutServer(recipe, id)
		?? isAboutTests(recipe, id)
		?? true
	);
}

/** The same for what belongs to some strategies or variants of them only; nothing for all other fields. */
export function isAboutStrategy(recipe: Recipe, id: string): boolean | undefined {
	return Object.hasOwn(strategyFields, id) ? strategyFields[id]!(deliveryOf(recipe)) : undefined;
}

/** Fields of a built kernel that mean nothing for any other. */
export const fieldsOfBuild = ['kernel.source', 'kernel.options', 'kernel.fragment'];

/** Whether files of firmware go along with the drivers: of the few that were named, not of every card there is. */
export const carriesFirmware = ({kernel}: Pick<Recipe, 'kernel'>): boolean =>
	kernel.from === 'distribution' && Array.isArray(kernel.drivers);

type Source = Recipe['tree']['from'];

/** Fields of some sources of a tree that mean nothing for the others. */
export const fieldsOfSource: Readonly<Record<string, readonly Source[]>> = {
	suite: ['bootstrap'],
	release: ['bootstrap'],
	mirror: ['bootstrap'],
	components: ['bootstrap'],
	sources: ['bootstrap'],
	packages: ['bootstrap'],
	applets: ['busybox'],
	path: ['directory', 'archive', 'disk-image', 'oci'],
	partition: ['disk-image'],
	image: ['oci'],
	exclude: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
	keep: ['host'],
	tmpfs: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
	network: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
	files: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
	services: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
	selinux: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
};

const strategyFields: Record<string, (delivery: Delivery) => boolean> = {
	root: ({at, by}) => at === 'initramfs' || ((at === 'tmpfs' || at === 'image') && by === 'rambox'),
	archive: ({by, image}) => by === 'rambox' && image === 'archive',
	image: ({by}) => by === 'dracut',
	mount: ({at}) => at === 'ramdisk' || at === 'server',
	overlay: ({at, by, image}) => image === 'squashfs' || (at === 'server' && by !== 'kernel'),
	nfs: ({at}) => at === 'server',
	size: ({at}) => at === 'tmpfs' || at === 'image',
	ramdisk: ({at}) => at === 'ramdisk',
	'node.failure': ({at, by}) => at !== 'initramfs' && by !== 'kernel',
	// A kernel that mounts its root over NFS is handed nothing that could be packed.
	compression: ({at, by}) => at !== 'server' || by !== 'kernel',
};

/** What takes a whole system: BusyBox alone has no logins, locales or modules of its own. */
const systemFields = new Set(['node.locale', 'node.password', 'node.keys', 'tests.hardware', 'tests.time']);

function isAboutTree({tree: {from, applets}}: Recipe, id: string): boolean | undefined {
	if (id === 'tree.path' && from === 'busybox') {
		return applets !== undefined;
	}

	const [group, field] = id.split('.', 2);
	const sources = group === 'tree' ? fieldsOfSource[field ?? ''] : undefined;
	return sources?.includes(from) ?? (from === 'busybox' && systemFields.has(id) ? false : undefined);
}

/** What only a DHCP server has to know that hands out the addresses. */
const fieldsOfFullDhcp = new Set(['server.rivals', 'server.range', 'server.lease', 'server.gateway', 'server.dns']);

function isAboutServer({server: {dhcp}}: Recipe, id: string): boolean | undefined {
	return fieldsOfFullDhcp.has(id) ? dhcp === 'full' : (id === 'server.unknown' ? dhcp !== 'external' : undefined);
}

/** How long nothing is tested nobody need say. */
function isAboutTests({tests: {hardware}}: Recipe, id: string): boolean | undefined {
	return id === 'tests.time' ? hardware.length > 0 : undefined;
}

function isAboutKernel({kernel, tree}: Recipe, id: string): boolean | undefined {
	if (fieldsOfBuild.some(field => id === field || id.startsWith(`${field}.`))) {
		return kernel.from === 'build';
	}

	if (id === 'kernel.firmware') {
		return carriesFirmware({kernel});
	}

	if (id === 'kernel.modules') {
		return kernel.from === 'distribution' && tree.from !== 'busybox';
	}

	return ['kernel.package', 'kernel.drivers'].includes(id) ? kernel.from === 'distribution' : undefined;
}
