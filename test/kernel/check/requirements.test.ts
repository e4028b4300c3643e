import {expect, test} from 'vitest';
import {requirementsOf} from '../../../source/kernel/check/requirements.ts';
import type {RecipeInput} from '../../../source/recipe/schema.ts';
import {wantedOf} from '../../../source/strategies/index.ts';
import {recipeWith} from '../../recipe/recipe.ts';

/** `m` is written behind options that may be modules. */
const asked = (fields: Partial<RecipeInput> = {}) => requirementsOf(wantedOf(recipeWith(fields))).map(({option, as}) => as === 'm' ? `${option}=m` : option);
const common = ['64BIT', 'EFI_STUB', 'BINFMT_ELF', 'BINFMT_SCRIPT', 'DEVTMPFS', 'PROC_FS', 'SYSFS', 'TMPFS', 'INET', 'PACKET=m', 'VT_CONSOLE', 'SERIAL_8250_CONSOLE'];
const initramfs = ['BLK_DEV_INITRD', 'RD_ZSTD'];
const systemd = ['CGROUPS', 'INOTIFY_USER', 'SIGNALFD', 'TIMERFD', 'EPOLL', 'UNIX', 'FHANDLE', 'NAMESPACES', 'NET_NS', 'SECCOMP', 'TMPFS_POSIX_ACL', 'AUTOFS_FS=m'];
const squashfs = ['BLK_DEV_LOOP=m', 'SQUASHFS=m', 'SQUASHFS_ZSTD', 'SQUASHFS_XATTR'];

test.each<[Partial<RecipeInput>, string[]]>([
	[{}, initramfs],
	[{root: 'tmpfs'}, [...initramfs, ...systemd, 'TMPFS_XATTR']],
	[{root: 'squashfs'}, [...initramfs, ...systemd, 'BLK_DEV_LOOP=m', 'SQUASHFS=m', 'SQUASHFS_ZSTD', 'SQUASHFS_XATTR', 'OVERLAY_FS=m', 'TMPFS_XATTR']],
	[{root: 'squashfs', overlay: 'zram'}, [...initramfs, ...systemd, 'BLK_DEV_LOOP=m', 'SQUASHFS=m', 'SQUASHFS_ZSTD', 'SQUASHFS_XATTR', 'OVERLAY_FS=m', 'ZRAM=m', 'EXT4_FS=m']],
	[{root: 'squashfs', overlay: 'none'}, [...initramfs, ...systemd, 'BLK_DEV_LOOP=m', 'SQUASHFS=m', 'SQUASHFS_ZSTD', 'SQUASHFS_XATTR']],
	[{strategy: 'dracut-toram', image: 'archive'}, [...initramfs, ...systemd, 'TMPFS_XATTR']],
	[{strategy: 'dracut-toram', image: 'squashfs'}, [...initramfs, ...systemd, ...squashfs, 'OVERLAY_FS=m', 'TMPFS_XATTR']],
	[{strategy: 'dracut-toram', image: 'squashfs', overlay: 'none'}, [...initramfs, ...systemd, ...squashfs]],
	[{strategy: 'ramdisk-ext2', mount: 'kernel'}, [...initramfs, ...systemd, 'BLK_DEV_RAM', 'EXT4_FS', 'EXT4_USE_FOR_EXT2', 'DEVTMPFS_MOUNT']],
	[{strategy: 'ramdisk-ext2', mount: 'initramfs'}, [...initramfs, ...systemd, 'BLK_DEV_RAM=m', 'EXT4_FS=m', 'EXT4_USE_FOR_EXT2=m']],
	[{strategy: 'nfs-root', mount: 'kernel', nfs: 'v3'}, ['IP_PNP', 'IP_PNP_DHCP', ...systemd, 'NFS_FS', 'NFS_V3', 'ROOT_NFS', 'DEVTMPFS_MOUNT']],
	[{strategy: 'nfs-root', mount: 'kernel', nfs: 'v4.0'}, ['IP_PNP', 'IP_PNP_DHCP', ...systemd, 'NFS_FS', 'NFS_V4', 'ROOT_NFS', 'DEVTMPFS_MOUNT']],
	[{strategy: 'nfs-root', mount: 'kernel', nfs: 'v4.1'}, ['IP_PNP', 'IP_PNP_DHCP', ...systemd, 'NFS_FS', 'NFS_V4', 'NFS_V4_1', 'ROOT_NFS', 'DEVTMPFS_MOUNT']],
	[{strategy: 'nfs-root', mount: 'kernel', overlay: 'tmpfs'}, ['IP_PNP', 'IP_PNP_DHCP', ...systemd, 'NFS_FS', 'NFS_V4', 'NFS_V4_1', 'NFS_V4_2', 'ROOT_NFS', 'DEVTMPFS_MOUNT', 'OVERLAY_FS', 'TMPFS_XATTR']],
	[{strategy: 'nfs-root', mount: 'initramfs', nfs: 'v3'}, [...initramfs, ...systemd, 'NFS_FS=m', 'NFS_V3=m']],
	[{strategy: 'nfs-root', mount: 'initramfs', nfs: 'v4.2', overlay: 'tmpfs'}, [...initramfs, ...systemd, 'NFS_FS=m', 'NFS_V4=m', 'NFS_V4_1', 'NFS_V4_2', 'OVERLAY_FS=m', 'TMPFS_XATTR']],
])('%j', (fields, more) => {
	expect(asked(fields)).toEqual([...common, ...more]);
});

