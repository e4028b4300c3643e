import {toldCauses, turnedAwayCauses} from '../boots/diagnosis.ts';
import {lastMilestone, type Progress} from '../boots/milestones.ts';
import type {Milestone} from '../strategies/types.ts';
import type {Dhcp} from '../services/types.ts';
import type {CardDrivers} from '../boots/card-drivers.ts';

export type Situation = {
	milestones: readonly Milestone[];
	dhcp: Dhcp['mode'];
	/** MiB that what it boots needs. */
	memory: number;
	/** Of what it boots, where that is known. */
	drivers?: CardDrivers | undefined;
};

/** What usually keeps a real machine from the next milestone, likeliest first. There is no console to look at: only what servers saw, and what the node said. */
export function causesOf(progress: Progress, situation: Situation): string[] {
	const told = progress.failure === undefined ? [] : toldCauses(progress.failure, situation);
	if (told.length > 0) {
		return told;
	}

	const missing = [...new Set(progress.missing)].map(path => `The server does not have ${path}, which the node asked for: start it again, or publish anew.`);
	return [...missing, ...gap(progress, situation)];
}

/** Of one that never asked. */
export const unseenCauses = [
	'It is off, boots from its disk first (boot order in its firmware), or its network boot is off.',
	'It is on another network: another switch, or a wrong VLAN on its port.',
	slowPort('It was switched on just now, and the switch'),
];

/** Ports of managed switches listen and learn for 15 seconds each before they forward (IEEE 802.1D, 8.5.10). */
function slowPort(who: string): string {
	return `${who} lets nothing through for 30 seconds after the link comes up (STP): set its port to "edge" (portfast).`;
}

function gap(progress: Progress, {milestones, dhcp, memory, drivers}: Situation): string[] {
	const last = lastMilestone(progress, milestones);
	switch (last) {
		case 'none': {
			return noAddress(progress, dhcp);
		}

		case 'dhcp': {
			return progress.loaderRuns ? noMenu : [
				'It fetched no loader: a firewall, here or on the way, keeps it from UDP 69 and the ports above 1024, or from the HTTP port.',
				dhcp === 'proxy' ? 'Its firmware takes only what the server of its address says, as some UEFI do: tell the router what to boot (--mode external).' : 'Another DHCP server answered as well, and named another boot server.',
				'It asked for its address in order to run, not to boot: its disk stands before the network in its boot order.',
			];
		}

		case 'first-stage': {
			return afterLoader(progress);
		}

		case 'kernel': {
			return kernel(progress, memory, drivers);
		}

		case 'init':
		case 'network': {
			const next = milestones[milestones.indexOf(last) + 1];
			return next === 'root'
				? ['The NFS server does not answer it: a firewall (TCP 2049; for NFS 3 also 111 and 20048).', 'The node is on its way and slow: an old disk or a busy server.']
				: ['The image does not come: a firewall, or a cable or switch that loses packets.', 'The image is large for its network card: look at the rate.'];
		}

		case 'image':
		case 'verified': {
			return [`What came could not be made a root: it needs ${memory} MiB of memory and may have less.`, 'A driver of the image\'s file system is missing in its kernel (squashfs, overlay, ext4).'];
		}

		case 'root':
		case 'up': {
			return ['Its system runs and has not said that it is up: a service waits for a disk or a network that is not there. Its screen says which.'];
		}
	}
}

function noAddress({turnedAway, loaderRuns}: Progress, dhcp: Dhcp['mode']): string[] {
	if (turnedAway !== undefined) {
		return [`${turnedAwayCauses[turnedAway]}${turnedAway === 'refused' ? ' Adopt it, and switch it on again.' : ''}`];
	}

	const slow = slowPort('The switch');
	return dhcp === 'full'
		? ['It was offered an address and did not take it: another DHCP server answered as well, and it took that one\'s.', slow, 'A firewall keeps its packets from UDP 67.']
		: ['The DHCP server of this network gave it no address, or the node has not used it yet.', ...(loaderRuns ? noMenu : ['A firewall, here or on the way, keeps it from UDP 69 and 4011, or from the HTTP port.']), slow];
}

const noMenu = [
	'Its loader runs and does not get its menu: a firewall, here or on the way, keeps it from the HTTP port.',
	'Another DHCP server answered as well, and named another boot server.',
];

function afterLoader({firmware, loaderRuns, gotMenu}: Progress): string[] {
	if (gotMenu) {
		return ['Its boot menu waits for a key, or somebody has chosen the shell there.', 'The kernel does not come: a firewall keeps it from the HTTP port, or a cable or switch loses packets.'];
	}

	return loaderRuns ? noMenu : [
		...(firmware === 'bios' ? [] : ['The loader is there and asks for nothing more: Secure Boot refuses it, as it is not signed. Switch Secure Boot off in its firmware.']),
		slowPort('The loader takes the link down and up, and the switch'),
		'The loader has no driver for its network card.',
		...noMenu,
	];
}

/** Its own system speaks once it has an address: until then it can have everything, or nothing. */
function kernel({gotInitrd, card, memory: has}: Progress, needed: number, drivers?: CardDrivers): string[] {
	if (!gotInitrd) {
		return ['The loader did not get all of the initial archive: a cable or switch that loses packets, or too little memory to put it in.'];
	}

	const driven = card === undefined ? undefined : drivers?.(card);
	if (driven?.there === false) {
		return [noDriver(card!, driven.modules)];
	}

	return [
		...tooLittle(has, needed),
		...(driven === undefined ? ['The running system has no driver for its network card, and so cannot report: its screen says which card. kernel.drivers: all-network has all of them.'] : []),
		slowPort('Its driver takes the link down and up, and the switch'),
		'Nobody answers the DHCP request of the running system, or the kernel stops before it makes one: its screen says where.',
	];
}

/** Of what is installed, firmware and graphics take their part. @param needed in the firmware that needs more */
function tooLittle(has: number | undefined, needed: number): string[] {
	if (has === undefined) {
		return [`Too little memory: what it boots needs ${needed} MiB, and may not unpack in less.`];
	}

	return has < needed * 1.25 ? [`Too little memory: it has ${has} MiB, and what it boots needs up to ${needed}.`] : [];
}

function noDriver(card: string, modules: readonly string[]): string {
	return modules.length > 0
		? `No driver: its network card (PCI ${card}) wants ${modules.join(' or ')}, which kernel.drivers of the recipe does not have.`
		: `No driver: this kernel has none for its network card (PCI ${card}). Another may: kernel in the recipe.`;
}
