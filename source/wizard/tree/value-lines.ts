import {wayOn, type Edits} from '../../kernel/kconfig/edits.ts';
import type {Cell, Model} from '../../kernel/kconfig/solve/cells.ts';
import {isSwitch, valueOf} from '../../kernel/kconfig/solve/evaluate.ts';
import type {SizeWords} from './kernel-size.ts';
import type {RecipeKernel} from './tree-menu.ts';

type Around = {model: Model; edits: Edits; recipe: RecipeKernel | undefined; size: SizeWords};

/** Who asks for an option, what would turn it on, or why it cannot be on, and what that does to the kernel's size. */
export function linesOnValue(cell: Cell, {model, edits, recipe, size}: Around): string[] {
	const by = recipe?.requested.get(cell.name);
	const linesIf = valueOf(cell, model) === 'n' ? linesOn : linesOff;
	return [
		...(by === undefined ? [] : [`Requested by: ${by}`]),
		...(isSwitch(cell) ? linesIf(cell, edits, size) : []),
	];
}

function linesOn(cell: Cell, edits: Edits, size: SizeWords): string[] {
	const way = wayOn(cell, edits);
	if ('whyNot' in way) {
		return [`It cannot be turned on. ${way.whyNot}`];
	}

	const then = size.after(way.steps);
	return [`To turn it on: ${way.needs.join(', ')}`, ...(then === undefined ? [] : [`With that ${then}.`])];
}

function linesOff(cell: Cell, edits: Edits, size: SizeWords): string[] {
	const way = edits.wayTo(cell, 'n');
	const then = typeof way === 'string' ? undefined : size.after(way);
	return then === undefined ? [] : [`Without it ${then}.`];
}
