import {diagnose} from '../rehearse/diagnosis.ts';
import {lastMilestone} from '../rehearse/milestones.ts';
import type {Milestone} from '../strategies/types.ts';
import {standing, type Boot, type Boots, type Standing} from './boots.ts';

/** One machine, as a line of text and what is to be said below it. */
export type Row = {mac: string; standing: Standing; line: string; below: string[]};

export type Circumstances = {
	/** Milliseconds of the clock of the boots. */
	now: number;
	milestones: readonly Milestone[];
	/** Milliseconds without a word after which a machine counts as silent. */
	patience: number;
	/** Names of known machines by MAC. */
	names: ReadonlyMap<string, string>;
	/** MiB that the recipe says its nodes have. */
	memory: number;
};

/** In the order in which the machines were first seen. A line fits into 78 columns. */
export function tableRows(boots: Boots, around: Circumstances): Row[] {
	return [...boots].map(([mac, boot]) => {
		const state = standing(boot, around);
		return {mac, standing: state, line: [
			marks[state],
			(around.names.get(mac) ?? boot.progress.state?.hostname ?? mac).slice(0, 17).padEnd(17),
			(boot.progress.addresses.at(-1) ?? '').padEnd(15),
			place(boot, around).padEnd(11),
			seconds(boot, state, around).padStart(7),
			amount(boot.bytes).padStart(8),
			rate(boot).padStart(9),
		].join('  ').trimEnd(), below: belowOf(boot, state, around)};
	});
}

/** All are in the fonts of the Linux console. */
const marks: Record<Standing, string> = {up: '√', 'on its way': '►', silent: '?', failed: '!'};

export const tableHead = [' ', 'node'.padEnd(17), 'address'.padEnd(15), 'has reached', 'after'.padStart(7), 'fetched'.padStart(8), 'rate'.padStart(9)].join('  ');

/** How many there are of each, and all they have fetched: `20 nodes: 18 up, 2 on their way; 1.2 GB`. */
export function totals(boots: Boots, around: Circumstances): string {
	const states = boots.values().map(boot => standing(boot, around)).toArray();
	const counts = (['up', 'on its way', 'silent', 'failed'] as const).flatMap(state => {
		const count = states.filter(one => one === state).length;
		return count === 0 ? [] : [`${count} ${state === 'on its way' && count > 1 ? 'on their way' : state}`];
	});
	const bytes = boots.values().reduce((sum, boot) => sum + boot.bytes, 0);
	return states.length === 0 ? 'No node has asked yet.' : `${states.length} ${states.length === 1 ? 'node' : 'nodes'}: ${counts.join(', ')}; ${amount(bytes)}`;
}

function place({progress}: Boot, {milestones}: Circumstances): string {
	const last = lastMilestone(progress, milestones);
	return last === 'none' ? 'asks' : last;
}

function seconds({progress, began}: Boot, state: Standing, {now, milestones}: Circumstances): string {
	const up = progress.milestones[milestones.at(-1)!];
	return `${(state === 'up' && up !== undefined ? up : (now - began) / 1000).toFixed(0)} s`;
}

const units = [[1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']] as const;

function amount(bytes: number): string {
	const [size, name] = units.find(([least]) => bytes >= least) ?? [1, 'B'];
	return bytes === 0 ? '' : `${(bytes / size).toFixed(size > 1 && bytes / size < 10 ? 1 : 0)} ${name}`;
}

function rate({bytes, fetching}: Boot): string {
	return fetching < 50 || bytes < 1e6 ? '' : `${amount(bytes * 1000 / fetching)}/s`;
}

function belowOf({progress, heard}: Boot, state: Standing, {now, milestones, memory}: Circumstances): string[] {
	if (state === 'up' || state === 'on its way') {
		return [];
	}

	const what = state === 'failed' ? `it says: ${progress.failure}` : `nothing heard of it for ${Math.round((now - heard) / 1000)} s`;
	return [what, ...diagnose(progress, {tail: [], memory, milestones, ended: false}).map(cause => `→ ${cause}`)];
}
