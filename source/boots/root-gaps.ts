import {tooLittle} from './kernel-gap.ts';
import type {Cause, Known} from './known.ts';

// What comes between its own system and the word that it is up.

/** Its /init runs; one that is heard of over the network only has an address already. */
export function atInit(known: Known): Cause[] {
	return known.console === undefined
		? atNetwork(known)
		: [
			'/init hangs before the network is up: a driver failed to start, or the link is down.',
			'No DHCP server answers the running system.',
		];
}

export function atNetwork({booting: {milestones}, network: {lab}, console}: Known): Cause[] {
	const next = milestones[milestones.indexOf('network') + 1];
	if (next === 'image') {
		return [
			'The image is not downloaded: a firewall between node and server blocks TCP 80, '
			+ 'or the node cannot reach the image server.',
			lab
				? {why: 'The image download is slow.', hint: moreTime}
				: 'A cable or switch loses packets, or the image is large for the node\'s network card: '
					+ 'check the transfer rate.',
		];
	}

	if (next === 'root') {
		return [
			'The NFS server does not answer: a firewall blocks it (TCP 2049; for NFS 3 also 111 and 20048), '
			+ 'or it does not run.',
			...(lab ? [] : ['The node is slow: an old server disk or a busy server.']),
		];
	}

	return [`The node reached the network and then stopped; the ${screen(console)} shows where.`];
}

const moreTime = 'Give the node more time (--timeout).';

const screen = (console: Known['console']) => console === undefined ? 'screen' : 'console';

/** The image came. */
export function atImage(known: Known): Cause[] {
	const {console, memory} = known;
	return [
		...(memory === undefined ? tooLittle(known) : [notUnpacked(memory)]),
		`Checking the image hangs; the ${screen(console)} shows the last message.`,
		...(console === undefined ? [noFileSystem] : []),
	];
}

function notUnpacked(memory: number): string {
	return 'The image was downloaded but is not unpacked yet: unpacking is slow, '
		+ `or ${memory} MiB of memory is too little for the image and its content.`;
}

const noFileSystem = 'The image is correct, but mounting it failed: '
	+ 'a file system driver (squashfs, overlay, ext4) is missing, or the node ran out of memory.';

/** The image came, and is the right one. */
export function atVerified(known: Known): Cause[] {
	return [...tooLittle(known), noFileSystem];
}

/**
The init of the root was started. Systemd names what it waits for; its lines end in the name of the unit or in what the
unit says of itself.
*/
export function atRoot({console}: Known): Cause[] {
	const unknownInit = 'ramstrap does not know the system\'s init, so nothing reports that the node is up.';
	if (console === undefined) {
		return [notReported, unknownInit];
	}

	const waits = console.findLast(line => waiting.test(line));
	const unit = waiting.exec(waits ?? '')?.[1];
	return [
		...(unit ? [`The system started and waits for ${unit}: this node does not have that disk or service.`] : []),
		{
			why: 'The system\'s init runs, but has not finished starting services; the console shows the last message.',
			hint: moreTime,
		},
		unknownInit,
	];
}

const notReported = 'The system runs but has not reported that it is up: '
	+ 'a service waits for a missing disk or network. '
	+ 'The node\'s screen shows which.';

const waiting = /(?:A (?:start|stop) job is running for|Timed out waiting for device|Dependency failed for|Failed to start|Expecting device) (.+?)(?: \(.*\))?(?:\.{3}|\.)?$/;

/** It was up, and is no more. */
export function atUp(): Cause[] {
	return [
		'The node still needs the server: for its root or another mount over NFS, '
		+ 'or for a program that needs the network.',
	];
}
