import type {Milestone} from '../strategies/types.ts';
import {lastMilestone, type Progress} from './milestones.ts';
import {signs} from './signs.ts';

/** What usually causes a node to stop where this one stopped, likeliest first. */
export function diagnose(progress: Progress, facts: Circumstances): string[] {
	const told = toldCauses(textOf(progress, facts), facts);
	if (told.length > 0) {
		return told;
	}

	const missing = new Set(progress.missing.map(path => `The server does not have ${path}, which the node asked for.`));
	return [...missing, ...gapCauses(progress, facts)];
}

/** What a node says of itself is the whole story: earlier tries may stand above it. A panic is only where the story ends. */
function textOf({failure}: Progress, {tail}: Circumstances): string {
	return failure === undefined || failure.startsWith('Kernel panic') ? [failure ?? '', ...tail].join('\n') : failure;
}

/** What the very words of a console or of a node mean. @param facts memory: MiB of the node */
export function toldCauses(text: string, facts: {memory: number}): string[] {
	return signs.flatMap(({sign, cause}) => {
		const words = sign.exec(text);
		return words ? [cause(facts, words[1]?.trim() ?? '')] : [];
	});
}

export type Circumstances = {
	/** The last lines of the console. */
	tail: readonly string[];
	/** MiB the node has. */
	memory: number;
	milestones: readonly Milestone[];
	/** The virtual machine has ended by itself. */
	ended: boolean;
};

/** By the last milestone that was reached: what comes between it and the next. */
function gapCauses(progress: Progress, facts: Circumstances): string[] {
	switch (lastMilestone(progress, facts.milestones)) {
		case 'none': {
			if (progress.turnedAway !== undefined) {
				return [turnedAwayCauses[progress.turnedAway]];
			}

			return progress.asked
				? ['DHCP did not give the node an address: the range is used up, or only known machines get one.']
				: ['The node never asked for an address: it does not boot from its network card, or the card has no boot ROM.', 'The node is not on the same network as the server.'];
		}

		case 'dhcp': {
			return [
				'The first stage was not loaded: a firewall between node and server (UDP 69 and the ports above 1024, TCP 80).',
				'Another DHCP server answered too and named another boot server.',
				'There is no first stage for this kind of firmware.',
			];
		}

		case 'first-stage': {
			return ['The boot menu waits for a key, or for a server that no longer runs.', 'The loader could not fetch the kernel over HTTP (TCP 80).'];
		}

		case 'kernel': {
			return kernelCauses(progress, facts);
		}

		case 'init': {
			return ['/init hangs before the network is up: a driver that does not come up, or no carrier on the wire.', 'Nobody answers the DHCP request of the running system.'];
		}

		case 'network': {
			return networkCauses(facts);
		}

		case 'image': {
			return [
				`The image came and was not yet put in place: unpacking takes long, or ${facts.memory} MiB of memory are too little for the image and what is in it.`,
				'What checks the image hangs: its console says what it did last.',
			];
		}

		case 'verified': {
			return ['The image is the right one, and could not be made a root: a driver of its file system (squashfs, overlay, ext4) is missing, or memory ran out.'];
		}

		case 'root': {
			return rootCauses(facts);
		}

		case 'up': {
			return ['Something in the node still needs the server: its root or another mount over NFS, or a program that cannot do without the network.'];
		}
	}
}

/** Why a machine gets no address, by what the DHCP server said. */
export const turnedAwayCauses: Record<NonNullable<Progress['turnedAway']>, string> = {
	refused: 'It is not among the known machines (nodes of the recipe), and server.unknown is refuse.',
	outrun: 'The address it was offered went to another machine that started at the same time: start it again. If that does not help, server.range is smaller than the number of machines.',
	'range-used-up': 'The DHCP server has no address left: server.range is smaller than the number of machines, or leases of machines that are gone still run (server.lease).',
};

function kernelCauses({gotInitrd, kernelSpoke}: Progress, {memory, ended}: Circumstances): string[] {
	if (!gotInitrd) {
		return [`The loader did not finish fetching the initial archive: it may be too big for ${memory} MiB of memory.`];
	}

	if (ended && !kernelSpoke) {
		return [`The kernel gave up before it could speak: ${memory} MiB of memory is too little for it and the initial archive.`];
	}

	return [
		...(kernelSpoke ? [] : ['The kernel says nothing on the serial port: console=ttyS0 is missing from its words, or it has no driver for a serial console.']),
		`The unpacked archive does not fit in ${memory} MiB of memory.`,
		ended ? 'The kernel restarted the machine before it reached /init.' : 'The kernel hangs; the accelerator may be the cause: try --accel tcg.',
	];
}

function networkCauses({milestones}: Circumstances): string[] {
	const next = milestones[milestones.indexOf('network') + 1];
	if (next === 'image') {
		return [
			'The image does not come: a firewall between node and server (TCP 80), or the server that has the image cannot be reached from there.',
			'The image is on its way, and the way is slow: give the node more time (--timeout).',
		];
	}

	return [next === 'root'
		? 'The NFS server does not answer: a firewall between node and server (TCP 2049; for NFS 3 also 111 and 20048), or it does not run.'
		: 'The node reached the network and then stopped; its console says where.'];
}

/** Systemd names what it waits for; its lines end in the name of the unit or in what the unit says of itself. */
function rootCauses({tail}: Circumstances): string[] {
	const waits = tail.findLast(line => waiting.test(line));
	const unit = waiting.exec(waits ?? '')?.[1];
	return [
		...(unit ? [`The system started and waits for ${unit}: that disk or service is not there on this node.`] : []),
		'The init of the root runs, and not all it starts has come up: its console says what was last. An emulated machine may just need more time (--timeout).',
		'The init of the root is none that ramstrap knows, so that nobody says that the node is up.',
	];
}

const waiting = /(?:A (?:start|stop) job is running for|Timed out waiting for device|Dependency failed for|Failed to start|Expecting device) (.+?)(?: \(.*\))?(?:\.{3}|\.)?$/;
