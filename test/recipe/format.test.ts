import {describe, expect, test} from 'vitest';
import {formatRecipe} from '../../source/recipe/format.ts';
import {checkRecipe} from '../../source/recipe/check.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {recipeWith} from './recipe.ts';

describe('formatRecipe', () => {
	test('explains every line and leaves defaults of no interest out', () => {
		expect(formatRecipe(recipeWith({node: {hostname: 'bench', words: ['shell']}, nodes: [{mac: '52:54:00:12:34:56', name: 'one'}]}))).toBe(`# A ramstrap recipe. To boot it in a virtual machine:
#   ramstrap rehearse rambox

# Version of the recipe format.
version: 1

# Name of the recipe, also of its file, its build folder and its URL.
name: rambox

# How should the machine get its system? One of: busybox-initramfs, dracut-toram, ramdisk-ext2,
# nfs-root.
strategy: busybox-initramfs

# Where the root file system is in RAM. One of: initramfs, squashfs, tmpfs.
root: initramfs

tree:
  # The source of the node's operating system files. One of: busybox, bootstrap, directory, archive,
  # disk-image, oci, host.
  from: busybox

kernel:
  # The source of the kernel. One of: distribution, build.
  from: distribution
  # Drivers in the image: all wired network cards (all-network), none, or the named modules such as
  # [e1000e, r8169] with their dependencies.
  drivers: all-network

# Compression of the download. One of: zstd, gzip, xz, lz4, none.
compression: zstd

node:
  # Host name of the node. Default: the name of the recipe.
  hostname: bench
  # Memory of your smallest node, in MiB. The virtual machines of a rehearsal get the same amount.
  memory: 512
  # Additional kernel parameters. "shell" starts a shell first; "rambox" starts /sbin/init.
  words: [shell]

server:
  # The DHCP server that gives out addresses. One of: proxy, full, external.
  dhcp: full
  # Network of the nodes, which get addresses from its middle. In a rehearsal the server has the
  # first address.
  subnet: 192.168.24.0/24

# Machines with their own name, address, SSH keys or files. No separate image is built for them.
nodes:
  - {mac: 52:54:00:12:34:56, name: one}
`);
	});

	test('of a kernel of one\'s own says its source and options, and nothing of drivers', () => {
		const kernel = {from: 'build', source: {package: 'linux-source-6.1'}, bundles: ['virtio', 'smp'], options: {VIRTIO_NET: 'y', NR_CPUS: 4, LOCALVERSION: '', MODULES: 'n'}, fragment: 'my.config'} as const;
		expect(formatRecipe(recipeWith({kernel: {...kernel, bundles: [...kernel.bundles]}}))).toContain(`
kernel:
  # The source of the kernel. One of: distribution, build.
  from: build
  source:
    # Package of the distribution with the kernel source, such as linux-source-6.1. ramstrap
    # downloads and unpacks it, and does not install it.
    package: linux-source-6.1
  # Kernel features besides those the recipe needs: turned on in a built kernel, checked in any
  # other. One or more of: virtio, intel-nics, realtek-nics, broadcom-nics, usb-nics, usb-keyboard,
  # screen, smp, hardened, containers, disks, ramdisk, squashfs-overlay, nfs-root.
  bundles: [virtio, smp]
  # Options of a built kernel, such as {VIRTIO_NET: y}. If the configuration does not accept one of
  # them, the build stops and gives the reason.
  options:
    VIRTIO_NET: y
    NR_CPUS: 4
    LOCALVERSION: ""
    MODULES: n
  # File with lines such as CONFIG_VIRTIO_NET=y, for a built kernel; a relative path starts at the
  # folder of the recipe.
  fragment: my.config

`);
	});

	test('names what belongs to the strategy, and to no other', () => {
		const fields = (input: Partial<RecipeInput>) => formatRecipe(recipeWith(input)).matchAll(/^(\w+):/gm).map(([, field]) => field).toArray();
		const others = ['tree', 'kernel', 'compression', 'node', 'server'];
		expect(fields({})).toEqual(['version', 'name', 'strategy', 'root', ...others]);
		expect(fields({root: 'tmpfs'})).toEqual(['version', 'name', 'strategy', 'root', 'archive', 'size', ...others]);
		expect(fields({root: 'squashfs'})).toEqual(['version', 'name', 'strategy', 'root', 'size', ...others]);
		expect(fields({strategy: 'nfs-root'})).toEqual(['version', 'name', 'strategy', 'mount', 'nfs', ...others]);
		expect(fields({strategy: 'nfs-root', mount: 'kernel'})).toEqual(['version', 'name', 'strategy', 'mount', 'nfs', 'tree', 'kernel', 'node', 'server']);
		expect(fields({strategy: 'dracut-toram', overlay: 'none'})).toEqual(['version', 'name', 'strategy', 'image', 'overlay', 'size', ...others]);
		expect(fields({strategy: 'ramdisk-ext2', ramdisk: 64, nfs: 'v3'})).toEqual(['version', 'name', 'strategy', 'mount', 'nfs', 'ramdisk', ...others]);
	});

	test('reads back as the same recipe, for 500 different ones', () => {
		const random = randomNumbers(7);
		for (let count = 0; count < 500; count++) {
			const checked = checkRecipe(randomRecipe(random));
			if ('problems' in checked) {
				throw new Error(checked.problems.map(({sentence}) => sentence).join('\n'));
			}

			expect(parseRecipe(formatRecipe(checked.recipe), {source: 'formatted.yaml'})).toEqual(checked.recipe);
		}
	});
});

