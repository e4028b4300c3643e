import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {requirementsOf} from '../../../source/kernel/check/requirements.ts';
import {checkKernel, describeMissing, missingOptions} from '../../../source/kernel/check/check.ts';
import {formatVerdict} from '../../../source/kernel/check/format-verdict.ts';
import type {RecipeInput} from '../../../source/recipe/schema.ts';
import {wantedOf} from '../../../source/strategies/index.ts';
import {recipeWith} from '../../recipe/recipe.ts';

const read = (name: string) => readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
const debian = {amd64: read('debian-6.1.0-56-amd64.config'), 'cloud-amd64': read('debian-6.1.0-56-cloud-amd64.config')};
type Flavour = keyof typeof debian;

const verdictOf = (flavour: Flavour, fields: Partial<RecipeInput> = {}) => checkKernel({...wantedOf(recipeWith(fields)), config: debian[flavour], name: `linux-image-${flavour}`});
const missingOf = (flavour: Flavour, fields: Partial<RecipeInput>) => verdictOf(flavour, fields).findings.filter(({level}) => level === 'problem').map(({option}) => option);

describe('missingOptions', () => {
	const config = '# a comment\nCONFIG_BLK_DEV_INITRD=y\nCONFIG_PACKET=m\n# CONFIG_RD_ZSTD is not set\nCONFIG_TMPFS=m\nCONFIG_RD_ZSTD_EXTRA=y\nCONFIG_EXT2_FS=y\n';
	test('what is missing is named with what stands there', () => {
		const missing = missingOptions(config, [
			{option: 'BLK_DEV_INITRD', as: 'y', why: ''},
			{option: 'PACKET', as: 'm', why: ''},
			{option: 'RD_ZSTD', as: 'y', why: 'the initramfs is compressed with zstd'},
			{option: 'TMPFS', as: 'y', why: 'the root file system is a tmpfs'},
			{option: 'EXT4_FS', as: 'y', why: '', or: ['EXT2_FS']},
			{option: 'BLK_DEV_LOOP', as: 'm', why: 'the image is a disk', or: ['BLK_DEV_RAM']},
		]);
		expect(missing.map(one => describeMissing(one))).toEqual([
			'CONFIG_RD_ZSTD is not set but must be y (built in): the initramfs is compressed with zstd.',
			'CONFIG_TMPFS is m but must be y (built in): the root file system is a tmpfs.',
			'CONFIG_BLK_DEV_LOOP is not set but must be y or m, or CONFIG_BLK_DEV_RAM instead: the image is a disk.',
		]);
	});

	test('Linux 7.0 put NFS 4.1 into NFS_V4', () => {
		const header = (release: string) => `# Linux/x86 ${release} Kernel Configuration\nCONFIG_NFS_V4=y\n`;
		const required = [{option: 'NFS_V4_1', as: 'y', why: ''}] as const;
		expect(missingOptions(header('7.0.1'), required)).toEqual([]);
		expect(missingOptions(header('6.19.0'), required)).toHaveLength(1);
	});

	test('an option renamed since is found by its older name', () => {
		expect(missingOptions('CONFIG_RETPOLINE=y\n', [{option: 'MITIGATION_RETPOLINE', as: 'y', why: ''}])).toEqual([]);
		expect(missingOptions('CONFIG_CPU_MITIGATIONS=y\n# CONFIG_MITIGATION_MDS is not set\n', [{option: 'MITIGATION_MDS', as: 'y', why: ''}])).toHaveLength(1);
	});
});

