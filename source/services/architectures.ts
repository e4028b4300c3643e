/**
The PXE client architectures we tell apart, by the number in DHCP option 93.

Source: IANA registry "Processor Architecture Types" (dhcpv6-parameters), which replaces the list in RFC 4578 §2.1.
The two disagree: the RFC printed 7 as "EFI BC" and 9 as "EFI x86-64", erratum 4624 swaps them, and the registry has 7
as x64 UEFI and 9 as EBC. Firmware in the field sends 7 nearly always and 9 now and then, both meaning 64-bit x86, so
both get the same loader. 6 is 32-bit UEFI in the RFC and in the registry; neither makes it 64-bit.
*/
export const architectures: readonly Architecture[] = [
	{code: 0, name: 'x86 BIOS', tag: 'bios'},
	{code: 6, name: 'x86 UEFI'},
	{code: 7, name: 'x64 UEFI', tag: 'uefi'},
	{code: 9, name: 'EBC, sent by some x64 UEFI', tag: 'uefi'},
	{code: 11, name: 'ARM 64-bit UEFI'},
	{code: 15, name: 'x86 UEFI boot from HTTP'},
	{code: 16, name: 'x64 UEFI boot from HTTP', tag: 'uefi-http'},
	{code: 19, name: 'ARM 64-bit UEFI boot from HTTP'},
];

export type Architecture = {
	code: number;
	name: string;
	/** Machines with the same tag get the same first stage; without one they get none from us. */
	tag?: FirmwareTag;
};

export type FirmwareTag = 'bios' | 'uefi' | 'uefi-http';
