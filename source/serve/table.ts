import {lastMilestone} from '../boots/milestones.ts';
import {memoryUse, sizeText} from '../report/size.ts';
import type {Milestone} from '../strategies/types.ts';
import type {Dhcp} from '../services/types.ts';
import {standing, type Boot, type Boots, type Standing} from '../boots/boots.ts';
import type {CardDrivers} from '../boots/card-drivers.ts';
import {causesOf, unseenCauses} from './diagnosis.ts';

/** One machine, as a line of text and what is to be said below it. */
export type Row = {mac: string; standing: Standing | 'not seen'; line: string; below: string[]};

export type Circumstances = {
	/** Milliseconds of the clock of the boots. */
	now: number;
	/** What a boot of it goes through. */
	milestonesOf: (boot: Boot) => readonly Milestone[];
	/** Milliseconds without a word after which a machine counts as silent. */
	patience: number;
	/** Names of known machines by MAC. */
	names: ReadonlyMap<string, string>;
	/** MiB that what a machine boots needs. */
	memoryOf: (boot: Boot) => number;
	dhcp: Dhcp['mode'];
	/** What is known of the drivers of what a machine boots. */
	driversOf: (boot: Boot) => CardDrivers | undefined;
	/** Since when nodes are served. */
	since: number;
	/** Columns there are. */
	width: number;
};

export type Table = {head: string; rows: Row[]};

/** In the order in which the machines were first seen. A line fits into the width. */
export function nodesTable(boots: Boots, around: Circumstances): Table {
	const columns = columnsFor(around.width);
	const line = (mark: string, cell: (column: Column) => string) => [mark, ...columns.map(column => fit(cell(column), column))].join('  ').trimEnd();
	return {
		head: line(' ', ({title}) => title),
		rows: [
			...boots.entries().map(([mac, boot]) => {
				const state = standingOf(boot, around);
				return {mac, standing: state, line: line(marks[state], ({of}) => of({mac, boot, state}, around)), below: belowOf(boot, state, around)};
			}),
			...unseen(boots, around).map(([mac, name]): Row => ({
				mac, standing: 'not seen', line: line(marks['not seen'], ({title}) => ({node: name, 'has reached': 'not seen'})[title] ?? ''),
				below: around.now - around.since > around.patience ? unseenCauses.map(cause => `→ ${cause}`) : [],
			})),
		],
	};
}

type Column = {title: string; width: number; right?: true; of: (row: {mac: string; boot: Boot; state: Standing}, around: Circumstances) => string};

/** From the left; the last ones are left out where there is no room. */
const allColumns: Column[] = [
	{title: 'node', width: 17, of: ({mac}, {names}) => names.get(mac) ?? mac},
	{title: 'address', width: 15, of: ({boot}) => boot.progress.addresses.at(-1) ?? ''},
	{title: 'has reached', width: 11, of: ({boot}, around) => place(boot, around)},
	{title: 'after', width: 6, right: true, of: ({boot, state}, around) => seconds(boot, state, around)},
	{title: 'fetched', width: 7, right: true, of: ({boot}) => boot.bytes === 0 ? '' : sizeText(boot.bytes)},
	{title: 'version', width: 7, of: ({boot}) => boot.progress.version?.split('/').at(-1)!.slice(0, 6) ?? ''},
	{title: 'rate', width: 9, right: true, of: ({boot}) => rate(boot)},
	{title: 'memory', width: 13, right: true, of: ({boot}) => memory(boot)},
];

function columnsFor(width: number): Column[] {
	const ends = allColumns.map((_, index) => 1 + allColumns.slice(0, index + 1).reduce((sum, column) => sum + 2 + column.width, 0));
	return allColumns.filter((_, index) => ends[index]! <= width);
}

function fit(text: string, {width, right}: Column): string {
	const short = text.slice(0, width);
	return right ? short.padStart(width) : short.padEnd(width);
}

/** All are in the fonts of the Linux console. */
const marks: Record<Row['standing'], string> = {'not seen': '·', up: '√', 'on its way': '►', silent: '?', failed: '!', 'turned away': '×'};

/** Machines of the recipe that nothing was heard of. */
const unseen = (boots: Boots, {names}: Circumstances): Array<[string, string]> => [...names].filter(([mac]) => !boots.has(mac));

const standingOf = (boot: Boot, around: Circumstances): Standing => standing(boot, {...around, milestones: around.milestonesOf(boot)});

/** How many there are of each, and all they have fetched: `20 nodes: 18 up, 2 on their way; 1.2 GB`. */
export function totals(boots: Boots, around: Circumstances): string {
	const states = boots.values().map(boot => standingOf(boot, around)).toArray();
	const counts = (['up', 'on its way', 'silent', 'failed', 'turned away'] as const).flatMap(state => {
		const count = states.filter(one => one === state).length;
		return count === 0 ? [] : [`${count} ${state === 'on its way' && count > 1 ? 'on their way' : state}`];
	});
	const bytes = boots.values().reduce((sum, boot) => sum + boot.bytes, 0);
	return states.length === 0 ? 'No node has asked yet.' : [`${states.length} ${states.length === 1 ? 'node' : 'nodes'}: ${counts.join(', ')}`, bytes === 0 ? '' : sizeText(bytes)].filter(Boolean).join('; ');
}

function place(boot: Boot, {milestonesOf}: Circumstances): string {
	const last = lastMilestone(boot.progress, milestonesOf(boot));
	return last === 'none' ? 'asks' : last;
}

function seconds(boot: Boot, state: Standing, {now, milestonesOf}: Circumstances): string {
	const up = boot.progress.milestones[milestonesOf(boot).at(-1)!];
	return `${(state === 'up' && up !== undefined ? up : (now - boot.began) / 1000).toFixed(0)} s`;
}

function rate({bytes, fetching}: Boot): string {
	return fetching < 50 || bytes < 1e6 ? '' : `${sizeText(bytes * 1000 / fetching)}/s`;
}

function memory({progress: {state}}: Boot): string {
	return state?.memory === undefined ? '' : memoryUse(state.memory, '/');
}

function belowOf(boot: Boot, state: Standing, {now, milestonesOf, driversOf, memoryOf, dhcp}: Circumstances): string[] {
	if (state === 'up' || state === 'on its way') {
		return [];
	}

	const {progress, heard} = boot;
	const what = {
		failed: [`it says: ${progress.failure}`],
		silent: [`nothing heard of it for ${Math.round((now - heard) / 1000)} s`],
		'turned away': [],
	}[state];
	return [...what, ...causesOf(progress, {memory: memoryOf(boot), milestones: milestonesOf(boot), drivers: driversOf(boot), dhcp}).map(cause => `→ ${cause}`)];
}
