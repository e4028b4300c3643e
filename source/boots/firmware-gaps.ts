import type {Cause, Known} from './known.ts';
import type {Progress} from './milestones.ts';

// What comes between a machine and its kernel: firmware, the network, the loader.

/** It has no address. */
export function atNone({progress: {asked, turnedAway, loaderRuns}, network: {dhcp, lab}}: Known): Cause[] {
	if (turnedAway !== undefined) {
		const why = turnedAwayCauses[turnedAway];
		return [turnedAway === 'refused' && !lab ? {why, hint: 'Adopt it, and switch it on again.'} : why];
	}

	if (!asked) {
		return lab ? ['The node never asked for an address: it does not boot from its network card, or the card has no boot ROM.'] : unseen;
	}

	if (lab) {
		return ['DHCP did not give the node an address: the range is used up, or only known machines get one.'];
	}

	const slow = slowPort('The switch');
	return dhcp === 'full'
		? ['It was offered an address and did not take it: another DHCP server answered as well, and it took that one\'s.', slow, 'A firewall keeps its packets from UDP 67.']
		: ['The DHCP server of this network gave it no address, or the node has not used it yet.', ...(loaderRuns ? noMenu : ['A firewall, here or on the way, keeps it from UDP 69 and 4011, or from the HTTP port.']), slow];
}

/** By what the DHCP server said. */
const turnedAwayCauses: Record<NonNullable<Progress['turnedAway']>, string> = {
	refused: 'It is not among the known machines (nodes of the recipe), and server.unknown is refuse.',
	outrun: 'The address it was offered went to another machine that started at the same time: start it again. If that does not help, server.range is smaller than the number of machines.',
	'range-used-up': 'The DHCP server has no address left: server.range is smaller than the number of machines, or leases of machines that are gone still run (server.lease).',
};

/** Ports of managed switches listen and learn for 15 seconds each before they forward (IEEE 802.1D, 8.5.10). */
export function slowPort(who: string): string {
	return `${who} lets nothing through for 30 seconds after the link comes up (STP): set its port to "edge" (portfast).`;
}

const unseen = [
	'It is off, boots from its disk first (boot order in its firmware), or its network boot is off.',
	'It is on another network: another switch, or a wrong VLAN on its port.',
	slowPort('It was switched on just now, and the switch'),
];

/** It has an address, and no first stage. */
export function atDhcp({progress: {loaderRuns}, network: {dhcp, lab}}: Known): Cause[] {
	if (lab) {
		return ['There is no first stage for this kind of firmware.', 'Its firmware does not take the first stage it is offered: its console says why.'];
	}

	return loaderRuns ? noMenu : [
		'It fetched no loader: a firewall, here or on the way, keeps it from UDP 69 and the ports above 1024, or from the HTTP port.',
		dhcp === 'proxy' ? 'Its firmware takes only what the server of its address says, as some UEFI do: tell the router what to boot (--mode external).' : anotherServer,
		'It asked for its address in order to run, not to boot: its disk stands before the network in its boot order.',
	];
}

const anotherServer = 'Another DHCP server answered as well, and named another boot server.';

const noMenu = ['Its loader runs and does not get its menu: a firewall, here or on the way, keeps it from the HTTP port.', anotherServer];

/** It has its loader, and no kernel. */
export function atFirstStage({progress: {firmware, loaderRuns, gotMenu}, network: {lab}}: Known): Cause[] {
	const noDriver = 'The loader has no driver for its network card.';
	if (gotMenu) {
		return [
			'Its boot menu waits for a key, or somebody has chosen the shell there.',
			lab ? 'The loader could not fetch the kernel over HTTP (TCP 80).' : 'The kernel does not come: a firewall keeps it from the HTTP port, or a cable or switch loses packets.',
		];
	}

	if (lab) {
		return [noDriver, 'The loader could not fetch its menu.'];
	}

	return loaderRuns ? noMenu : [
		...(firmware === 'bios' ? [] : ['The loader is there and asks for nothing more: Secure Boot refuses it, as it is not signed. Switch Secure Boot off in its firmware.']),
		slowPort('The loader takes the link down and up, and the switch'),
		noDriver,
		...noMenu,
	];
}
