import {describe, expect, test} from 'vitest';
import {checkKernel} from '../../../source/kernel/check/check.ts';
import {askKernel, kernelRequests} from '../../../source/kernel/requests.ts';
import type {RecipeInput} from '../../../source/recipe/schema.ts';
import {wantedOf} from '../../../source/strategies/index.ts';
import {recipeWith} from '../../recipe/recipe.ts';

type Options = Record<string, string | number>;

/** What stops a recipe before its kernel is built. */
const beforeBuild = (fields: Partial<RecipeInput>, options: Options = {}, release: string | undefined = '6.1.192') =>
	askKernel(wantedOf(recipeWith({...fields, kernel: {from: 'build', source: {package: 'linux-source'}, bundles: ['virtio'], options}})), {release}).problems;

/** The same for a finished kernel that has all the recipe asks for but these options. */
function afterwards(fields: Partial<RecipeInput>, options: Options = {}, release = '6.1.192') {
	const {requests} = askKernel(wantedOf(recipeWith({...fields, kernel: {from: 'build', source: {package: 'linux-source-6.1'}, bundles: ['virtio']}})));
	const values = {...Object.fromEntries(requests.map(({option, value}) => [option, value])), ...options};
	const config = [`# Linux/x86 ${release} Kernel Configuration`, ...Object.entries(values).map(([option, value]) => value === 'n' ? `# CONFIG_${option} is not set` : `CONFIG_${option}=${value}`)].join('\n');
	return checkKernel({...wantedOf(recipeWith(fields)), config, name: 'mine'}).findings.filter(({level}) => level === 'problem');
}

const toram = {strategy: 'dracut-toram', image: 'squashfs'} as const;
const nfs = (version: 'v4.1' | 'v4.2') => ({strategy: 'nfs-root', mount: 'kernel', nfs: version}) as const;
const ramdisk = {strategy: 'ramdisk-ext2', mount: 'kernel', ramdisk: 128} as const;
const panics = 'the kernel reports "incomplete write" and panics.';

test.each<[string, Partial<RecipeInput>, Options, [code: string, what: string]]>([
	['an initrd nobody unpacks', {compression: 'lz4'}, {RD_LZ4: 'n'}, ['decompressor-missing', 'CONFIG_RD_LZ4 is not set, but compression is '
	+ 'lz4: the kernel reports "compression method lz4 not configured" and panics.']],
	['NFS 4.1 that the kernel does not speak', nfs('v4.1'), {NFS_V4_1: 'n'}, ['nfs-version-missing', 'CONFIG_NFS_V4_1 is not set, but the root '
	+ 'comes over NFS 4.1: the node retries for 100 seconds and then finds no init.']],
	['NFS 4.2 that the kernel does not speak', nfs('v4.2'), {NFS_V4_2: 'n'}, ['nfs-version-missing', 'CONFIG_NFS_V4_2 is not set, but the root '
	+ 'comes over NFS 4.2: the node retries for 100 seconds and then finds no init.']],
	['an overlay in a tmpfs without attributes', toram, {TMPFS_XATTR: 'n'}, ['overlay-xattr-missing', 'CONFIG_TMPFS_XATTR is not set, but '
	+ 'changes go to an overlay in a tmpfs: the kernel reports "failed to set xattr on upper", and deleted or '
	+ 'renamed folders reappear.']],
	['a RAM disk too small', ramdisk, {BLK_DEV_RAM_SIZE: 65_536}, ['ramdisk-too-small', `The image has 128 MiB (131072 KiB), but CONFIG_BLK_DEV_RAM_SIZE is 65536 and ramdisk_size= is not set: ${panics}`]],
	['32 bits', {}, {'64BIT': 'n'}, ['kernel-32-bit', 'This is a 32-bit kernel (CONFIG_64BIT is not set), which cannot run programs of a '
	+ '64-bit system. make ARCH=x86 without a configuration builds a 32-bit kernel.']],
	['words of the boot server that nobody reads', {}, {CMDLINE_OVERRIDE: 'y'}, ['command-line-ignored', 'CONFIG_CMDLINE_OVERRIDE is y: the '
	+ 'kernel ignores the command line from the boot server and uses only its built-in one.']],
])('%s', (_, fields, options, [code, what]) => {
	const option = Object.keys(options)[0]!;
	expect(afterwards(fields)).toEqual([]);
	expect(afterwards(fields, options)).toMatchObject([{code, level: 'problem', option, what}]);
	expect(beforeBuild(fields)).toEqual([]);
	expect(beforeBuild(fields, options)).toMatchObject([{code, level: 'problem', option,
		what: `${what} kernel.options sets ${option} to ${options[option]}.`}]);
});

