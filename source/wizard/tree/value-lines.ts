import {wayOn, type Edits} from '../../kernel/kconfig/edits.ts';
import type {Cell, Model} from '../../kernel/kconfig/solve/cells.ts';
import {isSwitch, valueOf} from '../../kernel/kconfig/solve/evaluate.ts';
import type {RecipeKernel} from './tree-menu.ts';

type Around = {model: Model; edits: Edits; recipe: RecipeKernel | undefined};

/** Who asks for an option, and what would turn it on, or why it cannot be on. */
export function linesOnValue(cell: Cell, {model, edits, recipe}: Around): string[] {
	const by = recipe?.requested.get(cell.name);
	return [
		...(by === undefined ? [] : [`Requested by: ${by}`]),
		...(isSwitch(cell) && valueOf(cell, model) === 'n' ? [lineOf(wayOn(cell, edits))] : []),
	];
}

function lineOf(way: ReturnType<typeof wayOn>): string {
	return 'needs' in way ? `To turn it on: ${way.needs.join(', ')}` : `It cannot be turned on. ${way.whyNot}`;
}
