import type {Cause, Known} from './known.ts';
import type {Progress} from './milestones.ts';

// What comes between a machine and its kernel: firmware, the network, the loader.

/** It has no address. */
export function atNone({progress: {asked, turnedAway, loaderRuns}, network: {dhcp, lab}}: Known): Cause[] {
	if (turnedAway !== undefined) {
		const why = turnedAwayCauses[turnedAway];
		return [turnedAway === 'refused' && !lab ? {why, hint: 'Adopt the machine, and restart it.'} : why];
	}

	if (!asked) {
		return lab ? neverAsked : unseen;
	}

	if (lab) {
		return [
			'The DHCP server did not give the node an address: no address is free, or only known machines get one.',
		];
	}

	const slow = slowPort('The switch');
	return dhcp === 'full' ? [
		'The node did not accept the offered address: another DHCP server also answered, '
		+ 'and the node took its address.',
		slow,
		'A firewall blocks UDP 67.',
	] : [
		'The DHCP server of this network gave the node no address, or the node has not used it yet.',
		...(loaderRuns ? noMenu : ['A firewall, here or on the way, blocks UDP 69 and 4011, or the HTTP port.']),
		slow,
	];
}

/** By what the DHCP server said. */
const turnedAwayCauses: Record<NonNullable<Progress['turnedAway']>, string> = {
	refused: 'The machine is not listed in nodes, and server.unknown is refuse.',
	outrun: 'Another machine that started at the same time took the offered address. Restart the node. '
		+ 'If that does not help, server.range is smaller than the number of machines.',
	'range-used-up': 'The DHCP server has no free address: server.range is smaller than the number of machines, '
		+ 'or old leases have not expired (server.lease).',
};

/** Ports of managed switches listen and learn for 15 seconds each before they forward (IEEE 802.1D, 8.5.10). */
export function slowPort(who: string): string {
	return `${who} blocks traffic for 30 seconds after the link comes up (STP): set its port to "edge" (portfast).`;
}

const neverAsked = [
	'The node never requested an address: it does not boot from its network card, or the card has no boot ROM.',
];

const unseen = [
	'The node is off, boots from its disk first (boot order in its firmware), or has network boot turned off.',
	'The node is on another network: another switch, or its port has the wrong VLAN.',
	slowPort('The node was just switched on, and the switch'),
];

/** It has an address, and no first stage. */
export function atDhcp({progress: {loaderRuns}, network: {dhcp, lab}}: Known): Cause[] {
	if (lab) {
		return [
			'ramstrap has no first stage for this firmware.',
			'The firmware does not load the first stage it is offered; the console shows why.',
		];
	}

	return loaderRuns ? noMenu : [
		'The node did not download the loader: a firewall, here or on the way, blocks UDP 69 and ports above 1024, '
		+ 'or the HTTP port.',
		dhcp === 'proxy' ? onlyRouter : anotherServer,
		'A running system, not the firmware, requested the address: the disk is before the network in the boot order.',
	];
}

const onlyRouter = 'Its firmware, like some UEFI, accepts boot options only from the server that gave its address: '
	+ 'configure the router (--mode external).';

const anotherServer = 'Another DHCP server also answered, with a different boot server.';

const noMenu = [
	'The loader runs but does not get its menu: a firewall, here or on the way, blocks the HTTP port.',
	anotherServer,
];

const unsigned = 'The loader was downloaded but did not start: Secure Boot rejects it because it is not signed. '
	+ 'Turn Secure Boot off in the firmware, or set server.uefi: grub.';

const refusedSigned = 'The loader was downloaded but did not start: with Secure Boot on, the firmware must trust '
	+ 'Microsoft\'s third-party certificate (on some machines a setting, off by default), and may have revoked this '
	+ 'version.';

const noDriver = 'The loader has no driver for its network card.';

/** It has its loader, and no kernel. */
export function atFirstStage({progress: {firmware, loaderRuns, gotMenu, gotSigned}, network: {lab}}: Known): Cause[] {
	if (gotMenu) {
		return [
			'The boot menu waits for a key, or its shell was chosen.',
			lab
				? 'The loader could not fetch the kernel over HTTP (TCP 80).'
				: 'The kernel is not downloaded: a firewall blocks the HTTP port, or a cable or switch loses packets.',
		];
	}

	if (lab) {
		return [noDriver, 'The loader could not fetch its menu.'];
	}

	return loaderRuns ? noMenu : [
		...(firmware === 'bios' ? [] : [gotSigned ? refusedSigned : unsigned]),
		slowPort('The loader resets the link, and the switch'),
		noDriver,
		...noMenu,
	];
}