test('each has hints', () => {
	const all = [beforeBuild({compression: 'lz4'}, {RD_LZ4: 'n', RD_XZ: 'y'}), beforeBuild(nfs('v4.1'), {NFS_V4_1: 'n'}), beforeBuild(toram, {TMPFS_XATTR: 'n'}), beforeBuild({}, {'64BIT': 'n'})];
	expect(all.map(([finding]) => finding!.hints)).toEqual([
		['compression: xz   this kernel supports it', 'kernel.options: {RD_LZ4: y}   turns it on'],
		['nfs: v4.0   this kernel supports it', 'kernel.options: {NFS_V4_1: y}   turns it on'],
		['overlay: none   uses no layer in RAM', 'kernel.options: {TMPFS_XATTR: y}   turns it on'],
		['kernel.options: {64BIT: y}   turns it on', 'make ARCH=x86_64   builds a 64-bit kernel by hand'],
	]);
});

test('32 bits have another name', () => {
	const what = 'CONFIG_X86_32 is y: a 32-bit kernel cannot run programs of a 64-bit system. kernel.options sets '
		+ 'X86_32 to y.';
	expect(beforeBuild({}, {X86_32: 'y'})).toEqual([{code: 'kernel-32-bit', level: 'problem', option: 'X86_32', what, hints: ['remove X86_32 from kernel.options']}]);
	expect(beforeBuild({}, {X86_32: 'y', '64BIT': 'n'})).toMatchObject([{
		option: '64BIT', hints: ['kernel.options: {64BIT: y}   turns it on', 'remove X86_32 from kernel.options', 'make ARCH=x86_64   builds a 64-bit kernel by hand'],
	}]);
	expect(beforeBuild({}, {X86_32: 'n'})).toEqual([]);
});

