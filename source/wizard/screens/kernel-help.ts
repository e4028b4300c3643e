import type {KernelRow} from '../../kernel/menu.ts';
import {effectText, filterRows, focusedRow, focusMark, titleOf} from '../kernel-list.ts';
import {recipeIn, type Flow} from '../state.ts';
import type {WizardProps} from '../types.ts';

/** All there is to say about the row that has the focus. */
export function aboutKernelRow(flow: Flow, props: WizardProps, part: KernelRow['kind'] | undefined): string {
	const recipe = recipeIn(flow);
	const rows = props.kernel.rows(recipe);
	const {filter: {text = ''} = {}, marks} = flow;
	const row = focusedRow(filterRows(rows, text), {mark: marks[focusMark(flow)], part, text});
	if (!row) {
		return 'No row matches the filter.';
	}

	const effect = effectText(recipe, row, rows);
	return [
		titleOf(row), `In: ${row.group}. Now: ${stateOf(row)}.`, '', row.help,
		...(effect ? ['', effect.opening + effect.names.join(', ')] : []),
		...(row.with.length > 0 && row.with.length !== effect?.names.length
			? ['', `${row.kind === 'bundle' ? 'All of it' : 'Needs'}: ${row.with.join(', ')}`]
			: []),
	].join('\n');
}

export const kernelKeys = `Keys for kernel options

  Space            turn the option on or off, with everything it needs
  /                filter by words in name, title, reason and explanation
  Esc              clear the filter; then back
  t                open the whole tree of the kernel's options, as menuconfig
                   shows it; the first time its source is downloaded

  [x] on   [ ] off   [-] on and locked: another option, which is named, needs it`;

function stateOf({on, value, locked}: KernelRow): string {
	const state = on ? `on${value === undefined ? '' : ` (${value})`}` : 'off';
	return locked === undefined ? state : `${state}, locked`;
}
