import type {Built} from './builds.ts';
import type {Booted} from './guest.ts';
import {median, type Outcome} from './measure.ts';

/** One document, and the ways of ours that stand against it. */
export type BuildGroup = {document: BuildRow; ours: BuildRow[]};
export type BuildRow = {title: string; outcome: Outcome<Built>};
/** The first row is the one the others are held against. */
export type GuestRow = {title: string; outcome: Outcome<Booted>};

/** Ratios first: how many times sooner than the document, and how much of its size. */
export function formatBuilds(groups: readonly BuildGroup[]): string[] {
	const rows = groups.flatMap(({document, ours}) => {
		const base = medianOf(document.outcome);
		return [document, ...ours].map(({title, outcome}, index) => {
			const own = medianOf(outcome);
			return [
				index === 0 ? title : `  ${title}`,
				own ? [times(base?.seconds, own.seconds), share(own.bytes, base?.bytes), own.seconds.toFixed(2), (own.bytes / mebibyte).toFixed(1)] : reasonOf(outcome),
			] as const;
		});
	});
	return layOut(['build', 'sooner', 'size', 's', 'MiB'], rows);
}

/**
Against the first row. Without network: less the seconds that drivers and DHCP take, which no form of the root changes.
*/
export function formatGuests(rows: readonly GuestRow[]): string[] {
	const base = rows[0] && medianOf(rows[0].outcome);
	return layOut(['in the guest', 'root sooner', 'without network', 'up sooner', 'memory', 'root s', 'of it network s', 'up s', 'used MiB'], rows.map(({title, outcome}) => {
		const own = medianOf(outcome);
		return [title, own ? [
			times(base?.root, own.root), times(base && withoutNetwork(base), withoutNetwork(own)), times(base?.up, own.up), share(own.usedMiB, base?.usedMiB),
			own.root.toFixed(1), own.network.toFixed(1), own.up.toFixed(1), own.usedMiB.toFixed(0),
		] : reasonOf(outcome)] as const;
	}));
}

/** Medians of every number by itself. */
export function medianOf<T extends Record<string, number>>(outcome: Outcome<T>): T | undefined {
	if (!('values' in outcome) || outcome.values.length === 0) {
		return undefined;
	}

	const keys = Object.keys(outcome.values[0]!);
	return Object.fromEntries(keys.map(key => [key, median(outcome.values.map(value => value[key]!))])) as T;
}

export const withoutNetwork = ({root, network}: Booted) => root - network;

/** `24x`, `8.3x`. */
export function times(document: number | undefined, own: number): string {
	if (document === undefined) {
		return '-';
	}

	const ratio = document / own;
	return `${ratio.toFixed(ratio < 10 ? 1 : 0)}x`;
}

export const share = (own: number, document: number | undefined) => document === undefined ? '-' : (own / document).toFixed(2);

const mebibyte = 1_048_576;

function reasonOf(outcome: Outcome<unknown>): string {
	return 'failed' in outcome ? `FAILED: ${outcome.failed}` : `skipped: ${'skipped' in outcome ? outcome.skipped : 'not tried'}`;
}

function layOut(head: readonly string[], rows: ReadonlyArray<readonly [string, readonly string[] | string]>): string[] {
	const first = Math.max(head[0]!.length, ...rows.map(([title]) => title.length));
	const widths = head.slice(1).map((name, column) => Math.max(name.length, ...rows.map(([, cells]) => typeof cells === 'string' ? 0 : cells[column]!.length)));
	const line = (title: string, cells: readonly string[] | string) => typeof cells === 'string'
		? `${title.padEnd(first)}  ${cells}`
		: [title.padEnd(first), ...cells.map((cell, column) => cell.padStart(widths[column]!))].join('  ');
	return [line(head[0]!, head.slice(1)), ...rows.map(([title, cells]) => line(title, cells))];
}