describe('a root over NFS that the kernel mounts', () => {
	const start = 'The kernel mounts its root over NFS itself, but has no network driver built in';
	const end = ', so it cannot get an address or mount the root.';
	const recipe = (kernel: RecipeInput['kernel'], fields: Partial<RecipeInput> = {}) =>
		wantedOf(recipeWith({strategy: 'nfs-root', mount: 'kernel', ...fields, kernel: {from: 'build', source: {package: 'linux-source'}, ...kernel}}));
	const problems = (kernel: RecipeInput['kernel'], fragment?: string) => askKernel(recipe(kernel, {}), {fragment}).problems;
	const frames = {MODULES: 'y', NETDEVICES: 'y', ETHERNET: 'y', NET_VENDOR_INTEL: 'y', NET_VENDOR_DEC: 'y'} as const;
	const initramfs = 'mount: initramfs   a small initramfs loads the modules and mounts the root';

	test('needs a network card', () => {
		expect(problems({bundles: ['smp']})).toEqual([{
			code: 'network-driver-not-built-in', level: 'problem', what: start + end,
			hints: ['kernel.bundles: [smp, virtio, intel-nics, realtek-nics]   most virtual machines, many PCs', initramfs],
		}]);
		expect(() => kernelRequests(recipe({}))).toThrow(start);
	});

	test('a module comes too late', () => {
		expect(problems({options: {...frames, E1000E: 'm'}})).toEqual([{
			code: 'network-driver-not-built-in', level: 'problem', option: 'E1000E',
			what: `${start} (E1000E is a module)${end} kernel.options sets E1000E to m.`,
			hints: ['kernel.options: {E1000E: y}   builds the modules in', 'kernel.bundles: [virtio, intel-nics, '
			+ 'realtek-nics]   most virtual machines, many PCs', initramfs],
		}]);
		expect(problems({options: {...frames, E1000E: 'm', R8169: 'm'}})[0]!.what).toContain('(E1000E and R8169 are modules)');
		expect(problems({options: {E1000: 'm', E1000E: 'm', R8169: 'm'}})[0]!.what).toContain('(E1000, E1000E and R8169 are modules)');
		expect(problems({options: {IGB: 'm', E1000: 'm', E1000E: 'm', R8169: 'm'}})[0]!.what).toContain('(E1000, E1000E and 2 more are modules)');
		expect(askKernel(recipe({options: {E1000E: 'm'}}, {mount: 'initramfs'})).problems).toEqual([]);
	});

	test.each<[string, RecipeInput['kernel'], string | undefined, boolean]>([
		['a card', {options: {...frames, E1000E: 'y'}}, undefined, true],
		['a card beside a module', {bundles: ['virtio'], options: {E1000E: 'm'}}, undefined, true],
		['a frame without its cards', {options: {...frames, USB_USBNET: 'y', USB_NET_DRIVERS: 'y'}}, undefined, false],
		['what may be a card', {options: {...frames, TULIP: 'y'}}, undefined, true],
		['what may be a card, as a module', {options: {...frames, TULIP: 'm'}}, undefined, false],
		['a card of a fragment', {fragment: '/x/my.config'}, 'CONFIG_IGB=y\n', true],
		['what may be a card in a fragment', {fragment: '/x/my.config'}, 'CONFIG_TULIP=y\n', true],
		['a fragment with a module', {fragment: '/x/my.config'}, 'CONFIG_MODULES=y\nCONFIG_IGB=m\nCONFIG_NET_VENDOR_INTEL=y\n', false],
	])('%s', (_, kernel, fragment, isEnough) => {
		expect(problems(kernel, fragment).map(({code}) => code)).toEqual(isEnough ? [] : ['network-driver-not-built-in']);
	});

	test('a finished kernel is held to it as well', () => {
		const nic = (value: string) => afterwards({strategy: 'nfs-root', mount: 'kernel'}, {VIRTIO_NET: value, UNHEARD_OF: 'y'});
		expect(nic('y')).toEqual([]);
		expect(nic('n')).toEqual([{code: 'network-driver-not-built-in', level: 'problem', what: start + end, hints: [initramfs, 'kernel: {from: build, '
		+ 'source: {package: linux-source}}   builds a kernel with this option']}]);
		expect(nic('m')).toMatchObject([{what: `${start} (VIRTIO_NET is a module)${end}`}]);
		expect(afterwards({strategy: 'nfs-root', mount: 'initramfs'}, {VIRTIO_NET: 'm'})).toEqual([]);
	});

	test('is a warning where nobody knows', () => {
		const warnings = (fields: Partial<RecipeInput>) => checkKernel({...recipe({options: {TULIP: 'y', E1000E: 'm'}}, fields), config: 'CONFIG_TULIP=y\nCONFIG_E1000E=m\n', name: 'mine'}).findings
			.filter(({code}) => code.startsWith('network-'));
		expect(warnings({})).toMatchObject([{code: 'network-driver-none', level: 'warning', what: 'This kernel has no driver for any network card that ramstrap knows: the node would boot without network.'}]);
		expect(warnings({mount: 'initramfs'})).toEqual([]);
	});
});

