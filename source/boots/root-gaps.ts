import {tooLittle} from './kernel-gap.ts';
import type {Cause, Known} from './known.ts';

// What comes between its own system and the word that it is up.

/** Its /init runs; one that is heard of over the network only has an address already. */
export function atInit(known: Known): Cause[] {
	return known.console === undefined
		? atNetwork(known)
		: ['/init hangs before the network is up: a driver that does not come up, or no carrier on the wire.', 'Nobody answers the DHCP request of the running system.'];
}

export function atNetwork({booting: {milestones}, network: {lab}, console}: Known): Cause[] {
	const next = milestones[milestones.indexOf('network') + 1];
	if (next === 'image') {
		return [
			'The image does not come: a firewall between node and server (TCP 80), or the server that has the image cannot be reached from there.',
			lab
				? {why: 'The image is on its way, and the way is slow.', hint: moreTime}
				: 'A cable or switch loses packets, or the image is large for its network card: look at the rate.',
		];
	}

	if (next === 'root') {
		return [
			'The NFS server does not answer: a firewall between node and server (TCP 2049; for NFS 3 also 111 and 20048), or it does not run.',
			...(lab ? [] : ['The node is on its way and slow: an old disk or a busy server.']),
		];
	}

	return [`The node reached the network and then stopped; its ${screen(console)} says where.`];
}

const moreTime = 'Give the node more time (--timeout).';

const screen = (console: Known['console']) => console === undefined ? 'screen' : 'console';

/** The image came. */
export function atImage(known: Known): Cause[] {
	const {console, memory} = known;
	return [
		...(memory === undefined ? tooLittle(known) : [`The image came and was not yet put in place: unpacking takes long, or ${memory} MiB of memory are too little for the image and what is in it.`]),
		`What checks the image hangs: its ${screen(console)} says what it did last.`,
		...(console === undefined ? [noFileSystem] : []),
	];
}

const noFileSystem = 'The image is the right one, and could not be made a root: a driver of its file system (squashfs, overlay, ext4) is missing, or memory ran out.';

/** The image came, and is the right one. */
export function atVerified(known: Known): Cause[] {
	return [...tooLittle(known), noFileSystem];
}

/** The init of the root was started. Systemd names what it waits for; its lines end in the name of the unit or in what the unit says of itself. */
export function atRoot({console}: Known): Cause[] {
	const unknownInit = 'The init of the root is none that ramstrap knows, so that nobody says that the node is up.';
	if (console === undefined) {
		return ['Its system runs and has not said that it is up: a service waits for a disk or a network that is not there. Its screen says which.', unknownInit];
	}

	const waits = console.findLast(line => waiting.test(line));
	const unit = waiting.exec(waits ?? '')?.[1];
	return [
		...(unit ? [`The system started and waits for ${unit}: that disk or service is not there on this node.`] : []),
		{why: 'The init of the root runs, and not all it starts has come up: its console says what was last.', hint: moreTime},
		unknownInit,
	];
}

const waiting = /(?:A (?:start|stop) job is running for|Timed out waiting for device|Dependency failed for|Failed to start|Expecting device) (.+?)(?: \(.*\))?(?:\.{3}|\.)?$/;

/** It was up, and is no more. */
export function atUp(): Cause[] {
	return ['Something in the node still needs the server: its root or another mount over NFS, or a program that cannot do without the network.'];
}
