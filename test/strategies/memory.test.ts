import {expect, test} from 'vitest';
import {recipeSchema, type Recipe} from '../../source/recipe/schema.ts';
import {kernelMemory} from '../../source/strategies/kernel-memory.ts';
import {memoryNeeded} from '../../source/strategies/memory.ts';
import type {ImageSizes} from '../../source/strategies/types.ts';

const mib = 1_048_576;
const recipeOf = (changes: object): Recipe => recipeSchema.parse({version: 1, name: 'sample', node: {memory: 1024}, ...changes});
const debianKernel = {kernel: 8_247_232, laidOut: 63.6 * mib};
const ownKernel = {kernel: 2_442_240, laidOut: 14.08 * mib};
const none = {compressed: 0, unpacked: 0, image: 0, root: 0};
const built = {kernel: {from: 'build', source: {package: 'linux-source'}}};

// What machines with these kernels said of themselves: MemTotal, and MemFree - MemAvailable with no files cached.
test.each([
	['Debian', 96, 'bios', 48, 48], ['Debian', 512, 'bios', 54.6, 5], ['Debian', 640, 'bios', 57.3, 46], ['Debian', 1024, 'bios', 63.3, 70], ['Debian', 1024, 'uefi', 69.3, 70],
	['Debian', 4096, 'bios', 180.6, 115], ['Debian', 8192, 'bios', 250.6, 131], ['own', 256, 'bios', 13.8, 4], ['own', 1024, 'bios', 26.9, 10], ['own', 4096, 'bios', 144.1, 27],
] as const)('a kernel (%s) on %d MiB, %s, keeps what was measured', (which, memory, firmware, kept, reserve) => {
	const recipe = recipeOf({strategy: 'nfs-root', ...(which === 'own' && built)});
	const kernel = kernelMemory(memory, {...(which === 'own' ? ownKernel : debianKernel), ...none}, firmware, recipe);
	expect(Math.abs(kernel.kept - kept)).toBeLessThan(5);
	if (memory > 96) {
		expect(Math.abs(kernel.reserve - reserve)).toBeLessThan(6);
	}
});

const tmpfs = {strategy: 'busybox-initramfs', root: 'tmpfs', tree: {from: 'bootstrap'}};
const sizes = {
	rambox: {...debianKernel, compressed: 12_486_975, unpacked: 46_939_172, image: 0, root: 0},
	tmpfs: {...debianKernel, compressed: 14_904_821, unpacked: 52_199_732, image: 55_150_452, root: 202_878_976},
	toram: {...debianKernel, compressed: 54_904_545, unpacked: 193_920_512, image: 58_531_840, root: 203_484_160},
	nfs: {...debianKernel, compressed: 13_723_434, unpacked: 52_970_864, image: 0, root: 262_793_216},
	ownNfs: {...ownKernel, ...none, root: 262_793_216},
} satisfies Record<string, ImageSizes>;

// MiB of the machine without MemAvailable, as nodes in rehearsals reported them.
test.each([
	['rambox', 512, 127.8, {strategy: 'busybox-initramfs'}], ['tmpfs', 1024, 384.6, tmpfs], ['tmpfs', 351, 294.7, tmpfs],
	['toram', 1024, 281.4, {strategy: 'dracut-toram', image: 'squashfs', tree: {from: 'bootstrap'}}],
	['nfs', 512, 112.7, {strategy: 'nfs-root', mount: 'initramfs', overlay: 'tmpfs', tree: {from: 'bootstrap'}}],
	['ownNfs', 512, 50.8, {strategy: 'nfs-root', mount: 'kernel', tree: {from: 'bootstrap'}, ...built}],
] as const)('%s on %d MiB uses what a node reported', (name, memory, reported, changes) => {
	const {after} = memoryNeeded(sizes[name], 'bios', recipeOf({...changes, node: {memory}}));
	expect(after / reported).toBeGreaterThan(0.9);
	expect(after / reported).toBeLessThan(1.1);
});

test('an ext2 image that the kernel unpacks is in memory whole: 290 MiB did, 240 did not', () => {
	const recipe = recipeOf({strategy: 'ramdisk-ext2', mount: 'kernel', tree: {from: 'bootstrap'}, ...built});
	const {parts} = memoryNeeded({...ownKernel, compressed: 41_531_606, unpacked: 217_055_232, image: 0, root: 217_055_232}, 'bios', recipe);
	expect(parts).toContainEqual({what: 'the RAM disk', mib: 207});
});

/** The least memory, in MiB, with which the same small system came up in BIOS on the kernel for virtual machines. */
test.each([['gzip', 73], ['none', 74], ['zstd', 75], ['xz', 80], ['lz4', 81]] as const)('%s: asks for what it takes to decompress', (compression, least) => {
	const compressed = {none: 2_333_304, gzip: 1_280_459, zstd: 1_334_558, xz: 1_127_760, lz4: 1_425_243}[compression];
	const small = {kernel: 14_186_432, laidOut: 53_968_896, compressed, unpacked: 2_333_304, image: 0, root: 0};
	const {mib: needed} = memoryNeeded(small, 'bios', recipeOf({strategy: 'busybox-initramfs', compression}));
	expect(needed).toBeGreaterThanOrEqual(least);
	expect(needed).toBeLessThan(least + 8);
});

