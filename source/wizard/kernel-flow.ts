import type {KernelRow} from '../kernel/menu.ts';
import {stayText, toggle} from '../kernel/toggle.ts';
import type {Recipe} from '../recipe/schema.ts';
import {moveOn, withRecipe} from './answer.ts';
import {isChanged, isDirect, recipeIn, without, type Filter, type Flow} from './state.ts';

/** What happens on the kernel screen, and on the way to it. */
export type KernelAction =
	| {do: 'kernel'; part: KernelRow['kind']}
	| {do: 'toggle'; row: KernelRow; rows: readonly KernelRow[]}
	/** Without one: everything is shown. `at`: the row that was found. */
	| {do: 'filter'; filter?: Filter; at?: string}
	/** Opens the whole tree. */
	| {do: 'tree'}
	| {do: 'done'; to: 'next' | 'review'};

export function reduceKernel(flow: Flow, action: KernelAction): Flow {
	switch (action.do) {
		case 'kernel': {
			// Where one was before, if that is in the part one wants to see.
			const marks = flow.marks.kernel?.startsWith(`${action.part}:`) ? flow.marks : without(flow.marks, 'kernel');
			const screens = [...flow.screens, {at: 'kernel', part: action.part} as const];
			return {...flow, marks, filter: undefined, problem: undefined, screens};
		}

		case 'toggle': {
			return toggleRow(flow, action.row, action.rows);
		}

		case 'filter': {
			return {
				...flow,
				...(action.at !== undefined && {marks: {...flow.marks, kernel: action.at}}),
				problem: undefined,
				filter: action.filter,
			};
		}

		case 'tree': {
			return {...flow, problem: undefined, outcome: {do: 'tree', recipe: recipeIn(flow)}};
		}

		case 'done': {
			const done = {...flow, filter: undefined, problem: undefined};
			// Saved, a bundled recipe is one of the user's own, changed or not.
			return isDirect(flow)
				? {...done, outcome: {do: 'save', recipe: recipeIn(withRecipe(flow, recipeIn(flow)))}}
				: moveOn(done, {at: 'kernel'}, action.to);
		}
	}
}

/** What was chosen in the whole tree, or why it could not be opened. */
export type FromTree = {options?: Recipe['kernel']['options']; problem?: string};

/** Where the wizard goes on after the tree. */
export function afterTree(flow: Flow, {options, problem}: FromTree): Flow {
	const recipe = recipeIn(flow);
	const {outcome: _, ...open} = flow;
	const chosen = options ? withRecipe(open, {...recipe, kernel: {...recipe.kernel, options}}) : open;
	return {...chosen, problem};
}

/** Leaves the kernel screen where it is the only one. Nothing is thrown away by one key. */
export function leave(flow: Flow): Flow {
	return isChanged(flow) && flow.problem !== notSaved
		? {...flow, problem: notSaved}
		: {...flow, problem: undefined, outcome: {do: 'quit'}};
}

/** What leaving says first. */
export const notSaved = 'Your changes are not saved. Enter saves them; Esc again discards them.';

function toggleRow(flow: Flow, row: KernelRow, rows: readonly KernelRow[]): Flow {
	const marks = {...flow.marks, kernel: row.id};
	return row.locked === undefined
		? {...withRecipe(flow, toggle(recipeIn(flow), row, rows)), marks, problem: undefined}
		: {...flow, marks, problem: `${row.name} ${stayText(row)}.`};
}
