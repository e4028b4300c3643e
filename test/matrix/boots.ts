import type {Boot} from './factors.ts';

/**
The boots of `npm test`: every two values that can meet, meet in one of them (boots.test.ts holds that). A recipe's first boot
as it is, `own` and `zstd`, is that of the bundled recipe with its distribution; the others have a tree of one program, as
what is told apart here happens before the distribution's own init.
*/
export const boots: readonly Boot[] = table(`
	rambox            bios     e1000e         own   zstd
	rambox            pxelinux virtio-net-pci least none
	rambox            uefi     rtl8139        own   xz
	rambox            bios     rtl8139        least lz4
	rambox            uefi     e1000e         own   gzip
	rambox-tiny       pxelinux e1000e         own   zstd
	rambox-tiny       uefi     virtio-net-pci least zstd
	rambox-tiny       bios     rtl8139        least zstd
	debian-tmpfs      bios     virtio-net-pci own   zstd
	debian-tmpfs      uefi     e1000e         least lz4
	debian-tmpfs      bios     rtl8139        own   none
	debian-tmpfs      pxelinux virtio-net-pci own   gzip
	debian-tmpfs      pxelinux virtio-net-pci least xz
	debian-toram      bios     rtl8139        own   zstd
	debian-toram      uefi     e1000e         own   zstd
	debian-toram      pxelinux virtio-net-pci least zstd
	debian-tmpfs-root bios     rtl8139        own   zstd
	debian-tmpfs-root uefi     e1000e         own   zstd
	debian-tmpfs-root pxelinux virtio-net-pci least zstd
	ramdisk-ext2      bios     rtl8139        own   zstd
	ramdisk-ext2      uefi     e1000e         own   zstd
	ramdisk-ext2      pxelinux virtio-net-pci least zstd
	nfs-root          bios     e1000e         own   zstd
	nfs-root          uefi     rtl8139        own   zstd
	nfs-root          pxelinux virtio-net-pci least zstd
	nfs-shared        pxelinux virtio-net-pci own   zstd
	nfs-shared        bios     rtl8139        least gzip
	nfs-shared        bios     e1000e         least xz
	nfs-shared        pxelinux virtio-net-pci own   lz4
	nfs-shared        uefi     e1000e         own   none
`);

function table(text: string): Boot[] {
	return text.trim().split('\n').map(line => {
		const [recipe, firmware, card, memory, compression] = line.trim().split(/ +/, 5);
		return {recipe, firmware, card, memory, compression} as Boot;
	});
}

/** Whether it is the bundled recipe with nothing changed. */
export const isBundled = (boot: Boot): boolean => boot === boots.find(({recipe, memory, compression}) => recipe === boot.recipe && memory === 'own' && compression === 'zstd');
