import {standing, type Boot, type Boots, type Standing} from '../boots/boots.ts';
import {diagnose} from '../boots/diagnosis.ts';
import type {Booting} from '../boots/known.ts';
import {lastMilestone, newProgress, type Progress} from '../boots/milestones.ts';
import {memoryUse, sizeText} from '../report/size.ts';
import type {Dhcp} from '../services/types.ts';

/** One machine, as a line of text and what is to be said below it. */
export type NodeRow = {mac: string; standing: RowStanding; line: string; below: string[]};

/** `from disk`: as the recipe says; what it does there is not seen here. */
type RowStanding = Standing | 'not seen' | 'from disk';

export type Circumstances = {
	/** Milliseconds of the clock of the boots. */
	now: number;
	/** What a machine boots; of one that was not seen, what the served recipe is. */
	bootingOf: (boot: Boot | undefined) => Booting;
	/** Milliseconds without a word after which a machine counts as silent. */
	patience: number;
	/** Names of known machines by MAC. */
	names: ReadonlyMap<string, string>;
	/** Whether a machine boots from its own disk now, as the recipe says. */
	isOnDisk: (mac: string) => boolean;
	dhcp: Dhcp['mode'];
	/** Since when nodes are served. */
	since: number;
	/** Columns there are. */
	width: number;
};

export type Table = {head: string; rows: NodeRow[]};

/** In the order in which the machines were first seen. A line fits into the width. */
export function nodesTable(boots: Boots, around: Circumstances): Table {
	const columns = columnsFor(around.width);
	const line = (mark: string, cell: (column: Column) => string) =>
		[mark, ...columns.map(column => fit(cell(column), column))].join('  ').trimEnd();
	return {
		head: line(' ', ({title}) => title),
		rows: [
			...boots.entries().map(([mac, boot]) => {
				const state = standingOf(mac, boot, around);
				return {
					mac,
					standing: state,
					line: line(marks[state], ({of}) => of({mac, boot, state}, around)),
					below: belowOf(boot, state, around),
				};
			}),
			...unseen(boots, around).map(([mac, name]): NodeRow => ({
				mac,
				standing: 'not seen',
				line: line(marks['not seen'], ({title}) => ({node: name, 'has reached': 'not seen'})[title] ?? ''),
				below: unseenBelow(mac, around),
			})),
		],
	};
}

type Column = {
	title: string;
	width: number;
	right?: true;
	of: (row: {mac: string; boot: Boot; state: RowStanding}, around: Circumstances) => string;
};

/** From the left; the last ones are left out where there is no room. */
const allColumns: Column[] = [
	{title: 'node', width: 17, of: ({mac}, {names}) => names.get(mac) ?? mac},
	{title: 'address', width: 15, of: ({boot}) => boot.progress.addresses.at(-1) ?? ''},
	{title: 'has reached', width: 11, of: (row, around) => place(row, around)},
	{title: 'after', width: 6, right: true, of: ({boot, state}, around) => seconds(boot, state, around)},
	{title: 'fetched', width: 7, right: true, of: ({boot}) => boot.bytes === 0 ? '' : sizeText(boot.bytes)},
	{title: 'version', width: 7, of: ({boot}) => boot.progress.version?.split('/').at(-1)!.slice(0, 6) ?? ''},
	{title: 'rate', width: 9, right: true, of: ({boot}) => rate(boot)},
	{title: 'memory', width: 13, right: true, of: ({boot}) => memory(boot)},
];

function columnsFor(width: number): Column[] {
	const ends = allColumns.map(
		(_, index) => 1 + allColumns.slice(0, index + 1).reduce((sum, column) => sum + 2 + column.width, 0),
	);
	return allColumns.filter((_, index) => ends[index]! <= width);
}

function fit(text: string, {width, right}: Column): string {
	const short = text.slice(0, width);
	return right ? short.padStart(width) : short.padEnd(width);
}

