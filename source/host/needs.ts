import type {Recipe} from '../recipe/schema.ts';
import {allKeyringsFor} from '../recipe/suites.ts';
import {
	bootFileNames,
	buildToolNames,
	headerNames,
	toolNames,
	type BootFileName,
	type HeaderName,
	type PackageManager,
	type ToolName,
} from './types.ts';

/** What somebody wants to do with a recipe: a rehearsal builds first; `kernel` is the kernel alone. */
export type Use = 'kernel' | 'build' | 'rehearse' | 'serve';

/** What a machine must have for a recipe. */
export type Needs = {
	tools: ToolName[];
	bootFiles: BootFileName[];
	headers: HeaderName[];
	/** Key of `facts.kernels`; none where the kernel is built. */
	kernel: string | undefined;
	/** Files with the keys that a suite's packages are checked with. */
	keyrings: string[];
	busybox: boolean;
	/** The package with its source. */
	busyboxSource: boolean;
	freeMiB: number;
	/**
	Only for a rehearsal: memory of its virtual machine and of QEMU itself. A private network is needed then, too.
	*/
	labMiB: number | undefined;
	/** Whether a part of it must be done as root by somebody who is not. */
	root: boolean;
};

/** The tools that only make sense with one package manager. */
export const toolsOfManager: Partial<Record<ToolName, PackageManager>> = {
	'dpkg-deb': 'apt', 'apt-get': 'apt', 'dpkg-source': 'apt',
};

/** A recipe, and the tools that its strategy takes. */
export type Equipped = {recipe: Recipe; tools: readonly ToolName[]};

/** Without a recipe: what any recipe may need. `asRoot` saves what only others have to pretend with. */
export function needsOf(equipped: Equipped | undefined, use: Use, {asRoot = false} = {}): Needs {
	const recipe = equipped?.recipe;
	const rehearsed = use === 'rehearse';
	const servesNfs = isUsed('ganesha.nfsd', equipped);
	const unused = new Set(recipe ? otherFirstStage[recipe.server.bios] : []);
	const secure = recipe?.server.uefi === 'grub';
	return {
		tools: toolNames.filter(name =>
			isForUse(name, use, recipe) && isUsed(name, equipped) && !(asRoot && pretended.has(name))),
		bootFiles: rehearsed
			? bootFileNames.filter(name =>
				!unused.has(name)
				&& (name !== 'libfsalvfs.so' || servesNfs)
				&& (secure || !name.startsWith('ovmf-secure')))
			: [],
		headers: headerNames.filter(name =>
			isBuilt(recipe) || (name === 'stdio.h' && recipe !== undefined && buildsBusybox(recipe))),
		kernel: recipe?.kernel.from === 'build' ? undefined : recipe?.kernel.package ?? 'default',
		keyrings: use === 'kernel' || !recipe ? [] : allKeyringsFor(recipe),
		busybox: use !== 'kernel' && !(recipe && buildsBusybox(recipe)),
		busyboxSource: use !== 'kernel' && recipe !== undefined && fetchesBusybox(recipe),
		// The source of a kernel takes 1.5 GiB, what is made of it some 150 MiB; a tree lies
		// there as an archive, finished, and packed.
		freeMiB: (recipe?.kernel.from === 'build' ? 2500 : 700) + (recipe && recipe.tree.from !== 'busybox' ? 2000 : 0),
		labMiB: rehearsed ? (recipe?.node.memory ?? 512) + 256 : undefined,
		root: use === 'serve' && !asRoot,
	};
}

function isForUse(tool: ToolName, use: Use, recipe: Recipe | undefined): boolean {
	const readsDisk = tool === 'qemu-system-x86_64' && recipe?.tree.from === 'disk-image';
	return (use !== 'kernel' || kernelTools.has(tool)) && (use === 'rehearse' || readsDisk || !labTools.has(tool));
}

/** What lets others than root work with files of many owners. */
const pretended: ReadonlySet<ToolName> = new Set(['fakeroot', 'newuidmap']);

const labTools: ReadonlySet<ToolName> = new Set([
	'qemu-system-x86_64', 'dnsmasq', 'ip', 'unshare', 'setpriv', 'ganesha.nfsd', 'rpcbind',
]);

/** Distributions compress their drivers, each in its own way; which one shows only when the kernel is unpacked. */
const driverCompressors = new Set<ToolName>(['zstd', 'gzip', 'xz']);

/** Without a recipe everything may be needed. */
const isBuilt = (recipe: Recipe | undefined): boolean => recipe?.kernel.from !== 'distribution';

function isUsed(tool: ToolName, equipped: Equipped | undefined): boolean {
	if (equipped === undefined) {
		return tool !== 'sqfs2tar';
	}

	const {recipe, tools} = equipped;
	return tools.includes(tool) || (usedBy[tool]?.(recipe) ?? true);
}

const carriesDrivers = ({kernel}: Recipe): boolean => kernel.from === 'distribution' && kernel.drivers !== 'none';
const packsWith = (name: ToolName) => (recipe: Recipe): boolean => recipe.compression === name
	|| (driverCompressors.has(name) && carriesDrivers(recipe))
	// The kernel itself is packed with zstd, its source mostly with xz, and a gzip is never far.
	|| (recipe.kernel.from === 'build' && name !== 'lz4');
const buildsKernel = ({kernel}: Recipe): boolean => kernel.from === 'build';
const buildsBusybox = ({tree}: Recipe): boolean => tree.applets !== undefined;
const fetchesBusybox = (recipe: Recipe): boolean => buildsBusybox(recipe) && recipe.tree.path === undefined;
const builds = (recipe: Recipe): boolean => buildsKernel(recipe) || buildsBusybox(recipe);