type Random = (below: number) => number;

/** Numerical Recipes' generator: the same recipes at every run. */
function randomNumbers(seed: number): Random {
	let state = seed;
	return below => {
		state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
		return Math.floor(state / 2 ** 32 * below);
	};
}

function randomRecipe(random: Random): RecipeInput {
	const pick = <T>(...values: T[]): T => values[random(values.length)]!;
	const some = <T>(...values: T[]): T[] => values.filter(() => random(2) === 1);
	// Words that YAML would read as something else, were they not quoted.
	const words = some('shell', 'a: b'.replace(' ', ''), 'x#', '1e3', 'null', '- '.trim(), '[x]', '{y}', '"q"', '\'s\'', '*z', '&w', '!t', '%p', '@at', '`b', 'yes', '0x10', 'a=b,c', '~', '?', '|', '>', 'x:', ':x');
	const way = pick<Partial<RecipeInput>>(
		{strategy: 'busybox-initramfs', root: 'initramfs'} as const,
		{strategy: 'busybox-initramfs', root: 'tmpfs', archive: pick('fetched', 'embedded'), size: pick('80%', '2G')} as const,
		{strategy: 'busybox-initramfs', root: 'squashfs', overlay: pick<'tmpfs' | 'none' | undefined>(undefined, 'tmpfs', 'none'), size: pick('80%', '2G')} as const,
		{strategy: 'dracut-toram', image: 'archive'} as const,
		{strategy: 'dracut-toram', overlay: pick('tmpfs', 'none')} as const,
		{strategy: 'ramdisk-ext2', mount: pick('kernel', 'initramfs'), ramdisk: 300} as const,
		{strategy: 'nfs-root', mount: 'kernel', nfs: pick('v3', 'v4.2')} as const,
		{strategy: 'nfs-root', overlay: pick<'tmpfs' | 'none' | undefined>(undefined, 'tmpfs', 'none')} as const,
	);
	const isBusybox = way.root === 'initramfs';
	return {
		version: 1,
		name: pick('rambox', 'a', 'null', 'true', '1e3', '007', '0x1f', 'no', 'x'.repeat(63)),
		...way as {strategy: 'nfs-root'},
		tree: isBusybox ? {} : {
			...pick<RecipeInput['tree']>(
				{from: 'bootstrap', suite: pick('trixie', 'no'), packages: some('vim', '7zip', 'g++')} as const,
				{from: 'bootstrap', release: pick<string | number>(43, 'rawhide'), mirror: 'https://example.org/a?b#c'} as const,
				{from: 'directory', path: '/srv/# x'} as const,
				{from: 'archive', path: 'a: b.tar'} as const,
				{from: 'disk-image', path: '- x', partition: pick('2', 'centos/root')} as const,
				{from: 'oci', image: 'debian:trixie'} as const,
				{from: 'oci', path: '~/x'} as const,
				{from: 'host'} as const,
			),
			exclude: some('usr/share/doc/*', '*.pyc', '&x'),
			...(random(2) && {files: '~'}),
			selinux: pick('keep', 'disabled'),
		},
		compression: pick('zstd', 'gzip', 'xz', 'lz4', 'none'),
		kernel: random(2) ? {
			from: 'distribution',
			...(random(2) && {package: pick('linux-image-cloud-amd64', 'linux-image-6.12.117+deb12-amd64', '12')}),
			drivers: pick<'all-network' | string[]>('all-network', ['e1000e'], ['r8169', '8139too', '8390'], ['true']),
		} : {
			from: 'build',
			source: pick({package: 'linux-source-6.1'}, {path: '../linux: 6'}, {url: 'https://example.org/a?b#c', sha256: '1e3'.padEnd(64, '0')}),
			bundles: some('virtio', 'smp', 'ramdisk'),
			options: Object.fromEntries(some<[string, string | number]>(['VIRTIO_NET', 'y'], ['64BIT', 'n'], ['NR_CPUS', 8], ['LOCALVERSION', '-a: "b" #c'], ['CMDLINE', 'null'], ['X', '1e3'])),
			...(random(2) && {fragment: pick('my.config', '- x')}),
			drivers: pick('all-network', 'none'),
		},
		node: {
			...(random(2) && {hostname: pick('bench', '1', 'null')}),
			memory: pick(64, 96, 512, 1_048_576),
			console: pick(['tty0', 'ttyS0'], ['ttyS0,115200n8'], ['tty1']),
			...(!isBusybox && {password: pick('$6$a.b/c$d', '$y$j9T$x$y'), keys: some('~/.ssh/id.pub', '#x'), locale: pick('C.UTF-8', 'de_DE.UTF-8')}),
			failure: pick('shell', 'reboot'),
			timezone: pick('UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'),
			words,
		},
		server: {subnet: pick('192.168.24.0/24', '10.0.0.0/8', '172.16.8.0/29'), bios: pick('ipxe', 'pxelinux'), timeout: random(3601)},
		nodes: [...random(2) ? [{mac: '52:54:01:*:*:*', words: some('quiet')}] : [], ...Array.from({length: random(4)}, (_, index) => ({
			mac: `52:54:00:00:0${index}:AB`,
			...(random(2) && {name: `node-${index}`}),
			...(random(2) && {memory: pick(64, 2048)}),
			...(isBusybox && random(2) && {files: pick('~/hall', '# x')}),
			words: some('quiet', 'a#1', 'x y'.replace(' ', '_')),
		}))],
	};
}
