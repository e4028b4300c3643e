import {synonymsOf} from '../kernel/catalogue/synonyms.ts';
import {askedFor, stayText, changedToo} from '../kernel/toggle.ts';
import type {KernelRow} from '../kernel/menu.ts';
import type {Recipe} from '../recipe/schema.ts';
import {sizeText} from '../report/size.ts';
import {columnsOf} from '../report/wrap.ts';
import type {Row} from './parts/walk.ts';
import type {Flow} from './state.ts';

/** Rows in which every word of the text occurs, or what means the same, wherever in name, prompt, reason or help. */
export function filterRows(rows: readonly KernelRow[], text: string): readonly KernelRow[] {
	const words = text.toLowerCase().split(/\s+/).filter(Boolean);
	return words.length === 0 ? rows : rows.filter(({name, prompt, locked = '', help}) => {
		const searched = `${name} ${prompt} ${locked} ${help}`.toLowerCase();
		return words.every(word => [word, ...synonymsOf(word)].some(one => searched.includes(one)));
	});
}

/** As lines of a list, with a heading above each group. */
export function listRows(rows: readonly KernelRow[]): Row[] {
	return rows.flatMap((row, index): Row[] => {
		const line: Row = {key: row.id, label: `${markOf(row)} ${nameOf(row)}`, note: noteOf(row)};
		return row.group === rows[index - 1]?.group
			? [line]
			: [{key: `group:${row.group}`, label: row.group, kind: 'heading'}, line];
	});
}

/** What it is, and why it is locked, unless that is the same. */
function noteOf({prompt, locked}: KernelRow): string {
	return locked === undefined || isReason(prompt, locked)
		? prompt
		: [prompt, `(${locked})`].filter(Boolean).join(' ');
}

const isReason = (prompt: string, locked: string | undefined): boolean =>
	prompt !== '' && locked?.endsWith(prompt) === true;

/**
The row where the focus was left, if it is still there; else the one that has the text as its name, or in it; else the
first of the part asked for.
@param text what is looked for
*/
export function focusedRow(
	rows: readonly KernelRow[],
	{mark, part, text = ''}: {
		mark?: string | undefined;
		part?: KernelRow['kind'] | undefined;
		text?: string | undefined;
	},
): KernelRow | undefined {
	const sought = text.trim().toLowerCase();
	const named = (fits: (name: string) => boolean) =>
		sought === '' ? undefined : rows.find(({name}) => fits(name.toLowerCase()));
	return rows.find(({id}) => id === mark)
		?? named(name => name === sought)
		?? named(name => name.includes(sought))
		?? rows.find(({kind}) => kind === part)
		?? rows[0];
}

/** While somebody types what is looked for, the focus is another one: Esc leads back to where it was. */
export const focusMark = ({filter}: Pick<Flow, 'filter'>): string => filter?.isOpen ? 'kernel-found' : 'kernel';

/** What a row is, in one line. */
export function titleOf({kind, name, prompt, locked}: KernelRow): string {
	return [kind === 'bundle' ? `Bundle ${name}` : name, isReason(prompt, locked) ? '' : prompt]
		.filter(Boolean)
		.join(': ');
}

/** `VIRTIO_NET`, `NR_CPUS=64`. */
function nameOf({name, on, value}: KernelRow): string {
	return on && value !== undefined ? `${name}=${value}` : name;
}

/** `3 bundles and 14 options chosen: 61 lines asked for. Last build: 2.4 MB.`, or shorter where there is less room. */
export function countText(
	recipe: Recipe,
	rows: readonly KernelRow[],
	lastSize: number | undefined,
	width: number,
): string {
	const chosen = `${counted(recipe.kernel.bundles.length, 'bundle')} and `
		+ counted(Object.keys(recipe.kernel.options).length, 'option');
	const lines = counted(askedFor(recipe, rows).size, 'line');
	const last = lastSize === undefined ? '' : ` Last build: ${sizeText(lastSize)}.`;
	const whole = `${chosen} chosen: ${lines} requested.${last}`;
	return columnsOf(whole) > width ? `${chosen}: ${lines}.${last}` : whole;
}

/** What toggling the row does beside, or why it cannot be toggled; nothing when there is nothing to say. */
export function effectText(
	recipe: Recipe,
	row: KernelRow,
	rows: readonly KernelRow[],
): {opening: string; names: readonly string[]} | undefined {
	if (row.locked !== undefined) {
		return {opening: `S${stayText(row).slice(1)}.`, names: []};
	}

	const names = changedToo(recipe, row, rows);
	return names.length > 0 ? {opening: openings[row.kind][row.on ? 'on' : 'off'], names} : undefined;
}

const openings = {
	option: {on: 'Turning it off also turns off: ', off: 'Also turns on: '},
	bundle: {on: 'Turning it off turns off: ', off: 'Turns on: '},
};

/** The same in one line: as many names as fit, and how many do not. */
export function effectLine({opening, names}: {opening: string; names: readonly string[]}, width: number): string {
	const whole = opening + names.join(', ');
	let count = names.length;
	let line = whole;
	while (columnsOf(line) > width && count > 1) {
		count -= 1;
		line = `${opening}${names.slice(0, count).join(', ')} and ${names.length - count} more`;
	}

	return line;
}

function counted(count: number, what: string): string {
	return `${count === 0 ? 'no' : count} ${what}${count === 1 ? '' : 's'}`;
}

function markOf({on, locked}: KernelRow): string {
	if (!on) {
		return '[ ]';
	}

	return locked === undefined ? '[x]' : '[-]';
}