test.each([['zstd', 'RD_ZSTD', 'SQUASHFS_ZSTD'], ['gzip', 'RD_GZIP', 'SQUASHFS_ZLIB'], ['xz', 'RD_XZ', 'SQUASHFS_XZ'], ['lz4', 'RD_LZ4', 'SQUASHFS_LZ4'], ['none', undefined, 'SQUASHFS_ZLIB']] as const)('packed with %s', (compression, initrd, image) => {
	const options = asked({strategy: 'dracut-toram', image: 'squashfs', compression});
	expect(options.filter(option => option.startsWith('RD_'))).toEqual(initrd ? [initrd] : []);
	expect(options).toContain(image);
});

test.each([
	[['ttyS1,57600'], ['SERIAL_8250_CONSOLE']],
	[['tty1'], ['VT_CONSOLE']],
	[['ttyUSB0', 'tty0'], ['USB_SERIAL_CONSOLE', 'VT_CONSOLE']],
	[['hvc0', 'hvc1'], ['VIRTIO_CONSOLE=m']],
])('consoles %j', (console, options) => {
	expect(asked({node: {console}}).filter(option => /_CONSOLE(?:=m)?$/.test(option))).toEqual(options);
});

const built = {from: 'build', source: {package: 'linux-source-6.1'}} as const;
test.each([
	['ip=dhcp', ['IP_PNP', 'IP_PNP_DHCP']],
	['ip=any', ['IP_PNP', 'IP_PNP_DHCP']],
	['ip=:::::eth0:dhcp', ['IP_PNP', 'IP_PNP_DHCP']],
	['ip=::::node1:eth0', ['IP_PNP', 'IP_PNP_DHCP']],
	['ip=bootp', ['IP_PNP', 'IP_PNP_BOOTP']],
	['ip=both', ['IP_PNP', 'IP_PNP_BOOTP']],
	['ip=rarp', ['IP_PNP', 'IP_PNP_RARP']],
	['ip=192.168.24.9:192.168.24.1:192.168.24.1:255.255.255.0:node1:eth0', ['IP_PNP']],
	['ip=off', []],
	['ipv6.disable=1', []],
])('a built kernel with %s works it out itself, a distribution kernel leaves it to /init', (word, options) => {
	const ofAddress = (fields: Partial<RecipeInput>) => asked(fields).filter(option => option.startsWith('IP_PNP'));
	expect(ofAddress({kernel: built, node: {words: [word]}})).toEqual(options);
	expect(ofAddress({kernel: built, nodes: [{mac: '52:54:00:00:00:01', words: [word]}]})).toEqual(options);
	expect(ofAddress({node: {words: [word]}})).toEqual([]);
	expect(ofAddress({strategy: 'nfs-root', mount: 'kernel', node: {words: [word]}})).toContain('IP_PNP');
});

test('bundles are looked for in a kernel of others: as modules, but not what comes before modules', () => {
	expect(asked({kernel: {bundles: ['squashfs-overlay']}})).toEqual(expect.arrayContaining(['BLK_DEV_LOOP=m', 'OVERLAY_FS=m', 'SQUASHFS=m', 'SQUASHFS_ZSTD']));
	expect(asked({kernel: {bundles: ['ramdisk', 'nfs-root']}})).toEqual(expect.arrayContaining(['BLK_DEV_RAM', 'EXT4_FS', 'NFS_FS', 'ROOT_NFS']));
	expect(asked({kernel: {bundles: ['ramdisk']}}).filter(option => /COUNT|SIZE/.test(option))).toEqual([]);
	expect(asked({kernel: {...built, bundles: ['ramdisk', 'virtio']}})).toEqual([...common, ...initramfs]);
});

test('drivers that the recipe names become options; where the kernel mounts over NFS they must be built in', () => {
	const kernel = {drivers: ['e1000e', 'r8169', 'something-of-mine']};
	expect(asked({kernel})).toEqual([...common, ...initramfs, 'E1000E=m', 'R8169=m']);
	expect(asked({kernel, strategy: 'nfs-root', mount: 'kernel'})).toEqual(expect.arrayContaining(['E1000E', 'R8169']));
});

test('what is asked for twice is asked for once, in the stricter way', () => {
	const options = asked({kernel: {bundles: ['squashfs-overlay', 'ramdisk']}, strategy: 'ramdisk-ext2', mount: 'initramfs'});
	expect(options.filter(option => option.startsWith('EXT4_FS'))).toEqual(['EXT4_FS']);
	expect(new Set(options).size).toBe(options.length);
});

test('every reason is one sentence without its full stop', () => {
	const all = requirementsOf(wantedOf(recipeWith({strategy: 'nfs-root', mount: 'kernel', overlay: 'tmpfs', node: {words: ['ip=dhcp']}, kernel: {bundles: ['virtio'], drivers: ['e1000']}})));
	expect(all.filter(({why}) => why === '' || /^[A-Z](?!N|FS)|\.$/.test(why))).toEqual([]);
});
