import type {Recipe} from '../recipe/schema.ts';
import {bootFileNames, buildToolNames, headerNames, toolNames, type BootFileName, type HeaderName, type PackageManager, type ToolName} from './types.ts';

/** What somebody wants to do with a recipe: a rehearsal builds first; `kernel` is the kernel alone. */
export type Use = 'kernel' | 'build' | 'rehearse';

/** What a machine must have for a recipe. */
export type Needs = {
	tools: ToolName[];
	bootFiles: BootFileName[];
	headers: HeaderName[];
	/** Key of `facts.kernels`; none where the kernel is built. */
	kernel: string | undefined;
	busybox: boolean;
	freeMiB: number;
	/** Only for a rehearsal: memory of its virtual machine and of QEMU itself. A private network is needed then, too. */
	labMiB: number | undefined;
};

/** The tools that only make sense with one package manager. */
export const toolsOfManager: Partial<Record<ToolName, PackageManager>> = {'dpkg-deb': 'apt', 'apt-get': 'apt'};

/** Without a recipe: what any recipe may need. */
export function needsOf(recipe: Recipe | undefined, use: Use): Needs {
	const rehearsed = use === 'rehearse';
	return {
		tools: toolNames.filter(name => (rehearsed || !labTools.has(name)) && (use !== 'kernel' || kernelTools.has(name)) && !(recipe && isUnused(name, recipe))),
		bootFiles: rehearsed ? bootFileNames.filter(name => !(recipe && otherFirstStage[recipe.server.bios].includes(name))) : [],
		headers: isBuilt(recipe) ? [...headerNames] : [],
		kernel: recipe?.kernel.from === 'build' ? undefined : recipe?.kernel.package ?? 'default',
		busybox: use !== 'kernel',
		// The source of a kernel takes 1.5 GiB, what is made of it some 150 MiB.
		freeMiB: recipe?.kernel.from === 'build' ? 2500 : 700,
		labMiB: rehearsed ? (recipe?.node.memory ?? 512) + 256 : undefined,
	};
}

const labTools: ReadonlySet<ToolName> = new Set(['qemu-system-x86_64', 'dnsmasq', 'ip', 'unshare', 'setpriv']);

/** Distributions compress their drivers, each in its own way; which one shows only when the kernel is unpacked. */
const driverCompressors = ['zstd', 'gzip', 'xz'];

/** Without a recipe everything may be needed. */
const isBuilt = (recipe: Recipe | undefined): boolean => recipe?.kernel.from !== 'distribution';

function isUnused(tool: ToolName, {compression, kernel}: Recipe): boolean {
	if (tool === 'curl') {
		return kernel.source?.url === undefined;
	}

	if (kernel.from === 'build') {
		// The kernel itself is packed with zstd, its source mostly with xz.
		return tool === 'lz4' && compression !== 'lz4';
	}

	const used = [compression, ...(kernel.drivers === 'none' ? [] : driverCompressors)];
	return (['zstd', 'gzip', 'xz', 'lz4'].includes(tool) && !used.includes(tool)) || buildTools.has(tool);
}

/** What a kernel alone takes. */
const kernelTools: ReadonlySet<ToolName> = new Set([...buildToolNames, 'zstd', 'xz', 'find', 'depmod', 'dpkg-deb', 'apt-get', 'curl']);

const buildTools: ReadonlySet<ToolName> = new Set(buildToolNames);

/** What a recipe's BIOS machines do not load. */
const otherFirstStage: Record<Recipe['server']['bios'], BootFileName[]> = {
	ipxe: ['lpxelinux.0', 'ldlinux.c32', 'menu.c32', 'libutil.c32'],
	pxelinux: ['undionly.kpxe'],
};

/** What each thing is for, to be read after its name. */
export const purposes: Record<ToolName | BootFileName | HeaderName, string> = {
	'qemu-system-x86_64': 'runs the virtual machines of a rehearsal',
	dnsmasq: 'answers DHCP and TFTP',
	bsdtar: 'packs the image with owners and devices, without root',
	modprobe: 'tells which other drivers a driver needs',
	depmod: 'writes the index of the drivers',
	ip: 'makes the bridge and the network cards of the rehearsal',
	unshare: 'makes the private network of the rehearsal',
	setpriv: 'ends everything when ramstrap itself is killed',
	zstd: 'unpacks drivers, packs the image',
	xz: 'unpacks drivers, packs the image',
	lz4: 'packs the image',
	gzip: 'unpacks drivers, packs the image',
	awk: 'selects the drivers and writes the manifest of the image',
	find: 'lists what goes into the image',
	xargs: 'hands lists of files to other tools',
	'dpkg-deb': 'unpacks the kernel package',
	'apt-get': 'downloads the kernel package',
	gcc: 'compiles the kernel',
	make: 'builds the kernel',
	flex: 'reads the kernel\'s options',
	bison: 'reads the kernel\'s options',
	bc: 'works out the kernel\'s time constants',
	perl: 'runs scripts of the kernel\'s build',
	tar: 'unpacks the kernel\'s source',
	curl: 'downloads the kernel\'s source',
	'stdio.h': 'header of the C library, for the tools the kernel\'s build makes first',
	'libelf.h': 'header for the tool that checks the kernel\'s objects',
	'ipxe.efi': 'first stage for UEFI machines',
	'undionly.kpxe': 'first stage for BIOS machines',
	'lpxelinux.0': 'first stage for BIOS machines',
	'ldlinux.c32': 'core module of PXELINUX',
	'menu.c32': 'menu of PXELINUX',
	'libutil.c32': 'library of that menu',
	'ovmf-code': 'UEFI firmware of the virtual machines',
	'ovmf-vars': 'variables of that firmware',
};
