import type {Milestone} from '../strategies/types.ts';
import {advance, isAbout, isOfTest, lastMilestone, newBootAfter, newProgress, type Progress} from './milestones.ts';
import type {Sighting} from './sightings.ts';

/** One boot of one machine. Times are milliseconds of one clock. */
export type Boot = {
	progress: Progress;
	/** When it was first heard of. */
	began: number;
	/** When it was last heard of. */
	heard: number;
	/** What it has fetched, in bytes, and over how many milliseconds of fetching. */
	bytes: number;
	fetching: number;
};

/** By MAC, in the order in which the machines were first seen. */
export type Boots = ReadonlyMap<string, Boot>;

/**
Machines that are remembered at a time: more than there are on any wire. Whoever makes names up by the thousand gets no
further.
*/
const most = 4096;

/**
The machines, after one more thing was seen. What is seen of an address alone belongs to the machine that has it:
behind another DHCP server that is known from the wire only.
@param macOf the machine that has an address now, as the kernel's neighbour table knows it
*/
export function seeBoot(
	boots: Boots,
	sighting: Sighting,
	{now, macOf}: {now: number; macOf: (address: string) => string | undefined},
): Boots {
	const isMac = sighting.who.includes(':');
	const known = [...boots].find(([, {progress}]) => isAbout(sighting, progress))?.[0];
	const mac = known ?? (isMac ? sighting.who : macOf(sighting.who));
	if (mac === undefined) {
		return boots;
	}

	const present = boots.get(mac);
	const boot = present && !isAnew(present, sighting)
		? present
		: {
			progress: present ? newBootAfter(present.progress) : newProgress(mac),
			began: now,
			heard: now,
			bytes: 0,
			fetching: 0,
		};
	const seconds = (now - boot.began) / 1000;
	// Who speaks from an address was given it, by whomever.
	const addressed = isMac || boot.progress.addresses.includes(sighting.who)
		? boot.progress
		: advance(boot.progress, {who: mac, saw: 'lease', address: sighting.who}, seconds);
	const after = new Map(present ? boots : withRoom(boots));
	if (sighting.saw === 'lease') {
		takeAddress(after, sighting.address);
	}

	return after.set(mac, {
		...boot,
		heard: now,
		progress: advance(addressed, {...withoutLength(sighting), who: mac}, seconds),
	});
}

/** Nobody here reads what a machine says of its hardware, which is long and would be kept. */
const withoutLength = (sighting: Sighting): Sighting =>
	sighting.saw === 'hardware' ? {...sighting, body: ''} : sighting;

/**
With room for more: of those that have fetched nothing, else of all, those that were silent the longest are forgotten,
an eighth at a time.
*/
function withRoom(boots: Boots): Boots {
	if (boots.size < most) {
		return boots;
	}

	const strangers = [...boots].filter(([, {progress}]) => progress.milestones.kernel === undefined);
	const candidates = strangers.length > 0 ? strangers : [...boots];
	const forgotten = new Set(candidates
		.toSorted(([, one], [, other]) => one.heard - other.heard)
		.slice(0, most / 8)
		.map(([mac]) => mac));
	return new Map([...boots].filter(([mac]) => !forgotten.has(mac)));
}

/**
Whether a report can be that of the machine it names; anybody on the wire can send one. It can where that machine has
the address, as we or the kernel's neighbour table know it. One that has booted may have sent it by another card, or
through a router; not from the address of another one, though.
*/
export function isCredible(
	{mac, client}: {mac: string; client: string},
	boots: Boots,
	macOf: (address: string) => string | undefined,
): boolean {
	const isItsAddress = boots.get(mac)?.progress.addresses.includes(client) ?? false;
	if (isItsAddress || macOf(client) === mac) {
		return true;
	}

	const hasBooted = boots.get(mac)?.progress.milestones.kernel !== undefined;
	return hasBooted && !boots.values().some(({progress}) => progress.addresses.includes(client));
}

/** An address is one machine's at a time: who had it before has it no more. */
function takeAddress(boots: Map<string, Boot>, address: string): void {
	for (const [mac, boot] of boots) {
		if (boot.progress.addresses.includes(address)) {
			boots.set(mac, {
				...boot,
				progress: {...boot.progress, addresses: boot.progress.addresses.filter(one => one !== address)},
			});
		}
	}
}

/** What has gone to the machine that has this address: a sign of life, too. */
export function addBytes(
	boots: Boots,
	{client, bytes, seconds, now}: {client: string; bytes: number; seconds: number; now: number},
): Boots {
	const found = [...boots].find(([, {progress}]) => progress.addresses.includes(client));
	return found ? new Map([...boots, [found[0], {
		...found[1],
		heard: now,
		bytes: found[1].bytes + bytes,
		fetching: found[1].fetching + (seconds * 1000),
	}]]) : boots;
}

/**
Firmware and loader come before the kernel, and firmware before the loader: where the later was seen already, the
machine was switched on again. So was one that was turned away and now is not.
*/
function isAnew({progress: {milestones, loaderRuns, turnedAway}}: Boot, sighting: Sighting): boolean {
	const {saw} = sighting;
	const isFirmwareAgain = saw === 'firmware' && !sighting.isIpxe && loaderRuns === true;
	return isFirmwareAgain
		|| (['firmware', 'loader', 'menu'].includes(saw) && milestones.kernel !== undefined)
		|| (saw === 'lease' && turnedAway !== undefined);
}

export type Standing = 'on its way' | 'up' | 'silent' | 'failed' | 'turned away';

/**
@param milestones of what it boots
@param patience milliseconds without a word after which a machine that is not up counts as silent
*/
export function standing(
	{progress, heard}: Boot,
	{now, milestones, patience}: {now: number; milestones: readonly Milestone[]; patience: number},
): Standing {
	if (progress.failure !== undefined && isOfTest(progress.failure)) {
		return 'failed';
	}

	if (lastMilestone(progress, milestones) === milestones.at(-1)) {
		return 'up';
	}

	if (progress.turnedAway !== undefined) {
		return 'turned away';
	}

	if (progress.failure !== undefined) {
		return 'failed';
	}

	return now - heard > patience ? 'silent' : 'on its way';
}