/** The first is the network card, no single option. */
const byKernel = [undefined, 'IP_PNP', 'IP_PNP_DHCP', 'NFS_FS', 'ROOT_NFS', 'DEVTMPFS_MOUNT'];
describe.each(['amd64', 'cloud-amd64'] as const)('Debian 12\'s %s kernel', flavour => {
	test.each<[Partial<RecipeInput>]>([
		[{}], [{root: 'tmpfs'}],
		[{strategy: 'dracut-toram', image: 'archive'}], [{strategy: 'dracut-toram', image: 'squashfs'}], [{strategy: 'dracut-toram', image: 'squashfs', overlay: 'none'}],
		[{strategy: 'ramdisk-ext2', mount: 'initramfs'}],
		...(['v3', 'v4.0', 'v4.1', 'v4.2'] as const).flatMap(nfs => [[{strategy: 'nfs-root', mount: 'initramfs', nfs}], [{strategy: 'nfs-root', mount: 'initramfs', nfs, overlay: 'tmpfs'}]] as Array<[Partial<RecipeInput>]>),
		...(['gzip', 'xz', 'lz4', 'none'] as const).map((compression): [Partial<RecipeInput>] => [{compression}]),
	])('will do for %j', fields => {
		expect(verdictOf(flavour, fields)).toMatchObject({ok: true, release: '6.1.192'});
		expect(missingOf(flavour, fields)).toEqual([]);
	});

	test.each<[Partial<RecipeInput>, Array<string | undefined>]>([
		// Debian's kernel for clouds has ext4 built in.
		[{strategy: 'ramdisk-ext2', mount: 'kernel'}, ['BLK_DEV_RAM', ...(flavour === 'amd64' ? ['EXT4_FS'] : []), 'DEVTMPFS_MOUNT']],
		[{strategy: 'nfs-root', mount: 'kernel', nfs: 'v3'}, byKernel.toSpliced(4, 0, 'NFS_V3')],
		...(['v4.0', 'v4.1', 'v4.2'] as const).map((nfs): [Partial<RecipeInput>, Array<string | undefined>] => [{strategy: 'nfs-root', mount: 'kernel', nfs}, byKernel.toSpliced(4, 0, 'NFS_V4')]),
		[{strategy: 'nfs-root', mount: 'kernel', overlay: 'tmpfs'}, [...byKernel.toSpliced(4, 0, 'NFS_V4'), 'OVERLAY_FS']],
	])('is refused for %j', (fields, missing) => {
		expect(verdictOf(flavour, fields).ok).toBe(false);
		expect(missingOf(flavour, fields)).toEqual(missing);
	});
});

test('every bundle but two is in Debian\'s kernel for every PC', () => {
	const bundles = ['virtio', 'intel-nics', 'realtek-nics', 'broadcom-nics', 'usb-nics', 'usb-keyboard', 'screen', 'smp', 'hardened', 'containers', 'disks', 'squashfs-overlay'] as const;
	expect(missingOf('amd64', {kernel: {bundles: [...bundles]}})).toEqual([]);
	expect(missingOf('amd64', {kernel: {bundles: ['ramdisk', 'nfs-root']}})).toEqual(['BLK_DEV_RAM', 'EXT4_FS', 'IP_PNP', 'IP_PNP_DHCP', 'NFS_FS', 'NFS_V3', 'NFS_V4', 'ROOT_NFS']);
	expect(missingOf('cloud-amd64', {kernel: {bundles: ['intel-nics']}})).toEqual(['E1000', 'E1000E', 'IGB', 'IXGBE', 'IGC']);
});

describe('formatVerdict', () => {
	test('all well', () => {
		expect(formatVerdict(verdictOf('amd64'))).toEqual(['linux-image-amd64 (Linux 6.1.192) meets the requirements '
			+ 'of rambox.']);
	});

	test('cards without a driver are a warning', () => {
		expect(formatVerdict(verdictOf('cloud-amd64')).join('\n')).toBe(`\
linux-image-cloud-amd64 (Linux 6.1.192) meets the requirements of rambox.
  ⚠ drivers is all-network, but this kernel has no driver for these cards:
    TIGON3 (tg3), E1000 (e1000), E1000E (e1000e), IGB (igb), IXGBE (ixgbe), IGC
    (igc), R8169 (r8169), 8139CP (8139cp), SKY2 (sky2), ALX (alx), ATL1C
    (atl1c), USB_RTL8152 (r8152), USB_NET_AX88179_178A (ax88179_178a). Nodes
    with one of these cards have no network.
    → kernel.package: linux-image-amd64
        the kernel for every PC, with all drivers as modules`);
	});

	test('what is missing, and once what to do about it', () => {
		expect(formatVerdict(verdictOf('amd64', {strategy: 'ramdisk-ext2', mount: 'kernel'})).join('\n')).toBe(`\
linux-image-amd64 (Linux 6.1.192) does not meet the requirements of rambox:
  ✖ CONFIG_BLK_DEV_RAM is m but must be y (built in): the kernel unpacks the
    image into /dev/ram0 before it can load a module.
  ✖ CONFIG_EXT4_FS is m but must be y (built in), or CONFIG_EXT2_FS instead: the
    image is ext2, which the ext4 driver mounts.
  ✖ CONFIG_DEVTMPFS_MOUNT is not set but must be y (built in): without an
    initramfs the kernel must mount /dev before init opens its console.
    → mount: initramfs   a small initramfs loads the modules and mounts the root
    → kernel: {from: build, source: {package: linux-source}}
        builds a kernel with this option`);
	});

	test('no line is longer than 80 characters', () => {
		const verdicts = [{strategy: 'nfs-root', mount: 'kernel', overlay: 'tmpfs'}, {kernel: {bundles: ['containers', 'disks', 'nfs-root']}}, {kernel: {drivers: ['e1000']}}] as const;
		const lines = verdicts.flatMap(fields => formatVerdict(verdictOf('cloud-amd64', fields as Partial<RecipeInput>)));
		expect(lines.length).toBeGreaterThan(20);
		expect(lines.filter(line => line.length > 80)).toEqual([]);
	});
});

