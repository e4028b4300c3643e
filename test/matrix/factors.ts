// What a boot depends on. Two values that never met are where surprises come from, so the table in boots.ts has every
// pair of them.

export const factors = {
	recipe: ['rambox', 'rambox-tiny', 'debian-ram', 'debian-tmpfs', 'debian-toram', 'debian-tmpfs-root', 'ramdisk-ext2', 'nfs-root', 'nfs-shared'],
	// BIOS by iPXE, BIOS by PXELINUX, UEFI by iPXE.
	firmware: ['bios', 'pxelinux', 'uefi'],
	card: ['virtio-net-pci', 'e1000e', 'rtl8139'],
	// As the recipe says; or not one MiB more than its plan asks for.
	memory: ['own', 'least'],
	compression: ['zstd', 'gzip', 'xz', 'lz4', 'none'],
} as const;

export type Factor = keyof typeof factors;
export type Boot = {[name in Factor]: (typeof factors)[name][number]};

/**
Whether there is such a thing. Where the kernel mounts a root over NFS nothing is packed; any other recipe packs what
its nodes fetch.
*/
export const exists = ({recipe, compression}: Boot): boolean => recipe !== 'nfs-root' || compression === 'zstd';

/**
Whether `npm test` boots it; all that exist is booted by `npm run test:matrix`. What it leaves to that:
- compressions where they make another kernel or another initramfs by dracut, for minutes, or change only the initramfs. The dracut
  module unpacks all of them in test/steps/dracut-module.vm.test.ts; that a kernel has what they take is tested in test/kernel/.
- the other cards where another compression is tried: they carry bytes, however packed.
- PXELINUX and the third card where another thing is varied that they cannot know of: loader, kernel and drivers are those of
  `rambox` for each distribution in the root, and carry bytes, however packed.
- PXELINUX with a Realtek 8139, QEMU's at least: it gets 70 kB a second over HTTP, as it hears of each packet at the next tick of
  the BIOS's clock.
*/
export function isInTable(boot: Boot): boolean {
	const {recipe, firmware, card, compression} = boot;
	const isDistribution = ['debian-ram', 'debian-tmpfs', 'debian-toram', 'debian-tmpfs-root', 'nfs-shared'].includes(recipe);
	const isRare = firmware === 'pxelinux' || card === 'rtl8139';
	return exists(boot)
		&& (compression === 'zstd' || (['rambox', 'debian-tmpfs'].includes(recipe) && card === 'virtio-net-pci'))
		&& !(isRare && (isDistribution || compression !== 'zstd'))
		&& !(firmware === 'pxelinux' && card === 'rtl8139');
}

/** Everything times everything. */
export function allBoots(): Boot[] {
	return Object.entries(factors).reduce<Array<Partial<Boot>>>(
		(rows, [factor, values]) => rows.flatMap(row => values.map(value => ({...row, [factor]: value}))), [{}],
	) as Boot[];
}
