import {access, constants} from 'node:fs/promises';
import {bootFileNames, headerNames, type BootFileName, type HeaderName} from './types.ts';

/** Absolute path of each boot file that is there. */
export async function findBootFiles(): Promise<Partial<Record<BootFileName, string>>> {
	const found = await Promise.all(
		bootFileNames.map(async name => [name, await firstReadable(places[name])] as const),
	);
	return Object.fromEntries(found.filter(([, file]) => file));
}

/** Absolute path of each header that is there. Debian has some below a folder of the architecture. */
export async function findHeaders(): Promise<Partial<Record<HeaderName, string>>> {
	const found = await Promise.all(headerNames.map(async name => {
		const files = [`/usr/include/${name}`, `/usr/include/x86_64-linux-gnu/${name}`];
		return [name, await firstReadable(files)] as const;
	}));
	return Object.fromEntries(found.filter(([, file]) => file));
}

async function firstReadable(files: readonly string[]): Promise<string | undefined> {
	const readable = await Promise.all(
		files.map(async file => access(file, constants.R_OK).then(() => file, () => undefined)),
	);
	return readable.find(Boolean);
}

/**
Debian and Ubuntu (pxelinux, syslinux-common) · Fedora and openSUSE (syslinux) · Arch · Fedora's syslinux-tftpboot.
*/
const syslinux = (name: string) => [
	`/usr/lib/PXELINUX/${name}`,
	`/usr/lib/syslinux/modules/bios/${name}`,
	`/usr/share/syslinux/${name}`,
	`/usr/lib/syslinux/bios/${name}`,
	`/tftpboot/${name}`,
];

/**
In the order of preference; where two sizes of the firmware exist, code and variables are
listed in the same order, as they must match.
*/
export const places: Record<BootFileName, readonly string[]> = {
	'ipxe.efi': [
		'/usr/lib/ipxe/ipxe.efi', // Debian, Ubuntu
		'/usr/share/ipxe/ipxe-x86_64.efi', // Fedora, EL to 9, openSUSE
		'/usr/share/ipxe/x86_64/ipxe.efi', // Arch
		'/usr/share/ipxe/ipxe-snponly-x86_64.efi', // EL 10, which ships no other
		'/usr/lib/ipxe/snponly.efi',
	],
	'undionly.kpxe': [
		'/usr/lib/ipxe/undionly.kpxe', // Debian, Ubuntu
		'/usr/share/ipxe/undionly.kpxe', // Fedora, EL, openSUSE
		'/usr/share/ipxe/ipxe.pxe', // Arch: the same with drivers of its own
	],
	'lpxelinux.0': syslinux('lpxelinux.0'),
	'ldlinux.c32': syslinux('ldlinux.c32'),
	'menu.c32': syslinux('menu.c32'),
	'libutil.c32': syslinux('libutil.c32'),
	'ovmf-code': [
		'/usr/share/OVMF/OVMF_CODE_4M.fd', // Debian, Ubuntu
		'/usr/share/edk2/x64/OVMF_CODE.4m.fd', // Arch
		'/usr/share/qemu/ovmf-x86_64-4m-code.bin', // On openSUSE
		'/usr/share/edk2/ovmf/OVMF_CODE.fd', // Fedora, EL
		'/usr/share/OVMF/OVMF_CODE.fd',
		'/usr/share/edk2-ovmf/x64/OVMF_CODE.fd', // Arch before 2024
	],
	'ovmf-vars': [
		'/usr/share/OVMF/OVMF_VARS_4M.fd',
		'/usr/share/edk2/x64/OVMF_VARS.4m.fd',
		'/usr/share/qemu/ovmf-x86_64-4m-vars.bin',
		'/usr/share/edk2/ovmf/OVMF_VARS.fd',
		'/usr/share/OVMF/OVMF_VARS.fd',
		'/usr/share/edk2-ovmf/x64/OVMF_VARS.fd',
	],
	// Firmware that verifies what it starts, and variables with Microsoft's keys.
	'ovmf-secure-code': [
		'/usr/share/OVMF/OVMF_CODE_4M.secboot.fd', // Debian, Ubuntu
		'/usr/share/qemu/ovmf-x86_64-smm-ms-code.bin', // On openSUSE
		'/usr/share/edk2/ovmf/OVMF_CODE.secboot.fd', // Fedora, EL
	],
	'ovmf-secure-vars': [
		'/usr/share/OVMF/OVMF_VARS_4M.ms.fd',
		'/usr/share/qemu/ovmf-x86_64-smm-ms-vars.bin',
		'/usr/share/edk2/ovmf/OVMF_VARS.secboot.fd',
	],
	'libfsalvfs.so': [
		'/usr/lib/x86_64-linux-gnu/ganesha/libfsalvfs.so', // Debian, Ubuntu
		'/usr/lib64/ganesha/libfsalvfs.so', // Fedora, EL, openSUSE
		'/usr/lib/ganesha/libfsalvfs.so',
	],
};
