import type {Compression} from '../recipe/schema.ts';

/** An option a kernel must have. */
export type RequiredOption = {
	/** Without CONFIG_. */
	option: string;
	/** `y`: built in; `m`: a module will do as well. */
	as: 'y' | 'm';
	why: string;
};

/** Which option unpacks an initramfs of this kind; cpio alone needs none. */
const unpackers: Record<Compression, string | undefined> = {
	zstd: 'RD_ZSTD', gzip: 'RD_GZIP', xz: 'RD_XZ', lz4: 'RD_LZ4', none: undefined,
};

/** What a kernel must have so that a BusyBox system in an initramfs comes up and reaches the network. */
export function initramfsRequirements(compression: Compression, consoles: readonly string[]): RequiredOption[] {
	const unpacker = unpackers[compression];
	return [
		{option: 'BLK_DEV_INITRD', as: 'y', why: 'the kernel takes the initramfs that the boot loader hands it'},
		...(unpacker ? [{option: unpacker, as: 'y' as const, why: `the initramfs is packed with ${compression}`}] : []),
		{option: 'BINFMT_ELF', as: 'y', why: 'BusyBox is an ELF program'},
		{option: 'BINFMT_SCRIPT', as: 'y', why: '/init is a script'},
		{option: 'DEVTMPFS', as: 'y', why: 'the kernel makes the device nodes'},
		{option: 'PROC_FS', as: 'y', why: '/init reads the command line there'},
		{option: 'SYSFS', as: 'y', why: '/init finds the hardware there'},
		{option: 'TMPFS', as: 'y', why: 'the root file system is a tmpfs'},
		{option: 'INET', as: 'y', why: 'the node talks TCP/IP'},
		{option: 'PACKET', as: 'm', why: 'the DHCP client needs raw packets'},
		...(consoles.some(name => name.startsWith('ttyS')) ? [{option: 'SERIAL_8250_CONSOLE', as: 'y' as const, why: 'the recipe wants a serial console'}] : []),
	];
}