describe('hints', () => {
	const hintsOf = (config: string, fields: Partial<RecipeInput>, option: string) =>
		checkKernel({...wantedOf(recipeWith(fields)), config, name: 'mine'}).findings.find(finding => finding.option === option)?.hints;
	const without = (option: string) => debian.amd64.replace(new RegExp(`^CONFIG_${option}=.*$`, 'm'), () => `# CONFIG_${option} is not set`);
	const own = 'kernel: {from: build, source: {package: linux-source}}   builds a kernel with this option';

	test.each<[string, Partial<RecipeInput>, string]>([
		['RD_ZSTD', {}, 'compression: gzip   this kernel supports it'],
		['NFS_V4_1', {strategy: 'nfs-root', mount: 'initramfs'}, 'nfs: v4.0   this kernel supports it'],
		['NFS_V4_2', {strategy: 'nfs-root', mount: 'initramfs'}, 'nfs: v4.1   this kernel supports it'],
		['NFS_V4', {strategy: 'nfs-root', mount: 'initramfs', nfs: 'v4.0'}, 'nfs: v3   this kernel supports it'],
		['OVERLAY_FS', {strategy: 'dracut-toram', image: 'squashfs'}, 'overlay: none   uses no layer in RAM'],
		['TMPFS_XATTR', {strategy: 'nfs-root', mount: 'initramfs', overlay: 'tmpfs'}, 'overlay: none   uses no layer in RAM'],
		['SQUASHFS', {strategy: 'dracut-toram', image: 'squashfs'}, 'image: archive   needs no squashfs'],
		['SERIAL_8250_CONSOLE', {}, 'node.console: [tty0]   does not use that console'],
		['VT_CONSOLE', {}, 'node.console: [ttyS0]   does not use that console'],
	])('without %s', (option, fields, first) => {
		expect(hintsOf(without(option), fields, option)).toEqual([first, own]);
	});

	test('a kernel of one\'s own is told which options to add, with what they need', () => {
		const kernel = {from: 'build', source: {package: 'linux-source-6.1'}} as const;
		expect(hintsOf('CONFIG_64BIT=y\nCONFIG_BLOCK=y\n', {kernel, strategy: 'ramdisk-ext2', mount: 'kernel'}, 'BLK_DEV_RAM')).toEqual([
			'mount: initramfs   a small initramfs loads the modules and mounts the root',
			'kernel.options: {BLK_DEV: y, BLK_DEV_RAM: y}   turns it on',
		]);
	});

	test('a driver that Debian\'s cloud kernel lacks is in its larger brother', () => {
		const {findings} = verdictOf('cloud-amd64', {kernel: {drivers: ['e1000']}});
		expect(findings).toEqual([{
			code: 'option-missing', level: 'problem', option: 'E1000',
			what: 'CONFIG_E1000 is not set but must be y or m: kernel.drivers names e1000.',
			hints: ['kernel.package: linux-image-amd64   the kernel for every PC, with all drivers as modules', own],
		}]);
	});
});

describe('warnings', () => {
	const warningsOf = (config: string, fields: Partial<RecipeInput>) => checkKernel({...wantedOf(recipeWith(fields)), config, name: 'mine'}).findings
		.filter(({level}) => level === 'warning').map(({code, hints}) => [code, ...hints]);
	const built = {from: 'build', source: {package: 'linux-source-6.1'}} as const;

	test('modules of a bundle that the image does not carry', () => {
		expect(warningsOf(debian.amd64, {kernel: {bundles: ['squashfs-overlay', 'usb-nics', 'usb-keyboard']}})).toEqual([[
			'modules-not-included',
			'kernel.drivers: [<network card>, loop, overlay, squashfs]   includes them',
		]]);
		expect(warningsOf(debian.amd64, {kernel: {bundles: ['squashfs-overlay'], drivers: ['e1000', 'loop', 'overlay', 'squashfs']}})).toEqual([]);
	});

	test('modules of a bundle that the system carries by kernel.modules', () => {
		const system = {strategy: 'dracut-toram', tree: {from: 'bootstrap'}} as const;
		const left = (modules: 'all' | string[]) => warningsOf(debian.amd64, {...system, kernel: {bundles: ['squashfs-overlay'], modules}});
		expect(left('all')).toEqual([]);
		expect(left(['overlay', 'squashfs'])).toEqual([['modules-not-included', 'kernel.modules: [overlay, squashfs, loop]   includes them']]);
		expect(left(['overlay', 'squashfs', 'loop'])).toEqual([]);
	});

	test('a built kernel without any card, and one that leaves a UEFI screen dark', () => {
		expect(warningsOf('CONFIG_64BIT=y\n', {kernel: built})).toEqual([
			['network-driver-none', 'kernel.bundles: [virtio, intel-nics, realtek-nics]   most virtual machines, many PCs'],
			['screen-dark', 'kernel.bundles: [screen]   text on the UEFI framebuffer'],
		]);
		expect(warningsOf('CONFIG_64BIT=y\nCONFIG_R8169=m\n', {kernel: built, node: {console: ['ttyS0']}})).toEqual([]);
		expect(warningsOf('CONFIG_64BIT=y\nCONFIG_USB_USBNET=y\n', {kernel: built, node: {console: ['ttyS0']}})).toHaveLength(1);
		expect(warningsOf('CONFIG_64BIT=y\nCONFIG_R8169=y\n', {kernel: built, node: {console: ['ttyS0']}})).toEqual([]);
		expect(warningsOf('CONFIG_64BIT=y\nCONFIG_R8169=y\nCONFIG_FRAMEBUFFER_CONSOLE=y\nCONFIG_FB_EFI=y\n', {kernel: built})).toEqual([]);
	});
});

