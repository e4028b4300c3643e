import type {Edits} from '../../kernel/kconfig/edits.ts';
import type {Entry} from '../../kernel/kconfig/menu/entries.ts';
import {isFree} from '../../kernel/kconfig/menu/rows.ts';
import type {Model} from '../../kernel/kconfig/solve/cells.ts';
import {textProblem} from '../../kernel/kconfig/solve/configuration.ts';
import type {KconfigTree} from '../../kernel/kconfig/types.ts';
import type {RecipeKernel, TreeState} from './tree-menu.ts';

/** How a number or a text is typed. */
export type Typing = {
	start: (entry: Entry) => void;
	/** Takes the typed value. */
	enter: (text: string) => void;
	/** A key that means nothing in the text of a value leaves it. */
	stop: (key: string) => void;
};

type Props = {
	state: TreeState;
	tree: KconfigTree;
	model: Model;
	edits: Edits;
	recipe: RecipeKernel | undefined;
	say: (title: string, text: string) => void;
};

export function makeTyping({state, tree, model, edits, recipe, say}: Props): Typing {
	return {
		start({cell, node}) {
			if (isFree(cell!, model)) {
				state.typing = {cell: cell!, text: cell!.text};
			} else {
				const definitions = tree.symbols.get(cell!.name)?.definitions ?? [node.definition!];
				say(`! ${cell!.name} cannot be changed now`, edits.whyFixed(definitions));
			}
		},
		enter(text) {
			const {cell} = state.typing!;
			const problem = textProblem(cell, text, model) ?? recipe?.textProblem(text);
			const steps = [{cell, value: text}];
			const why = problem === undefined
				? edits.forbidden(steps)
				: `${text === '' ? 'An empty text' : text} ${problem}.`;
			if (why !== undefined) {
				say(`! ${cell.name}`, why);
				return;
			}

			delete state.typing;
			delete state.note;
			edits.make(steps);
		},
		stop(key) {
			if (key === '?') {
				return;
			}

			delete state.typing;
			delete state.note;
		},
	};
}
