import type {Boot} from './factors.ts';

/**
The boots of `npm test`: every two values that can meet, meet in one of them (boots.test.ts holds that). A recipe's first boot
as it is, `own` and `zstd`, is that of the bundled recipe with its distribution; the others have a tree of one program, as
what is told apart here happens before the distribution's own init.
*/
export const boots: readonly Boot[] = table(`
	rambox            bios     rtl8139        own   zstd
	rambox            pxelinux virtio-net-pci own   zstd
	rambox            uefi     e1000e         own   zstd
	rambox            uefi     virtio-net-pci least gzip
	rambox            uefi     virtio-net-pci own   lz4
	rambox            bios     virtio-net-pci least xz
	rambox            uefi     virtio-net-pci own   none
	rambox-tiny       bios     e1000e         own   zstd
	rambox-tiny       uefi     rtl8139        own   zstd
	rambox-tiny       pxelinux virtio-net-pci least zstd
	debian-ram        bios     e1000e         own   zstd
	debian-ram        uefi     virtio-net-pci least zstd
	debian-tmpfs      bios     e1000e         own   zstd
	debian-tmpfs      bios     virtio-net-pci least none
	debian-tmpfs      bios     virtio-net-pci own   gzip
	debian-tmpfs      bios     virtio-net-pci least lz4
	debian-tmpfs      uefi     virtio-net-pci own   xz
	debian-toram      bios     e1000e         own   zstd
	debian-toram      uefi     virtio-net-pci least zstd
	debian-tmpfs-root bios     e1000e         own   zstd
	debian-tmpfs-root uefi     virtio-net-pci least zstd
	ramdisk-ext2      bios     rtl8139        own   zstd
	ramdisk-ext2      pxelinux virtio-net-pci least zstd
	ramdisk-ext2      uefi     e1000e         least zstd
	nfs-root          pxelinux e1000e         own   zstd
	nfs-root          bios     virtio-net-pci own   zstd
	nfs-root          uefi     rtl8139        least zstd
	nfs-shared        bios     e1000e         own   zstd
	nfs-shared        uefi     virtio-net-pci least zstd
`);

function table(text: string): Boot[] {
	return text.trim().split('\n').map(line => {
		const [recipe, firmware, card, memory, compression] = line.trim().split(/ +/, 5);
		return {recipe, firmware, card, memory, compression} as Boot;
	});
}

/** Whether it is the bundled recipe with nothing changed. */
export const isBundled = (boot: Boot): boolean => boot === boots.find(({recipe, memory, compression}) => recipe === boot.recipe && memory === 'own' && compression === 'zstd');
