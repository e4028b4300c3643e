import {describe, expect, test} from 'vitest';
import {UserError} from '../../source/errors.ts';
import {baseRequests} from '../../source/kernel/bundles.ts';
import {askKernel, kernelRequests, neededRequests} from '../../source/kernel/requests.ts';
import type {RecipeInput} from '../../source/recipe/schema.ts';
import {wantedOf} from '../../source/strategies/index.ts';
import {recipeWith} from '../recipe/recipe.ts';

type Kernel = NonNullable<RecipeInput['kernel']>;

const built = (kernel: Kernel = {}, fields: Partial<RecipeInput> = {}) =>
	wantedOf(recipeWith({...fields, kernel: {from: 'build', source: {package: 'linux-source-6.1'}, ...kernel}}));
const requestsOf = (...parameters: Parameters<typeof built>) => new Map(kernelRequests(built(...parameters)).map(request => [request.option, request]));

test('without a wish there are the base and what the recipe needs, built in, each with its reason', () => {
	const requests = kernelRequests(built());
	expect(requests.filter(({from}) => from === 'the strategy').map(({option, value}) => `${option}=${value}`)).toEqual([
		'64BIT=y', 'EFI_STUB=y', 'BINFMT_ELF=y', 'BINFMT_SCRIPT=y', 'DEVTMPFS=y', 'PROC_FS=y', 'SYSFS=y', 'TMPFS=y', 'INET=y', 'PACKET=y',
		'VT_CONSOLE=y', 'SERIAL_8250_CONSOLE=y', 'BLK_DEV_INITRD=y', 'RD_ZSTD=y',
	]);
	expect(requests.filter(({why}) => !why)).toEqual([]);
	expect(requests.find(({option}) => option === 'KERNEL_ZSTD')).toMatchObject({preferred: true});
	expect(neededRequests(built({bundles: ['virtio'], options: {SMP: 'y'}}))).toEqual(requests);
});

test('no frame of a network card comes by itself, so that a card alone fails and says so', () => {
	const names = requestsOf({options: {VIRTIO_NET: 'y'}}).keys().toArray();
	expect(names).toContain('VIRTIO_NET');
	expect(names.filter(name => /^(?:NETDEVICES|NET_CORE|ETHERNET|NET_VENDOR_\w+|VIRTIO_MENU|VIRTIO_PCI|USB_NET_DRIVERS)$/.test(name))).toEqual([]);
});

test('what the strategy needs brings its frames along', () => {
	expect(requestsOf({bundles: ['virtio']}, {strategy: 'nfs-root', mount: 'kernel', nfs: 'v3', node: {console: ['ttyUSB0']}}).values().filter(({why}) => why?.endsWith(' needs it')).map(({option, why}) => [option, why]).toArray()).toEqual([
		['USB_SUPPORT', 'USB_SERIAL_CONSOLE needs it'],
		['USB', 'USB_SERIAL_CONSOLE needs it'],
		['USB_PCI', 'USB_SERIAL_CONSOLE needs it'],
		['USB_XHCI_HCD', 'USB_SERIAL_CONSOLE needs it'],
		['USB_SERIAL', 'USB_SERIAL_CONSOLE needs it'],
		['NETWORK_FILESYSTEMS', 'ROOT_NFS needs it'],
	]);
});

test('bundles, options and a fragment come in this order, later ones override, and each option is asked for once', () => {
	const recipe = built({bundles: ['smp', 'ramdisk'], options: {NR_CPUS: 8, SMP: 'n', LOCALVERSION: ''}, fragment: '/home/me/my.config'});
	const requests = kernelRequests(recipe, {fragment: 'CONFIG_NR_CPUS=4\nCONFIG_SYSVIPC=m\n'});
	const pick = (option: string) => requests.filter(request => request.option === option);
	expect(pick('SMP')).toEqual([{option: 'SMP', value: 'n', from: 'kernel.options'}]);
	expect(pick('NR_CPUS')).toEqual([{option: 'NR_CPUS', value: '4', from: 'my.config'}]);
	expect(pick('SYSVIPC')).toEqual([{option: 'SYSVIPC', value: 'm', from: 'my.config'}]);
	expect(pick('LOCALVERSION')).toEqual([{option: 'LOCALVERSION', value: '', from: 'kernel.options'}]);
	expect(pick('BLK_DEV_RAM')).toEqual([{option: 'BLK_DEV_RAM', value: 'y', from: 'bundle ramdisk'}]);
	expect(new Set(requests.map(({option}) => option)).size).toBe(requests.length);
	expect(kernelRequests(recipe, {fragment: 'CONFIG_NR_CPUS=4\nCONFIG_SYSVIPC=m\n'})).toEqual(requests);
});

