import type {Milestone} from '../strategies/types.ts';
import {atDhcp, atFirstStage, atNone} from './firmware-gaps.ts';
import {atKernel} from './kernel-gap.ts';
import type {Cause, Known} from './known.ts';
import {lastMilestone} from './milestones.ts';
import {atImage, atInit, atNetwork, atRoot, atUp, atVerified} from './root-gaps.ts';
import {signs} from './signs.ts';

/** What keeps a machine from coming up. */
export type Diagnosis = {
	/** What was seen, in one sentence. */
	what: string;
	/** What usually causes that, likeliest first. */
	why: string[];
	/** What to do then. */
	hints: string[];
};

/** One for all machines, virtual and real: they differ in what is known of them. */
export function diagnose(known: Known): Diagnosis {
	const told = toldCauses(known);
	const causes = told.length > 0 ? told : likelyCauses(known);
	return {
		what: whatOf(known),
		why: [...new Set(causes.map(cause => typeof cause === 'string' ? cause : cause.why))],
		hints: [...new Set(causes.flatMap(cause => typeof cause === 'string' ? [] : cause.hint))],
	};
}

/** Where nothing says it. */
function likelyCauses(known: Known): Cause[] {
	const last = lastMilestone(known.progress, known.booting.milestones);
	return [...tooSoon(known), ...missingFiles(known), ...gaps[last](known)];
}

function whatOf({progress: {failure, turnedAway}, ending, silent}: Known): string {
	if (failure !== undefined) {
		return `The node reports: ${failure}`;
	}

	const now = turnedAway === undefined
		? `silent for ${Math.round(silent)} s`
		: 'The node requests an address and gets none.';
	return ending ?? now;
}

/** What the very words of a node or of its console mean. */
function toldCauses(known: Known): string[] {
	const text = textOf(known);
	const memory = String(known.memory ?? known.progress.memory ?? 'too few');
	return signs.flatMap(({sign, cause}) => {
		const words = sign.exec(text);
		return words ? [cause({memory}, words[1]?.trim() ?? '')] : [];
	});
}

/**
What a node says of itself is the whole story: earlier tries may stand above it. A panic is only where the story ends.
*/
function textOf({progress: {failure}, console = []}: Known): string {
	return failure === undefined || failure.startsWith('Kernel panic')
		? [failure ?? '', ...console].join('\n')
		: failure;
}

/**
One that got on and still spoke when nobody waited any longer. Who gets no address tries for ever, and whose root runs
may wait aloud.
*/
function tooSoon({console, ended, ending, silent, progress: {milestones, failure}}: Known): Cause[] {
	const isCutShort = console !== undefined && ending !== undefined && !ended && failure === undefined;
	const isBetween = milestones.dhcp !== undefined && milestones.root === undefined && milestones.up === undefined;
	return isCutShort && isBetween && silent < stillSpeaking ? [{
		why: 'The node was still booting: its console printed new lines until the end.',
		hint: 'Give the node more time (--timeout).',
	}] : [];
}

/** Seconds. */
const stillSpeaking = 3;

function missingFiles({progress: {missing}, network: {lab}}: Known): Cause[] {
	const causes = missing.map(path => `The server does not have ${path}, which the node requested.`);
	return lab ? causes : causes.map(why => ({why, hint: 'Restart the node, or publish again.'}));
}

/** By the last milestone that was reached: what comes between it and the next. */
const gaps: Record<Milestone | 'none', (known: Known) => Cause[]> = {
	none: atNone,
	dhcp: atDhcp,
	'first-stage': atFirstStage,
	kernel: atKernel,
	init: atInit,
	network: atNetwork,
	image: atImage,
	verified: atVerified,
	root: atRoot,
	up: atUp,
};
