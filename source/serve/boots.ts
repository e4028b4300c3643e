import {advance, isAbout, lastMilestone, newProgress, type Progress} from '../rehearse/milestones.ts';
import type {Sighting} from '../rehearse/sightings.ts';
import type {Milestone} from '../strategies/types.ts';

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
The machines, after one more thing was seen. What is seen of an address alone belongs to the machine that has it:
behind another DHCP server that is known from the wire only.
@param macOf the machine that has an address now, as the kernel's neighbour table knows it
*/
export function seeBoot(boots: Boots, sighting: Sighting, {now, macOf}: {now: number; macOf: (address: string) => string | undefined}): Boots {
	const isMac = sighting.who.includes(':');
	const known = [...boots].find(([, {progress}]) => isAbout(sighting, progress))?.[0];
	const mac = known ?? (isMac ? sighting.who : macOf(sighting.who));
	if (mac === undefined) {
		return boots;
	}

	const present = boots.get(mac);
	const boot = present && !isAnew(present, sighting) ? present : {progress: newProgress(mac), began: now, heard: now, bytes: 0, fetching: 0};
	const seconds = (now - boot.began) / 1000;
	const others = sighting.saw === 'lease' ? withoutAddress(boots, mac, sighting.address) : boots;
	// Who speaks from an address was given it, by whomever.
	const addressed = isMac || boot.progress.addresses.includes(sighting.who) ? boot.progress : advance(boot.progress, {who: mac, saw: 'lease', address: sighting.who}, seconds);
	return new Map([...others, [mac, {...boot, heard: now, progress: advance(addressed, {...sighting, who: mac}, seconds)}]]);
}

/** An address is one machine's at a time: who had it before has it no more. */
function withoutAddress(boots: Boots, mac: string, address: string): Boots {
	const without = (boot: Boot): Boot => ({...boot, progress: {...boot.progress, addresses: boot.progress.addresses.filter(one => one !== address)}});
	return new Map([...boots].map(([whose, boot]) => [whose, whose === mac ? boot : without(boot)]));
}

/** What has gone to the machine that has this address: a sign of life, too. */
export function addBytes(boots: Boots, {client, bytes, seconds, now}: {client: string; bytes: number; seconds: number; now: number}): Boots {
	const found = [...boots].find(([, {progress}]) => progress.addresses.includes(client));
	return found ? new Map([...boots, [found[0], {...found[1], heard: now, bytes: found[1].bytes + bytes, fetching: found[1].fetching + (seconds * 1000)}]]) : boots;
}

/** Firmware and loader come before the kernel, and firmware before the loader: where the later was seen already, the machine was switched on again. So was one that was turned away and now is not. */
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
export function standing({progress, heard}: Boot, {now, milestones, patience}: {now: number; milestones: readonly Milestone[]; patience: number}): Standing {
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
