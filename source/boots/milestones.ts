import type {Milestone} from '../strategies/types.ts';
import type {Sighting} from './sightings.ts';
import {parseNodeState, type NodeState} from './node-state.ts';

/** How far a node has come. A value: every sighting makes a new one. */
export type Progress = {
	mac: string;
	/** Addresses it was given, newest last: firmware and kernel may get different ones. */
	addresses: string[];
	/** Seconds since it was switched on. */
	milestones: Partial<Record<Milestone, number>>;
	asked: boolean;
	/** Why it gets no address. */
	turnedAway?: 'refused' | 'range-used-up' | 'outrun';
	/** Of what it boots, where there are several. */
	version?: string;
	firmware?: 'bios' | 'uefi';
	/** It fetched a loader that starts with Secure Boot on. */
	gotSigned?: true;
	/** The loader that it fetched, or that its firmware is, runs. */
	loaderRuns?: true;
	/** It has what the loader goes on with. */
	gotMenu?: true;
	/**
	What its loader says of it: PCI vendor and device of the network card it boots by, as `8086:100e`, and MiB of
	memory.
	*/
	card?: string;
	memory?: number;
	gotInitrd: boolean;
	kernelSpoke: boolean;
	missing: string[];
	failure?: string;
	/** How far its hardware tests are. */
	testing?: string;
	state?: Partial<NodeState>;
	/** It has said that it will. */
	sendsHardware?: true;
	/** The report itself. */
	hardware?: string;
};

export function newProgress(mac: string): Progress {
	return {mac, addresses: [], milestones: {}, asked: false, gotInitrd: false, kernelSpoke: false, missing: []};
}

export function isAbout({who}: Sighting, {mac, addresses}: Progress): boolean {
	return who === mac || addresses.includes(who);
}

export function advance(progress: Progress, sighting: Sighting, seconds: number): Progress {
	const known = learn(progress, sighting);
	const reached = sighting.saw === 'milestone' ? sighting.name : reachedBy[sighting.saw];
	return reached ? withMilestone(known, reached, seconds) : known;
}

const reachedBy: Partial<Record<Sighting['saw'], Milestone>> = {
	lease: 'dhcp',
	loader: 'first-stage',
	menu: 'first-stage',
	kernel: 'kernel',
};

function learn(progress: Progress, sighting: Sighting): Progress {
	switch (sighting.saw) {
		case 'discover': {
			return {...progress, asked: true};
		}

		case 'refused':
		case 'outrun':
		case 'range-used-up': {
			return {...progress, asked: true, turnedAway: sighting.saw};
		}

		case 'lease': {
			const {turnedAway, ...welcome} = progress;
			const addresses = [...progress.addresses.filter(address => address !== sighting.address), sighting.address];
			return {...welcome, asked: true, addresses};
		}

		case 'firmware': {
			return {...progress, firmware: sighting.firmware, ...(sighting.isIpxe && {loaderRuns: true})};
		}

		case 'loader': {
			const {firmware, signed} = sighting;
			return {...progress, ...(firmware && {firmware}), ...(signed && {gotSigned: signed})};
		}

		case 'menu': {
			return {...progress, loaderRuns: true, gotMenu: true};
		}

		case 'kernel': {
			const {who, saw, ...known} = sighting;
			return {...progress, ...known};
		}

		case 'initrd': {
			return {...progress, gotInitrd: true};
		}

		case 'linux': {
			return {...progress, kernelSpoke: true};
		}

		case 'missing-file': {
			return {...progress, missing: [...progress.missing, sighting.path]};
		}

		case 'failure': {
			return {...progress, failure: failureAfter(progress.failure, sighting.sentence)};
		}

		case 'testing': {
			return {...progress, testing: sighting.sentence};
		}

		case 'milestone': {
			return {...progress, ...readUp(sighting)};
		}

		case 'hardware': {
			return {...progress, hardware: sighting.body};
		}
	}
}

/** The first one counts, what follows follows from it; but tests run side by side, and the last list has them all. */
function failureAfter(before: string | undefined, sentence: string): string {
	return before === undefined || (isOfTest(before) && isOfTest(sentence)) ? sentence : before;
}

const ofTest = 'hardware test failed: ';

const startedAgain = `${ofTest}the machine started again while it was tested`;

/** Whether it is one of the node's hardware tests, which nothing that comes later makes good. */
export const isOfTest = (failure: string): boolean => failure.startsWith(ofTest);

/** Of a machine that was switched on again, or that went down by itself. */
export function newBootAfter({mac, testing, milestones, failure = startedAgain}: Progress): Progress {
	const wasCutShort = testing !== undefined && milestones.up === undefined && failure === startedAgain;
	return {...newProgress(mac), ...(wasCutShort && {failure})};
}

function readUp({name, body}: {name: Milestone; body?: string}): Pick<Progress, 'state' | 'sendsHardware'> {
	return name !== 'up' || body === undefined ? {} : {
		state: parseNodeState(body),
		...(/^sends hardware$/m.test(body) ? {sendsHardware: true} : {}),
	};
}

/** The last of the strategy's milestones that was reached. */
export function lastMilestone({milestones}: Progress, order: readonly Milestone[]): Milestone | 'none' {
	return order.findLast(name => milestones[name] !== undefined) ?? 'none';
}

/** The first time counts: the same milestone is seen on the console and in a report. */
function withMilestone(progress: Progress, name: Milestone, seconds: number): Progress {
	return progress.milestones[name] === undefined
		? {...progress, milestones: {...progress.milestones, [name]: seconds}}
		: progress;
}