/** Used by the strategies that name them, and by nothing else. */
const onlyByStrategies: readonly ToolName[] = ['mksquashfs', 'mke2fs', 'dd', 'fakeroot', 'ganesha.nfsd', 'rpcbind'];

/** Who uses a tool beside strategies; one that is not here is used by all. */
const usedBy: Partial<Record<ToolName, (recipe: Recipe) => boolean>> = {
	...Object.fromEntries(onlyByStrategies.map(name => [name, () => false])),
	...Object.fromEntries(buildToolNames.map(name => [name, buildsKernel])),
	...Object.fromEntries((['zstd', 'gzip', 'xz', 'lz4'] as const).map(name => [name, packsWith(name)])),
	gcc: builds,
	make: builds,
	'musl-gcc': buildsBusybox,
	'dpkg-source': fetchesBusybox,
	curl: ({kernel}) => kernel.source?.url !== undefined,
	perl: recipe => buildsKernel(recipe) || recipe.tree.from !== 'busybox',
	tar: recipe => builds(recipe) || ['directory', 'host', 'disk-image', 'bootstrap'].includes(recipe.tree.from),
	mmdebstrap: ({tree}) => tree.from === 'bootstrap' && tree.release === undefined,
	dnf: ({tree}) => tree.from === 'bootstrap' && tree.release !== undefined,
	rpm: ({tree}) => tree.from === 'bootstrap' && tree.release !== undefined,
	newuidmap: ({tree}) => tree.from === 'bootstrap',
	skopeo: ({tree}) => tree.from === 'oci',
	// Other names may hold one as well; the step says so when it looks inside.
	sqfs2tar: ({tree}) => tree.from === 'archive' && /\.(?:squashfs|sqfs|sfs)$/i.test(tree.path ?? ''),
	ldd: ({tree}) => tree.from === 'disk-image',
};

/** What a kernel alone takes. */
const kernelTools: ReadonlySet<ToolName> = new Set([
	...buildToolNames, 'flock', 'zstd', 'xz', 'find', 'depmod', 'dpkg-deb', 'apt-get', 'curl',
]);

/** What a recipe's BIOS machines do not load. */
const otherFirstStage: Record<Recipe['server']['bios'], BootFileName[]> = {
	ipxe: ['lpxelinux.0', 'ldlinux.c32', 'menu.c32', 'libutil.c32'],
	pxelinux: ['undionly.kpxe'],
};

/** What each thing is for, to be read after its name. */
export const purposes: Record<ToolName | BootFileName | HeaderName, string> = {
	'qemu-system-x86_64': 'runs the virtual machines of a rehearsal',
	dnsmasq: 'answers DHCP and TFTP',
	bsdtar: 'packs the image with owners and device files, without root',
	modprobe: 'lists the dependencies of a driver',
	depmod: 'writes the index of the drivers',
	ip: 'creates the bridge and network interfaces of a rehearsal',
	unshare: 'creates the private network of a rehearsal',
	setpriv: 'ends child processes when ramstrap is killed',
	flock: 'locks the files that ramstrap is working on',
	zstd: 'unpacks drivers, packs the image',
	xz: 'unpacks drivers, packs the image',
	lz4: 'packs the image',
	gzip: 'unpacks drivers, packs the image',
	awk: 'selects the drivers and writes the manifest of the image',
	find: 'lists what goes into the image',
	xargs: 'passes lists of files to other tools',
	'dpkg-deb': 'unpacks the kernel package',
	'apt-get': 'downloads the kernel package',
	gcc: 'compiles the kernel, or BusyBox',
	make: 'builds the kernel, or BusyBox',
	flex: 'reads the kernel\'s options',
	bison: 'reads the kernel\'s options',
	bc: 'calculates the kernel\'s time constants',
	perl: 'runs scripts of the kernel\'s build',
	tar: 'unpacks the kernel\'s source',
	'dpkg-source': 'unpacks the source of BusyBox',
	'musl-gcc': 'builds BusyBox as a small static program',
	curl: 'downloads the kernel\'s source',
	mmdebstrap: 'installs a Debian system from packages',
	mksquashfs: 'creates the squashfs image',
	mke2fs: 'creates the ext2 image',
	ldd: 'lists the libraries that the node\'s tools need',
	dd: 'writes the image into the RAM disk',
	dnf: 'installs a Fedora or EL system from packages',
	rpm: 'unpacks the packages of such a system',
	skopeo: 'downloads and reads container images',
	sqfs2tar: 'reads squashfs images',
	newuidmap: 'lets a normal user install a system of packages with correct file owners',
	fakeroot: 'lets a normal user create an image with correct file owners',
	'ganesha.nfsd': 'exports the root file system over NFS in a rehearsal (your distribution may also start it as a '
		+ 'service: systemctl disable --now nfs-ganesha)',
	rpcbind: 'tells NFS 3 clients the server\'s ports (installing it starts it as a service)',
	'libfsalvfs.so': 'lets that NFS server export folders of this machine',
	'stdio.h': 'C library header, for the build tools of the kernel',
	'libelf.h': 'header for the tool that checks the kernel\'s objects',
	'ipxe.efi': 'first stage for UEFI machines',
	'undionly.kpxe': 'first stage for BIOS machines',
	'lpxelinux.0': 'first stage for BIOS machines',
	'ldlinux.c32': 'core module of PXELINUX',
	'menu.c32': 'menu of PXELINUX',
	'libutil.c32': 'library of that menu',
	'ovmf-code': 'UEFI firmware of the virtual machines',
	'ovmf-vars': 'variables of that firmware',
	'ovmf-secure-code': 'UEFI firmware with Secure Boot on, of the virtual machines',
	'ovmf-secure-vars': 'variables of that firmware, with Microsoft\'s keys',
};