/** All are in the fonts of the Linux console. */
const marks: Record<NodeRow['standing'], string> = {
	'not seen': '·',
	up: '√',
	'on its way': '►',
	silent: '?',
	failed: '!',
	'turned away': '×',
	'from disk': '·',
};

/** Machines of the recipe that nothing was heard of. */
const unseen = (boots: Boots, {names}: Circumstances): Array<[string, string]> =>
	[...names].filter(([mac]) => !boots.has(mac));

/** A machine that has its kernel was told otherwise in the menu. */
const standingOf = (mac: string, boot: Boot, around: Circumstances): RowStanding =>
	around.isOnDisk(mac) && boot.progress.milestones.kernel === undefined
		? 'from disk'
		: standing(boot, {...around, milestones: around.bootingOf(boot).milestones});

/** How many there are of each, and all they have fetched: `20 nodes: 18 up, 2 on their way; 1.2 GB`. */
export function totals(boots: Boots, around: Circumstances): string {
	const states = boots.entries().map(([mac, boot]) => standingOf(mac, boot, around)).toArray();
	const counts = (['up', 'on its way', 'silent', 'failed', 'turned away', 'from disk'] as const).flatMap(state => {
		const count = states.filter(one => one === state).length;
		return count === 0 ? [] : [`${count} ${state === 'on its way' && count > 1 ? 'on their way' : state}`];
	});
	const bytes = boots.values().reduce((sum, boot) => sum + boot.bytes, 0);
	return states.length === 0
		? 'No node has asked yet.'
		: [
			`${states.length} ${states.length === 1 ? 'node' : 'nodes'}: ${counts.join(', ')}`,
			bytes === 0 ? '' : sizeText(bytes),
		]
			.filter(Boolean)
			.join('; ');
}

function place({boot, state}: {boot: Boot; state: RowStanding}, {bootingOf}: Circumstances): string {
	if (state === 'from disk') {
		return state;
	}

	const last = lastMilestone(boot.progress, bootingOf(boot).milestones);
	return last === 'none' ? 'asks' : last;
}

function seconds(boot: Boot, state: RowStanding, {now, bootingOf}: Circumstances): string {
	const up = boot.progress.milestones[bootingOf(boot).milestones.at(-1)!];
	return `${(state === 'up' && up !== undefined ? up : (now - boot.began) / 1000).toFixed(0)} s`;
}

function rate({bytes, fetching}: Boot): string {
	return fetching < 50 || bytes < 1e6 ? '' : `${sizeText(bytes * 1000 / fetching)}/s`;
}

function memory({progress: {state}}: Boot): string {
	return state?.memory === undefined ? '' : memoryUse(state.memory, '/');
}

function belowOf(boot: Boot, state: RowStanding, around: Circumstances): string[] {
	const {testing} = boot.progress;
	return state === 'on its way' && testing !== undefined
		? [testing]
		: troubleOf(boot, state, around);
}

function troubleOf(boot: Boot, state: RowStanding, around: Circumstances): string[] {
	return ['up', 'on its way', 'from disk'].includes(state)
		? []
		: diagnosisOf(boot.progress, {booting: around.bootingOf(boot), heard: boot.heard}, around);
}

function unseenBelow(mac: string, around: Circumstances): string[] {
	const {now, since, patience, bootingOf, isOnDisk} = around;
	return now - since > patience && !isOnDisk(mac)
		? diagnosisOf(newProgress(mac), {booting: bootingOf(undefined), heard: since}, around)
		: [];
}

/** What was seen, and below it what it may be and what to do: `→ …`. @param heard when it was last heard of */
function diagnosisOf(
	progress: Progress,
	{booting, heard}: {booting: Booting; heard: number},
	{now, dhcp}: Circumstances,
): string[] {
	const {what, why, hints} = diagnose({progress, booting, network: {dhcp, lab: false}, silent: (now - heard) / 1000});
	return [what, ...[...why, ...hints].map(line => `→ ${line}`)];
}
