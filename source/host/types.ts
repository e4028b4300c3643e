/** What is true on this machine: read once, passed on as plain data. */
export type Facts = {
	/** `codename`: of a release of Debian or Ubuntu, such as trixie. */
	distribution: {id: string; version: string; codename?: string; name: string};
	/** Which of the four package managers this machine has. */
	packageManager: PackageManager | undefined;
	/** What apt last heard of each suite: `…_dists_trixie_InRelease` and the like. */
	packageLists?: string[];
	/** Whether apt's lists are older than a day; nothing on machines without apt. */
	agedLists?: boolean;
	/**
	What this machine's own apt has been told about how long lists are valid, as options of
	apt: on machines with a mirror that lags.
	*/
	aptOptions?: string[];
	/** Absolute paths of files with keys of distributions. */
	keyrings?: string[];
	/** Packages with such files that apt could install. */
	keyringPackages?: string[];
	/** As `uname -m` says. */
	architecture: string;
	/** The folder with what drivers load into their cards, where this machine has one. */
	firmware?: string;
	/** Absolute path of each tool that is there. */
	tools: Partial<Record<ToolName | OptionalToolName, string>>;
	/** Absolute path of each boot file that is there. */
	bootFiles: Partial<Record<BootFileName, string>>;
	busybox: BusyboxSource | undefined;
	/** The package with BusyBox's source, whose lists this machine need not have. */
	busyboxSource?: {name: string; version: string} | undefined;
	/** The C library that `musl-gcc` puts into static programs. */
	muslLibrary?: string | undefined;
	/** By the name of the kernel package asked for; `default` for the distribution's usual one. */
	kernels: Record<string, KernelSource>;
	/** The configuration of the recipe's kernel, if it is known before that is unpacked. */
	kernelConfig?: string | undefined;
	/** Packages with the source of a kernel, by name. */
	kernelSources: Record<string, Download>;
	/** Release of the source the recipe's kernel is built from, if it is known before that is unpacked. */
	sourceRelease?: string | undefined;
	/** Header files that building a kernel's own tools needs. */
	headers: Partial<Record<HeaderName, string>>;
	/** Content of the text files that the recipe names. */
	texts: Record<string, string>;
	interfaces: Interface[];
	/** Listening ports: `udp/67` and the like, with the program if it can be seen. */
	ports: ListeningPort[];
	memory: {totalMiB: number; availableMiB: number};
	/** Where ramstrap keeps its work: free space, and whether its file system lets nothing run. */
	disk: {path: string; freeMiB: number; noexec?: boolean};
	/** `manyIds`: other than root, whether this user has a range of ids for files of many owners (subuid(5)). */
	user: {root: boolean; sudo: boolean; manyIds?: boolean};
	/** Whether a private network with virtual machines can be made, and as whom. */
	lab: 'root' | 'user' | {no: string};
	kvm: KvmState;
};

/** `interface`: it listens on no other one. */
export type ListeningPort = {
	protocol: 'udp' | 'tcp';
	address: string;
	interface?: string;
	number: number;
	program?: string;
};

export type PackageManager = 'apt' | 'dnf' | 'pacman' | 'zypper';

/** `proven` and `broken`: a guest was tried. `unproven`: the device can be opened, which says little. */
export type KvmState = 'proven' | 'broken' | 'unproven' | 'absent';

/** A package that the machine's package manager can download, pinned to its version. */
export type Download = {name: string; version: string; file: string; bytes: number; sha256: string};

export type BusyboxSource =
	| {from: 'package'; download: Download}
	| {from: 'installed'; path: string};

export type KernelSource = {release: string} & (
	| {from: 'package'; downloads: Download[]}
	/** Image, configuration and `/lib/modules/<release>` of an installed kernel. */
	| {from: 'installed'; image: string; config: string; modules: string}
);

/** `leased`: its IPv4 address has an end. `carrier`: something is plugged in. */
export type Interface = {
	name: string;
	mac: string;
	addresses: string[];
	defaultRoute: boolean;
	wireless: boolean;
	leased: boolean;
	carrier: boolean;
};

/** What turns a kernel's source into a kernel. */
export const buildToolNames = ['gcc', 'make', 'flex', 'bison', 'bc', 'perl', 'tar'] as const;

export const toolNames = [
	'qemu-system-x86_64', 'dnsmasq', 'bsdtar', 'modprobe', 'depmod', 'ip', 'unshare', 'setpriv', 'flock', 'zstd', 'xz',
	'lz4', 'gzip', 'awk', 'find', 'xargs', 'dpkg-deb', 'apt-get', ...buildToolNames, 'curl', 'dpkg-source', 'musl-gcc',
	'mmdebstrap', 'mksquashfs', 'mke2fs', 'ldd', 'dd', 'fakeroot', 'ganesha.nfsd', 'rpcbind', 'dnf', 'rpm', 'skopeo',
	'newuidmap', 'sqfs2tar',
] as const;
export type ToolName = (typeof toolNames)[number];
export type OptionalToolName = (typeof optionalToolNames)[number];

/** Used where they are there, wanted by nobody. */
export const optionalToolNames = ['ccache', 'openssl'] as const;

export const headerNames = ['stdio.h', 'libelf.h'] as const;
export type HeaderName = (typeof headerNames)[number];

export const bootFileNames = [
	'ipxe.efi', 'undionly.kpxe', 'lpxelinux.0', 'ldlinux.c32', 'menu.c32', 'libutil.c32', 'ovmf-code', 'ovmf-vars',
	'ovmf-secure-code', 'ovmf-secure-vars', 'libfsalvfs.so',
] as const;
export type BootFileName = (typeof bootFileNames)[number];