describe('a kernel for other machines', () => {
	const of = (config: string) => checkKernel({...wantedOf(recipeWith()), config, name: 'it'});

	test.each([
		['# Linux/arm64 6.12.59 Kernel Configuration\nCONFIG_64BIT=y\n', 'arm64'],
		['# Linux/riscv 6.12.59 Kernel Configuration\nCONFIG_64BIT=y\n', 'riscv'],
		['CONFIG_ARM64=y\nCONFIG_64BIT=y\n', 'arm64'],
		['CONFIG_LOONGARCH=y\nCONFIG_64BIT=y\n', 'loongarch'],
	])('is refused, whatever else it can: %j', (config, name) => {
		expect(of(config)).toMatchObject({ok: false, findings: [{code: 'kernel-foreign', level: 'problem',
			what: `This kernel is for ${name} machines; the nodes are x86-64.`}]});
	});

	test.each(['x86', 'x86_64', 'i386'])('%s is what make calls ours', name => {
		expect(of(`# Linux/${name} 6.12.59 Kernel Configuration\nCONFIG_ARM64_ERRATUM=y\n`).findings.map(({code}) => code)).not.toContain('kernel-foreign');
	});
});

test('modules of one way are enough, as distributions have them', () => {
	const lacks = (config: string) => checkKernel({...wantedOf(recipeWith({kernel: {bundles: ['containers']}})), config, name: 'it'}).findings.filter(({level}) => level === 'problem').map(({option}) => option);
	expect(lacks(debian.amd64)).toEqual([]);
	expect(lacks(debian.amd64.replaceAll(/^CONFIG_(?:NF_TABLES|NFT)\w*=.*$/gm, ''))).toEqual([]);
	expect(lacks(debian.amd64.replaceAll(/^CONFIG_IP_NF_\w*=.*$/gm, ''))).toEqual([]);
	expect(lacks(debian.amd64.replaceAll(/^CONFIG_(?:IP_NF_|NFT_COMPAT)\w*=.*$/gm, ''))).toContain('IP_NF_FILTER');
});

test('packets are filtered in one of two ways: iptables of old or nftables', () => {
	const withContainers = {kernel: {bundles: ['containers' as const]}};
	const needed = requirementsOf(wantedOf(recipeWith(withContainers))).map(({option}) => option);
	const config = (without: readonly string[]) => needed.filter(option => !without.includes(option)).map(option => `CONFIG_${option}=y\n`).join('');
	const lacks = (without: readonly string[]) => checkKernel({...wantedOf(recipeWith(withContainers)), config: config(without), name: 'it'}).findings.filter(({level}) => level === 'problem').map(({option}) => option);
	const legacy = ['IP_NF_IPTABLES', 'IP_NF_FILTER', 'IP_NF_MANGLE', 'IP_NF_NAT', 'IP_NF_TARGET_REJECT'];
	expect(lacks(legacy)).toEqual([]);
	expect(lacks(['NFT_COMPAT', 'NFT_NAT', 'NFT_MASQ'])).toEqual([]);
	expect(lacks([...legacy, 'NFT_COMPAT'])).toEqual(expect.arrayContaining(['IP_NF_FILTER', 'NFT_COMPAT']));
	expect(lacks(needed.filter(option => /^(?:NF_TABLES|NFT)/.test(option)))).toEqual([]);
	// The switch of Linux 6.17 is neither missed in older kernels nor in those that have nftables.
	expect(lacks(['NETFILTER_XTABLES_LEGACY'])).toEqual([]);
	expect(lacks(['NETFILTER_XTABLES_LEGACY', ...legacy])).toEqual([]);
});
