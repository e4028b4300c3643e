import {diagnose} from '../boots/diagnosis.ts';
import type {Known} from '../boots/known.ts';
import {advance, isAbout, lastMilestone, newProgress, type Progress} from '../boots/milestones.ts';
import type {Sighting} from '../boots/sightings.ts';
import type {LabEvent, LabSpec, Silence} from './types.ts';

/**
Keeps how far one node has come. Says each new milestone, and calls `onSettled` when there is nothing more to wait for.
*/
export function trackNode({mac, spec, emit, seconds, onSettled}: Tracking): Tracker {
	let progress = newProgress(mac);
	let end: NodeJS.Timeout | undefined;
	return {
		see(sighting) {
			const foreign = sighting.saw === 'milestone' && !spec.milestones.includes(sighting.name);
			if (foreign || !isAbout(sighting, progress)) {
				return;
			}

			const before = progress;
			progress = advance(progress, sighting, seconds());
			sayNew(before, progress, {spec, emit});
			const wait = patienceWith(progress, spec);
			if (!wait) {
				return;
			}

			// One timer only: another would keep the lab waiting for it when all is over.
			clearTimeout(end);
			end = setTimeout(onSettled, wait.milliseconds, wait.reason);
		},
		progress: () => progress,
		isUp: () => lastMilestone(progress, spec.milestones) === spec.milestones.at(-1),
		silence(facts) {
			const {network: {dhcp, lab}, milestones, boot} = spec;
			const booting = {milestones, initrd: boot.initrd !== undefined};
			const {what, why, hints} = diagnose({
				...facts,
				progress,
				booting,
				network: {dhcp: dhcp.mode, lab},
			});
			return {
				last: lastMilestone(progress, milestones),
				reason: what,
				tail: [...facts.console],
				causes: why,
				hints,
			};
		},
	};
}

export type Tracker = {
	see(sighting: Sighting): void;
	progress(): Progress;
	isUp(): boolean;
	silence(facts: Required<Pick<Known, 'silent' | 'ended' | 'console' | 'memory'>> & {ending: string}): Silence;
};

type Tracking = {
	mac: string;
	spec: LabSpec;
	emit: (event: LabEvent) => void;
	seconds: () => number;
	onSettled: (reason: string) => void;
};

function sayNew(before: Progress, {mac, milestones}: Progress, {spec, emit}: Pick<Tracking, 'spec' | 'emit'>): void {
	for (const name of spec.milestones) {
		if (milestones[name] !== undefined && before.milestones[name] === undefined) {
			emit({event: 'milestone', node: mac, name, seconds: milestones[name]});
		}
	}
}

/**
Milliseconds to wait for what comes right after: the report that belongs to the word `up`, the list of its hardware if
it has announced one, and the other lines of a panic.
*/
const grace = {up: 2000, hardware: 5000, failure: 1000};

/** How much longer a node is watched that is up, or has said what is wrong; the reason is what is said then. */
function patienceWith(
	{milestones, state, sendsHardware, hardware, failure}: Progress,
	spec: LabSpec,
): {milliseconds: number; reason: string} | undefined {
	const last = spec.milestones.at(-1);
	if (last && milestones[last] !== undefined) {
		const rest = sendsHardware && hardware === undefined ? grace.hardware : 0;
		return {milliseconds: state ? rest : grace.up, reason: 'It is up.'};
	}

	return failure === undefined ? undefined : {milliseconds: grace.failure, reason: `The node reports: ${failure}`};
}