test('the RAM disk is as large as its image, whatever the bundle says', () => {
	const size = (fields: Partial<RecipeInput>) => requestsOf({bundles: ['ramdisk']}, {strategy: 'ramdisk-ext2', mount: 'kernel', ...fields}).get('BLK_DEV_RAM_SIZE')?.value;
	expect([size({ramdisk: 200}), size({ramdisk: 10}), size({}), size({mount: 'initramfs', ramdisk: 200})]).toEqual(['204800', '65536', '65536', '65536']);
});

test('an option that has another name elsewhere has both, and is one', () => {
	const requests = requestsOf({bundles: ['hardened'], options: {RETPOLINE: 'n'}});
	expect(requests.get('RETPOLINE')).toEqual({option: 'RETPOLINE', value: 'n', from: 'kernel.options', or: ['MITIGATION_RETPOLINE']});
	expect(requests.has('MITIGATION_RETPOLINE')).toBe(false);
	expect(requests.get('MITIGATION_MDS')!.or).toEqual(['CPU_MITIGATIONS', 'SPECULATION_MITIGATIONS']);
});

test('what a newer Linux always does is not asked of it', () => {
	const names = (release: string) => kernelRequests(built({bundles: ['virtio']}, {strategy: 'nfs-root', mount: 'kernel'}), {release}).map(({option}) => option).filter(name => name.startsWith('NFS_V4'));
	expect([names('6.12.117'), names('7.0')]).toEqual([['NFS_V4', 'NFS_V4_1', 'NFS_V4_2'], ['NFS_V4', 'NFS_V4_2']]);
});

describe('contradictions', () => {
	test('both sides are named', () => {
		expect(askKernel(built({options: {PROC_FS: 'n', DEVTMPFS: 'n'}, fragment: '/x/my.config'}), {fragment: '# CONFIG_INET is not set\n'}).problems).toEqual([
			{code: 'option-contradicts', level: 'problem', option: 'DEVTMPFS', what: 'kernel.options sets DEVTMPFS to n, but the recipe needs it built in: the kernel creates the device files.', hints: ['remove DEVTMPFS from kernel.options']},
			{code: 'option-contradicts', level: 'problem', option: 'PROC_FS', what: 'kernel.options sets PROC_FS to n, but the recipe needs it built in: /init reads the kernel command line in /proc.', hints: ['remove PROC_FS from kernel.options']},
			{code: 'option-contradicts', level: 'problem', option: 'INET', what: 'my.config sets INET to n, but the recipe needs it built in: the node uses TCP/IP.', hints: ['remove INET from my.config']},
		]);
	});

	test('a module where a module will do, and another driver for the same, are none', () => {
		expect(askKernel(built({options: {PACKET: 'm', MODULES: 'y'}})).problems).toEqual([]);
		expect(askKernel(built({options: {EXT4_USE_FOR_EXT2: 'n', EXT2_FS: 'y'}}, {strategy: 'ramdisk-ext2', mount: 'kernel'})).problems).toEqual([]);
		expect(askKernel(built({options: {EXT4_USE_FOR_EXT2: 'n'}}, {strategy: 'ramdisk-ext2', mount: 'kernel'})).problems).toMatchObject([{option: 'EXT4_USE_FOR_EXT2'}]);
	});

	test('what the base has may be taken away, and what the recipe needs may be said again', () => {
		expect(askKernel(built({options: {AIO: 'n', VGA_CONSOLE: 'n', PROC_FS: 'y'}})).problems).toEqual([]);
	});

	test('one is an error in its own words, several come under a heading', () => {
		expect(() => kernelRequests(built({options: {PROC_FS: 'n'}}))).toThrow(new UserError('kernel.options sets PROC_FS to n, but the recipe needs it built in: /init reads the kernel command line in /proc.', ['remove PROC_FS from kernel.options']));
		expect(() => kernelRequests(built({options: {PROC_FS: 'n', RD_ZSTD: 'n'}}))).toThrow(/^This kernel would not meet the requirements of the recipe:\n {2}CONFIG_RD_ZSTD is not set, .*\n {2}kernel\.options sets PROC_FS/);
	});
});

test('a bad line of the fragment is told with its place', () => {
	expect(() => kernelRequests(built({fragment: '/home/me/my.config'}), {fragment: 'CONFIG_SMP=y\nSMP y\n'})).toThrow('/home/me/my.config:2: "SMP y" is not a line of a kernel configuration; write CONFIG_SMP=y.');
});

test('the base has no option twice', () => {
	expect(new Set(baseRequests.map(({option}) => option)).size).toBe(baseRequests.length);
});
