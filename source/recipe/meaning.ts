import type {Recipe} from './schema.ts';

/** Whether the field means anything for this recipe: one of a strategy, of a kind of tree or of kernel does not for the others. */
export function isAbout(recipe: Recipe, id: string): boolean {
	return isAboutStrategy(recipe, id) ?? isAboutTree(recipe, id) ?? isAboutKernel(recipe, id) ?? isAboutServer(recipe, id) ?? true;
}

/** The same for what belongs to some strategies or variants of them only; nothing for all other fields. */
export function isAboutStrategy(recipe: Recipe, id: string): boolean | undefined {
	return Object.hasOwn(strategyFields, id) ? strategyFields[id]!(recipe) : undefined;
}

/** Whether the initramfs is the whole system: BusyBox, and nothing else. */
export function staysInInitramfs({strategy, root}: Pick<Recipe, 'strategy' | 'root'>): boolean {
	return strategy === 'busybox-initramfs' && root === 'initramfs';
}

/** Whether the root travels as a squashfs, which the node keeps in memory. */
export function isSquashfs({strategy, root, image}: Pick<Recipe, 'strategy' | 'root' | 'image'>): boolean {
	return (strategy === 'busybox-initramfs' && root === 'squashfs') || (strategy === 'dracut-toram' && image === 'squashfs');
}

/** What `overlay` means where it is left out: nothing else makes a squashfs writable. */
export function usualOverlay(recipe: Recipe): NonNullable<Recipe['overlay']> {
	return isSquashfs(recipe) ? 'tmpfs' : 'none';
}

/** Whether changes go to a layer in RAM. */
export function hasOverlay(recipe: Recipe): boolean {
	const {strategy, overlay = usualOverlay(recipe)} = recipe;
	return overlay !== 'none' && (strategy === 'nfs-root' || isSquashfs(recipe));
}

/** Whether the node unpacks its root, with tools that go along in the initramfs. Dracut's has its own. */
export function unpacksRoot(recipe: Recipe): boolean {
	const {strategy, mount} = recipe;
	return (strategy === 'busybox-initramfs' && !staysInInitramfs(recipe) && !hasOverlay(recipe)) || (strategy === 'ramdisk-ext2' && mount === 'initramfs');
}

/** Fields of a built kernel that mean nothing for any other. */
export const fieldsOfBuild = ['kernel.source', 'kernel.options', 'kernel.fragment'];

/** Whether files of firmware go along with the drivers: of the few that were named, not of every card there is. */
export const carriesFirmware = ({kernel}: Pick<Recipe, 'kernel'>): boolean => kernel.from === 'distribution' && Array.isArray(kernel.drivers);

type Source = Recipe['tree']['from'];

/** Fields of some sources of a tree that mean nothing for the others. */
export const fieldsOfSource: Readonly<Record<string, readonly Source[]>> = {
	suite: ['bootstrap'],
	release: ['bootstrap'],
	mirror: ['bootstrap'],
	components: ['bootstrap'],
	sources: ['bootstrap'],
	packages: ['bootstrap'],
	path: ['directory', 'archive', 'disk-image', 'oci'],
	partition: ['disk-image'],
	image: ['oci'],
	exclude: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
	keep: ['host'],
	network: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
	files: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
	services: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
	selinux: ['bootstrap', 'directory', 'archive', 'disk-image', 'oci', 'host'],
};

/** Whether the kernel mounts the root by itself: there is no initramfs. */
export const isMountedByKernel = ({strategy, mount}: Pick<Recipe, 'strategy' | 'mount'>): boolean => (strategy === 'ramdisk-ext2' || strategy === 'nfs-root') && mount === 'kernel';

const strategyFields: Record<string, (recipe: Recipe) => boolean> = {
	root: ({strategy}) => strategy === 'busybox-initramfs',
	archive: ({strategy, root}) => strategy === 'busybox-initramfs' && root === 'tmpfs',
	image: ({strategy}) => strategy === 'dracut-toram',
	mount: ({strategy}) => strategy === 'ramdisk-ext2' || strategy === 'nfs-root',
	overlay: recipe => isSquashfs(recipe) || (recipe.strategy === 'nfs-root' && recipe.mount === 'initramfs'),
	nfs: ({strategy}) => strategy === 'nfs-root',
	size: ({strategy, root}) => strategy === 'dracut-toram' || (strategy === 'busybox-initramfs' && root !== 'initramfs'),
	ramdisk: ({strategy}) => strategy === 'ramdisk-ext2',
	'node.failure': ({strategy, root, mount}) => !staysInInitramfs({strategy, root}) && !isMountedByKernel({strategy, mount}),
	// A kernel that mounts its root over NFS is handed nothing that could be packed.
	compression: ({strategy, mount}) => strategy !== 'nfs-root' || mount === 'initramfs',
};

/** What takes a whole system: BusyBox alone has no logins, locales or modules of its own. */
const systemFields = new Set(['node.locale', 'node.password', 'node.keys']);

function isAboutTree({tree: {from}}: Recipe, id: string): boolean | undefined {
	const [group, field] = id.split('.', 2);
	const sources = group === 'tree' ? fieldsOfSource[field ?? ''] : undefined;
	return sources?.includes(from) ?? (systemFields.has(id) ? from !== 'busybox' : undefined);
}

/** What only a DHCP server has to know that hands out the addresses. */
const fieldsOfFullDhcp = new Set(['server.rivals', 'server.range', 'server.lease', 'server.gateway', 'server.dns']);

function isAboutServer({server: {dhcp}}: Recipe, id: string): boolean | undefined {
	return fieldsOfFullDhcp.has(id) ? dhcp === 'full' : (id === 'server.unknown' ? dhcp !== 'external' : undefined);
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
