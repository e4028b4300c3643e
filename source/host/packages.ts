import type {BootFileName, HeaderName, PackageManager, ToolName} from './types.ts';

/** Everything that a package may bring. */
export type Packaged = ToolName | BootFileName | HeaderName | 'kernel' | 'busybox';

/**
The package that has it, by package manager: apt (Debian 12 and later, Ubuntu), dnf (Fedora, EL), pacman (Arch), zypper
(openSUSE). Nothing where it does not apply.
*/
export const packages: Record<Packaged, Partial<Record<PackageManager, string>>> = {
	'qemu-system-x86_64': {
		apt: 'qemu-system-x86', dnf: 'qemu-system-x86-core', pacman: 'qemu-system-x86', zypper: 'qemu-x86',
	},
	dnsmasq: {apt: 'dnsmasq-base', dnf: 'dnsmasq', pacman: 'dnsmasq', zypper: 'dnsmasq'},
	bsdtar: {apt: 'libarchive-tools', dnf: 'bsdtar', pacman: 'libarchive', zypper: 'bsdtar'},
	modprobe: {apt: 'kmod', dnf: 'kmod', pacman: 'kmod', zypper: 'kmod'},
	depmod: {apt: 'kmod', dnf: 'kmod', pacman: 'kmod', zypper: 'kmod'},
	ip: {apt: 'iproute2', dnf: 'iproute', pacman: 'iproute2', zypper: 'iproute2'},
	unshare: {apt: 'util-linux', dnf: 'util-linux', pacman: 'util-linux', zypper: 'util-linux'},
	setpriv: {apt: 'util-linux', dnf: 'util-linux', pacman: 'util-linux', zypper: 'util-linux'},
	flock: {apt: 'util-linux', dnf: 'util-linux', pacman: 'util-linux', zypper: 'util-linux'},
	zstd: {apt: 'zstd', dnf: 'zstd', pacman: 'zstd', zypper: 'zstd'},
	xz: {apt: 'xz-utils', dnf: 'xz', pacman: 'xz', zypper: 'xz'},
	lz4: {apt: 'lz4', dnf: 'lz4', pacman: 'lz4', zypper: 'lz4'},
	gzip: {apt: 'gzip', dnf: 'gzip', pacman: 'gzip', zypper: 'gzip'},
	awk: {apt: 'mawk', dnf: 'gawk', pacman: 'gawk', zypper: 'gawk'},
	find: {apt: 'findutils', dnf: 'findutils', pacman: 'findutils', zypper: 'findutils'},
	xargs: {apt: 'findutils', dnf: 'findutils', pacman: 'findutils', zypper: 'findutils'},
	'dpkg-deb': {apt: 'dpkg'},
	'apt-get': {apt: 'apt'},
	gcc: {apt: 'gcc', dnf: 'gcc', pacman: 'gcc', zypper: 'gcc'},
	make: {apt: 'make', dnf: 'make', pacman: 'make', zypper: 'make'},
	flex: {apt: 'flex', dnf: 'flex', pacman: 'flex', zypper: 'flex'},
	bison: {apt: 'bison', dnf: 'bison', pacman: 'bison', zypper: 'bison'},
	bc: {apt: 'bc', dnf: 'bc', pacman: 'bc', zypper: 'bc'},
	perl: {apt: 'perl-base', dnf: 'perl-interpreter', pacman: 'perl', zypper: 'perl'},
	tar: {apt: 'tar', dnf: 'tar', pacman: 'tar', zypper: 'tar'},
	curl: {apt: 'curl', dnf: 'curl', pacman: 'curl', zypper: 'curl'},
	'dpkg-source': {apt: 'dpkg-dev'},
	'musl-gcc': {apt: 'musl-tools', dnf: 'musl-gcc', pacman: 'musl'},
	mmdebstrap: {apt: 'mmdebstrap', dnf: 'mmdebstrap', pacman: 'mmdebstrap'},
	mksquashfs: {apt: 'squashfs-tools', dnf: 'squashfs-tools', pacman: 'squashfs-tools', zypper: 'squashfs'},
	mke2fs: {apt: 'e2fsprogs', dnf: 'e2fsprogs', pacman: 'e2fsprogs', zypper: 'e2fsprogs'},
	ldd: {apt: 'libc-bin', dnf: 'glibc-common', pacman: 'glibc', zypper: 'glibc'},
	dd: {apt: 'coreutils', dnf: 'coreutils', pacman: 'coreutils', zypper: 'coreutils'},
	fakeroot: {apt: 'fakeroot', dnf: 'fakeroot', pacman: 'fakeroot', zypper: 'fakeroot'},
	'ganesha.nfsd': {apt: 'nfs-ganesha', dnf: 'nfs-ganesha', zypper: 'nfs-ganesha'},
	dnf: {apt: 'dnf', dnf: 'dnf', pacman: 'dnf', zypper: 'dnf'},
	rpm: {apt: 'rpm', dnf: 'rpm', pacman: 'rpm-tools', zypper: 'rpm'},
	skopeo: {apt: 'skopeo', dnf: 'skopeo', pacman: 'skopeo', zypper: 'skopeo'},
	sqfs2tar: {apt: 'squashfs-tools-ng', dnf: 'squashfs-tools-ng'},
	newuidmap: {apt: 'uidmap', dnf: 'shadow-utils', pacman: 'shadow', zypper: 'shadow'},
	rpcbind: {apt: 'rpcbind', dnf: 'rpcbind', pacman: 'rpcbind', zypper: 'rpcbind'},
	'libfsalvfs.so': {apt: 'nfs-ganesha-vfs', dnf: 'nfs-ganesha-vfs', zypper: 'nfs-ganesha-vfs'},
	'stdio.h': {apt: 'libc6-dev', dnf: 'glibc-devel', pacman: 'glibc', zypper: 'glibc-devel'},
	'libelf.h': {apt: 'libelf-dev', dnf: 'elfutils-libelf-devel', pacman: 'libelf', zypper: 'libelf-devel'},
	'ipxe.efi': {apt: 'ipxe', dnf: 'ipxe-bootimgs-x86', pacman: 'ipxe', zypper: 'ipxe-bootimgs'},
	'undionly.kpxe': {apt: 'ipxe', dnf: 'ipxe-bootimgs-x86', pacman: 'ipxe', zypper: 'ipxe-bootimgs'},
	'lpxelinux.0': {apt: 'pxelinux', dnf: 'syslinux-tftpboot', pacman: 'syslinux', zypper: 'syslinux'},
	'ldlinux.c32': {apt: 'syslinux-common', dnf: 'syslinux-tftpboot', pacman: 'syslinux', zypper: 'syslinux'},
	'menu.c32': {apt: 'syslinux-common', dnf: 'syslinux-tftpboot', pacman: 'syslinux', zypper: 'syslinux'},
	'libutil.c32': {apt: 'syslinux-common', dnf: 'syslinux-tftpboot', pacman: 'syslinux', zypper: 'syslinux'},
	'ovmf-code': {apt: 'ovmf', dnf: 'edk2-ovmf', pacman: 'edk2-ovmf', zypper: 'qemu-ovmf-x86_64'},
	'ovmf-secure-code': {apt: 'ovmf', dnf: 'edk2-ovmf', zypper: 'qemu-ovmf-x86_64'},
	'ovmf-secure-vars': {apt: 'ovmf', dnf: 'edk2-ovmf', zypper: 'qemu-ovmf-x86_64'},
	'ovmf-vars': {apt: 'ovmf', dnf: 'edk2-ovmf', pacman: 'edk2-ovmf', zypper: 'qemu-ovmf-x86_64'},
	// On apt both are downloaded from the package sources and never installed.
	kernel: {dnf: 'kernel-modules', pacman: 'linux-headers', zypper: 'kernel-default'},
	busybox: {dnf: 'busybox', pacman: 'busybox', zypper: 'busybox-static'},
};

/** How each package manager is spoken to; package names follow the words of `install`. */
export const packageManagers: Record<PackageManager, {refresh: readonly string[]; install: readonly string[]}> = {
	apt: {
		// Through env, as sudo would drop the variable. Without it debconf asks questions on a screen that is not ours.
		refresh: ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'update'],
		install: ['env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', 'install', '--yes', '--no-install-recommends'],
	},
	dnf: {
		refresh: ['dnf', 'makecache'],
		install: ['dnf', 'install', '--assumeyes', '--setopt=install_weak_deps=False'],
	},
	pacman: {refresh: ['pacman', '--sync', '--refresh'], install: ['pacman', '--sync', '--needed', '--noconfirm']},
	zypper: {
		refresh: ['zypper', '--non-interactive', 'refresh'],
		install: ['zypper', '--non-interactive', 'install', '--no-recommends'],
	},
};
