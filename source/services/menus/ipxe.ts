import type {BootEntry, BootMenu} from '../types.ts';

/**
The script iPXE runs. `ownScripts`: some nodes have a script of their own below `/mac/`; look there first.
The server stands in it as a number: `${next-server}` is whatever DHCP server spoke
last, often the router (netboot.xyz#736).
*/
export function renderIpxe(menu: BootMenu, {ownScripts = false} = {}): string {
	const memory = slots.map(slot => `\${smbios/${slot}.17.12.2:hexraw}`).join('-');
	return [
		'#!ipxe',
		// Who fetches the kernel says with it which card it came by and how much memory it has,
		// slot by slot: should it fall silent, that says why.
		`set machine card=\${netX/busid:hexraw}&memory=${memory}`,
		// Replaced, not called: "exit" in the node's script must leave iPXE, not come back to this menu.
		...(ownScripts ? [`chain --replace --autofree ${menu.server}/mac/\${netX/mac:hexhyp}.ipxe ||`] : []),
		...(menu.timeout > 0 ? choose(menu) : [':menu', `goto ${defaultOf(menu)}`]),
		...menu.entries.flatMap(entry => boot(entry, menu.server)),
		'',
		':shell',
		'shell ||',
		'goto menu',
		'',
		':local',
		'exit 1',
		'',
		':failed',
		'echo Loading failed. Is the server still running?',
		'prompt --key s --timeout 5000 Press s for a shell; trying again in 5 seconds. && goto shell ||',
		'goto menu',
		'',
	].join('\n');
}

/** Where a node's own script is: `/mac/52-54-00-12-34-56.ipxe`. */
export function ipxePath(mac: string): string {
	return `/mac/${mac.replaceAll(':', '-')}.ipxe`;
}

/** Of the memory devices in SMBIOS (type 17) that a machine of a homelab may have. */
const slots = Array.from({length: 16}, (_, slot) => slot);

const defaultOf = ({entries, fromDisk}: BootMenu): string => fromDisk ? 'local' : `boot-${entries[0].name}`;

function choose(menu: BootMenu): string[] {
	const {entries, timeout} = menu;
	return [
		':menu',
		'menu Network boot by ramstrap',
		...entries.map(({name, title}) => `item boot-${name} ${title}`),
		'item shell iPXE shell',
		'item local Boot from the local disk',
		`choose --default ${defaultOf(menu)} --timeout ${timeout * 1000} selected || goto local`,
		// eslint-disable-next-line no-template-curly-in-string -- a variable of iPXE
		'goto ${selected}',
	];
}

function boot({name, kernel, initrd, ownInitrd, words}: BootEntry, server: string): string[] {
	const initrds = Object.entries({node: ownInitrd, initrd}).filter(([, path]) => path !== undefined);
	const given = [...initrds.map(([as]) => `initrd=${as}`), ...words].join(' ');
	return [
		'',
		`:boot-${name}`,
		'imgfree',
		// In UEFI the kernel finds its initrds by their names on its command line, in that order
		// (efi/libstub); in BIOS the words do no harm.
		// A newer kernel and a newer iPXE leave the words alone: there it is the
		// order in which they were loaded that counts.
		// BOOTIF names the card it came by, as pxelinux does; 01 is Ethernet.
		`kernel ${server}${kernel}?\${machine} ${given} BOOTIF=01-\${netX/mac:hexhyp} || goto failed`,
		...initrds.map(([as, path]) => `initrd --name ${as} ${server}${path} || goto failed`),
		'boot || goto failed',
	];
}
