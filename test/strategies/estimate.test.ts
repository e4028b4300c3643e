import {expect, test} from 'vitest';
import {recipeSchema} from '../../source/recipe/schema.ts';
import {estimateSizes} from '../../source/strategies/estimate.ts';
import {memoryNeeded} from '../../source/strategies/memory.ts';

const mib = 1_048_576;
const debian = {kernel: 8_247_232, laidOut: 63.6 * mib};
const tree = {from: 'bootstrap'};

// What the images of these recipes measured with Debian 12.
test.each([
	['rambox', {strategy: 'busybox-initramfs'}, {...debian, compressed: 11_027_053, unpacked: 12_346_660, image: 0, root: 0}],
	['debian-tmpfs', {strategy: 'busybox-initramfs', root: 'tmpfs', tree}, {...debian, compressed: 13_597_658, unpacked: 17_761_928, image: 55_150_452, root: 202_878_976}],
	['debian-toram', {strategy: 'dracut-toram', image: 'squashfs', tree}, {...debian, compressed: 50_894_171, unpacked: 78_552_064, image: 58_531_840, root: 203_484_160}],
	['nfs-shared', {strategy: 'nfs-root', mount: 'initramfs', tree}, {...debian, compressed: 12_169_593, unpacked: 13_518_280, image: 0, root: 262_793_216}],
	['ramdisk-ext2', {strategy: 'ramdisk-ext2', mount: 'kernel', tree, kernel: {from: 'build', source: {package: 'linux-source'}}}, {kernel: 2_442_240, laidOut: 14.08 * mib, compressed: 41_531_606, unpacked: 217_055_232, image: 0, root: 217_055_232}],
] as const)('the estimate for %s is within a third of what was measured', (_, changes, sizes) => {
	const recipe = recipeSchema.parse({version: 1, name: 'sample', ...changes});
	for (const firmware of ['bios', 'uefi'] as const) {
		const [guess, measured] = [estimateSizes(recipe), sizes].map(one => memoryNeeded(one, firmware, recipe));
		for (const what of ['mib', 'after', 'wire'] as const) {
			expect(guess![what] / measured![what], `${firmware} ${what}`).toBeGreaterThan(0.67);
			expect(guess![what] / measured![what], `${firmware} ${what}`).toBeLessThan(1.5);
		}
	}
});

test('an archive inside the initramfs travels and lies there', () => {
	const recipe = recipeSchema.parse({version: 1, name: 'sample', strategy: 'busybox-initramfs', root: 'tmpfs', archive: 'embedded', tree});
	const sizes = estimateSizes(recipe);
	expect(sizes.image).toBe(0);
	expect(sizes.compressed).toBeGreaterThan(50 * mib);
	expect(sizes.unpacked).toBeGreaterThan(sizes.compressed);
});