test('UEFI asks for more while it hands over, and for the same room', () => {
	const [bios, uefi] = (['bios', 'uefi'] as const).map(firmware => memoryNeeded(sizes.toram, firmware, recipeOf({strategy: 'dracut-toram', image: 'squashfs'})));
	expect(uefi!.mib).toBeGreaterThan(bios!.mib);
	expect(uefi!.room).toBe(bios!.room);
	expect(bios!.wire).toBe(8_247_232 + 54_904_545 + 58_531_840);
});

test('a node with exactly as much has the room that its /init asks for', () => {
	const need = memoryNeeded(sizes.tmpfs, 'bios', recipeOf(tmpfs));
	const {kept, taken, reserve} = kernelMemory(need.mib, sizes.tmpfs, 'bios', recipeOf(tmpfs));
	const available = need.mib - kept - taken - reserve - (1.04 * sizes.tmpfs.unpacked / mib);
	expect(available).toBeGreaterThan(need.room);
});

test('the initramfs of a node without root= gets half of memory; a ramfs has no such limit', () => {
	const half = (changes: object) => memoryNeeded({...debianKernel, compressed: 60 * mib, unpacked: 300 * mib, image: 0, root: 0}, 'bios', recipeOf(changes));
	expect(half({strategy: 'busybox-initramfs'})).toMatchObject({wall: 'the initramfs is a tmpfs, which may use at '
		+ 'most half of the free memory: 312 MiB of files need 624 MiB'});
	expect(half({strategy: 'busybox-initramfs'}).mib).toBeGreaterThan(700);
	expect(half({strategy: 'dracut-toram', image: 'archive'}).wall).toBeUndefined();
});

test('size is a share that the root must fit into, or a number', () => {
	const needFor = (size: string) => memoryNeeded(sizes.tmpfs, 'bios', recipeOf({...tmpfs, size}));
	expect(needFor('80%').wall).toBeUndefined();
	expect(needFor('20%')).toMatchObject({wall: 'the root may fill 20% of memory (size in the recipe): its 194 MiB need 970 MiB'});
	expect(needFor('20%').mib).toBeGreaterThan(970 + 50);
	expect(needFor('20%').near).toEqual([needFor('20%').wall]);
	expect(needFor('100m').impossible).toBe('the root may fill 100m (size in the recipe), but it needs 194 MiB');
	expect(needFor('200M')).toMatchObject({near: ['the root may fill 200M (size in the recipe), but it needs '
		+ '194 MiB']});
	expect(needFor('1G')).not.toHaveProperty('impossible');
});

test.each([
	['iPXE in BIOS', {strategy: 'busybox-initramfs'}, {compressed: 1200, unpacked: 3000}, /^with BIOS, iPXE can use 4 GiB of memory, on some boards 2 or 3: kernel and initrd need 4208 MiB there/],
	['a gzip initrd', {strategy: 'dracut-toram', compression: 'gzip'}, {compressed: 4200, unpacked: 4400}, /^with BIOS, iPXE/],
	['an embedded archive', {...tmpfs, archive: 'embedded'}, {compressed: 4096, unpacked: 4400}, /^with BIOS, iPXE/],
	['ramdisk_size', {strategy: 'ramdisk-ext2', mount: 'kernel', ...built}, {compressed: 100, unpacked: 1100}, /^the RAM disk may have 1024 MiB \(ramdisk_size, which is node.memory\), but its image has 1100 MiB$/],
] as const)('no memory helps against the wall of %s', (_, changes, {compressed, unpacked}, sentence) => {
	const large = {...debianKernel, compressed: compressed * mib, unpacked: unpacked * mib, image: 0, root: unpacked * mib};
	expect(memoryNeeded(large, 'bios', recipeOf(changes)).impossible).toMatch(sentence);
});

test('in UEFI gzip and cpio have their own 4 GiB', () => {
	const large = {...debianKernel, compressed: 4200 * mib, unpacked: 4400 * mib, image: 0, root: 0};
	expect(memoryNeeded(large, 'uefi', recipeOf({strategy: 'busybox-initramfs', compression: 'gzip'})).impossible).toMatch(/^the kernel cannot unpack an initrd of more than 4 GiB compressed with gzip/);
	expect(memoryNeeded(large, 'uefi', recipeOf({...tmpfs, archive: 'embedded'})).impossible).toMatch(/^a file in an initramfs has less than 4 GiB/);
	expect(memoryNeeded(large, 'uefi', recipeOf({strategy: 'busybox-initramfs'}))).not.toHaveProperty('impossible');
	expect(memoryNeeded({...large, compressed: 800 * mib, unpacked: 1500 * mib}, 'bios', recipeOf({strategy: 'busybox-initramfs'})).near.join('\n')).toMatch(/iPXE can use 4 GiB/);
});

test('GRUB takes more than iPXE, in UEFI only: measured with the kernel for virtual machines, 32 MiB more do not suffice and 48 do', () => {
	const cloud = {kernel: 14_190_528, laidOut: 63.6 * mib, compressed: 1_334_468, unpacked: 3_000_000, image: 0, root: 0};
	const rambox = {strategy: 'busybox-initramfs'};
	const needed = (firmware: 'bios' | 'uefi', uefi: string) => memoryNeeded(cloud, firmware, recipeOf({...rambox, server: {uefi}})).mib;
	expect(needed('uefi', 'grub') - needed('uefi', 'ipxe')).toBeGreaterThanOrEqual(48);
	expect(needed('uefi', 'grub') - needed('uefi', 'ipxe')).toBeLessThan(64);
	expect(needed('bios', 'grub')).toBe(needed('bios', 'ipxe'));
});
