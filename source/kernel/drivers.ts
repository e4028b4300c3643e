import {companionsOf} from './hardware/companions.ts';

/**
Folders below `kernel/drivers/net/` whose modules drive a wired card one can netboot from. Left out on purpose:
wireless, can, ppp, hamradio, wan and the virtual devices, which no firmware boots over.
*/
const networkFolders = ['ethernet', 'phy', 'mdio', 'pcs', 'usb', 'hyperv', 'fjes', 'vmxnet3'];

/** Network drivers that lie directly in `kernel/drivers/net/`. */
const networkModules = ['virtio_net', 'xen_netfront', 'mii', 'mdio'];

/**
What every node carries, whatever its drivers: the buses that cards hang on (nothing in the card's own driver names
them as a dependency) and a USB keyboard, so that the fall-back shell can be typed into.
*/
const alwaysModules = [
	'virtio_pci', 'virtio_mmio', 'hv_vmbus', 'xhci_pci', 'ehci_pci', 'ohci_pci', 'uhci_hcd', 'usbhid', 'hid_generic',
	'af_packet',
];

/**
An awk program that reads `modules.dep` and `modules.builtin` and prints the wanted modules' names, one a line. What
they need in turn (hard and soft dependencies) is kmod's knowledge: `modprobe --show-depends`.
*/
export function selectDriversProgram(
	drivers: 'all-network' | readonly string[],
	further: readonly string[] = [],
): string {
	const everyCard = drivers === 'all-network';
	const asked = everyCard ? [] : drivers.flatMap(name => companionsOf(name));
	const names = [
		...alwaysModules,
		...(everyCard ? networkModules : []),
		...[...asked, ...further].map(name => name.replaceAll('-', '_')),
	];
	return [
		'# Prints the names of the wanted modules, out of modules.dep and modules.builtin.',
		'BEGIN {',
		'\tFS = ":"',
		`\tsplit("${names.join(' ')}", list, " ")`,
		'\tfor (i in list) wanted[list[i]] = 1',
		'}',
		'{',
		'\tname = $1',
		'\tsub(/.*\\//, "", name); sub(/\\.ko.*/, "", name); gsub(/-/, "_", name)',
		...(everyCard ? [`\tif ($1 ~ /\\/drivers\\/net\\/(${networkFolders.join('|')})\\//) wanted[name] = 1`] : []),
		'\tif (name in wanted) print name',
		'\thave[name] = 1',
		'}',
		...(everyCard ? [] : demand(drivers)),
		'',
	].join('\n');
}

/** A module that was asked for by name must be there. */
function demand(names: readonly string[]): string[] {
	return [
		'END {',
		`\tcount = split("${names.map(name => name.replaceAll('-', '_')).join(' ')}", asked, " ")`,
		'\tfor (i = 1; i <= count; i++) {',
		'\t\tif (!(asked[i] in have)) {',
		'\t\t\tprint "this kernel has no module " asked[i] >"/dev/stderr"',
		'\t\t\texit 1',
		'\t\t}',
		'\t\tif (!(asked[i] in wanted)) print asked[i]',
		'\t}',
		'}',
	];
}
