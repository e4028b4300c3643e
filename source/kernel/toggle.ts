import type {BundleName, Recipe} from '../recipe/schema.ts';
import type {KernelRow} from './menu.ts';

/**
The recipe with this row turned on or off, and what goes along with it. A locked row changes nothing. `rows` is the
whole menu of the recipe.
*/
export function toggle(recipe: Recipe, row: KernelRow, rows: readonly KernelRow[]): Recipe {
	const {bundles, options} = recipe.kernel;
	if (row.locked !== undefined) {
		return recipe;
	}

	if (row.kind === 'bundle') {
		const name = row.name as BundleName;
		return withKernel(recipe, {bundles: row.on ? bundles.filter(one => one !== name) : [...bundles, name]});
	}

	if (row.on) {
		const off = new Set([row.name, ...lonely(recipe, row, rows)]);
		const left = Object.entries(options).filter(([option]) => !off.has(option));
		return withKernel(recipe, {options: Object.fromEntries(left)});
	}

	// All of it is written down, so that the file says the same whatever a later catalogue knows.
	const parents = Object.fromEntries(row.with.map(option => [option, 'y']));
	return withKernel(recipe, {options: {...options, ...parents, [row.name]: row.value ?? 'y'}});
}

/** Why a locked row does not change: `stays on; needed by the recipe: ...`. */
export function stayText({on, locked}: KernelRow): string {
	return `stays ${on ? 'on' : 'off'}; ${locked}`;
}

/** What else changes when the row is toggled: options that are turned on, or off, along with it. */
export function changedToo(recipe: Recipe, row: KernelRow, rows: readonly KernelRow[]): string[] {
	if (row.locked !== undefined) {
		return [];
	}

	if (!row.on) {
		const asked = askedFor(recipe, rows);
		return row.with.filter(option => !asked.has(option));
	}

	const needed = rows.filter(({lockedBy}) => lockedBy === 'recipe').map(({name}) => name);
	const staying = new Set([...bundledIn(recipe, rows, row.name), ...needed]);
	const along = row.kind === 'bundle'
		? row.with.filter(option => !Object.hasOwn(recipe.kernel.options, option))
		: lonely(recipe, row, rows);
	return along.filter(option => !staying.has(option));
}

/** Names of all options that the recipe asks for: its own needs, its bundles' and its own choice. */
export function askedFor(recipe: Recipe, rows: readonly KernelRow[]): Set<string> {
	const shown = rows
		.filter(({kind, on, locked}) => kind === 'option' && (on || locked !== undefined))
		.map(({name}) => name);
	return new Set([...shown, ...bundledIn(recipe, rows), ...Object.keys(recipe.kernel.options)]);
}

function bundledIn({kernel}: Recipe, rows: readonly KernelRow[], except?: string): string[] {
	const bundles = new Set<string>(kernel.bundles.filter(name => name !== except));
	return rows.filter(({kind, name}) => kind === 'bundle' && bundles.has(name)).flatMap(row => row.with);
}

/** Of the options that were turned on with this one, those that no other chosen option needs. */
function lonely({kernel: {options}}: Recipe, row: KernelRow, rows: readonly KernelRow[]): string[] {
	const needs = new Map(rows.filter(({kind}) => kind === 'option').map(one => [one.name, one.with]));
	const alone = new Set(row.with.filter(option => options[option] === 'y'));
	const unread = Object.keys(options)
		.filter(option => option !== row.name && options[option] !== 'n' && !alone.has(option));
	while (unread.length > 0) {
		// What is kept keeps what it needs in turn.
		unread.push(...(needs.get(unread.pop()!) ?? []).filter(option => alone.delete(option)));
	}

	return [...alone];
}

function withKernel(recipe: Recipe, changed: Partial<Recipe['kernel']>): Recipe {
	return {...recipe, kernel: {...recipe.kernel, ...changed}};
}