describe('the size of a RAM disk', () => {
	const short = `but ramdisk_size=65536 makes /dev/ram0 smaller: ${panics}`;
	test.each<[string, Partial<RecipeInput>, Options, string | undefined]>([
		['a word that says enough', {node: {words: ['ramdisk_size=131072']}}, {BLK_DEV_RAM_SIZE: 4096}, undefined],
		['a word that says too little', {node: {words: ['ramdisk_size=65536']}}, {}, short],
		['the last word counts', {node: {words: ['ramdisk_size=131072', 'ramdisk_size=65536']}}, {}, short],
		['one node has a word of its own', {nodes: [{mac: '52:54:00:00:00:01', words: ['ramdisk_size=65536']}]}, {}, short],
		['a hexadecimal number', {node: {words: ['ramdisk_size=0x20000']}}, {BLK_DEV_RAM_SIZE: 4096}, undefined],
		['an octal number', {node: {words: ['ramdisk_size=0400000']}}, {BLK_DEV_RAM_SIZE: 4096}, undefined],
		['a hexadecimal number that is too small', {node: {words: ['ramdisk_size=0x10000']}}, {}, `but ramdisk_size=0x10000, which the kernel reads as 65536, makes /dev/ram0 smaller: ${panics}`],
		['a unit, which the kernel passes over', {node: {words: ['ramdisk_size=128M']}}, {}, `but ramdisk_size=128M, which the kernel reads as 128, makes /dev/ram0 smaller: ${panics}`],
		['no number', {node: {words: ['ramdisk_size=much']}}, {}, `but ramdisk_size=much, which the kernel reads as 0, makes /dev/ram0 smaller: ${panics}`],
		['a word built into the kernel', {}, {CMDLINE_BOOL: 'y', CMDLINE: 'quiet ramdisk_size=65536'}, short],
		['the boot server\'s words come after it', {node: {words: ['ramdisk_size=131072']}}, {CMDLINE_BOOL: 'y', CMDLINE: 'ramdisk_size=65536'}, undefined],
		['an initramfs has no such limit', {mount: 'initramfs'}, {BLK_DEV_RAM_SIZE: 4096}, undefined],
	])('%s', (_, fields, options, end) => {
		const sentences = beforeBuild({...ramdisk, ...fields}, options).map(({what}) => what);
		expect(sentences).toEqual(end === undefined ? [] : [`The image has 128 MiB (131072 KiB), ${end}`]);
	});

	test('what to do', () => {
		expect(beforeBuild(ramdisk, {BLK_DEV_RAM_SIZE: 4096})[0]!.hints).toEqual([
			'node.words: [ramdisk_size=131072]   makes /dev/ram0 large enough',
			'kernel.options: {BLK_DEV_RAM_SIZE: 131072}   sets it in the kernel',
			'mount: initramfs   a small initramfs loads the modules and mounts the root',
		]);
	});
});

describe('Linux 7.0', () => {
	const sentence = (release: string) => `Linux ${release} is not suitable for a root on /dev/ram0: it is deprecated in Linux 7.0, and its removal is announced for January 2027.`;
	test('is no base for /dev/ram0', () => {
		expect(afterwards(ramdisk, {}, '7.0.3')).toMatchObject([{code: 'ramdisk-deprecated', what: sentence('7.0.3'), hints: [expect.stringContaining('mount: initramfs'), expect.stringContaining('linux-source-6.12')]}]);
		expect(beforeBuild(ramdisk, {}, '7.0')).toMatchObject([{what: sentence('7.0')}]);
		expect(beforeBuild({...ramdisk, mount: 'initramfs'}, {}, '7.0')).toEqual([]);
		expect(beforeBuild(ramdisk, {}, '6.12.117')).toEqual([]);
	});

	test('always speaks NFS 4.1', () => {
		expect(afterwards(nfs('v4.2'), {NFS_V4_1: 'n'}, '7.0.3')).toEqual([]);
		expect(afterwards(nfs('v4.2'), {NFS_V4_2: 'n'}, '7.0.3')).toMatchObject([{option: 'NFS_V4_2'}]);
	});
});

test('NFS words of the command line count as well', () => {
	const words = {node: {words: ['nfsroot=192.168.24.1:/srv/root,vers=4.1']}};
	expect(beforeBuild({strategy: 'nfs-root', mount: 'kernel', nfs: 'v4.0', ...words})).toMatchObject([{option: 'NFS_V4_1'}]);
	expect(beforeBuild({strategy: 'nfs-root', mount: 'kernel', nfs: 'v4.0', ...words}, {NFS_V4_1: 'y'})).toEqual([]);
});
