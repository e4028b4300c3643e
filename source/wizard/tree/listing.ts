import {makeSearch, type OptionSearch} from '../../kernel/kconfig/find-options.ts';
import {entriesBelow, type Entry} from '../../kernel/kconfig/menu/entries.ts';
import {titleOf, type Row} from '../../kernel/kconfig/menu/rows.ts';
import type {Cell, Model} from '../../kernel/kconfig/solve/cells.ts';
import type {KconfigTree, ReadFile} from '../../kernel/kconfig/types.ts';

/** Lists from all over a tree. */
export type Listing = {
	/** The lines of these options, each where it can be seen. */
	of: (cells: readonly Cell[]) => Row[];
	/** What was found by words, and how many more there are. */
	found: (text: string) => {rows: Row[]; more: number};
};

/** As many results as somebody looks through. */
const most = 200;

type Props = {tree: KconfigTree; model: Model; read: ReadFile};

export function makeListing(root: Entry, {tree, model, read}: Props): Listing {
	const entries = Map.groupBy(entriesBelow(root).filter(({cell}) => cell), ({cell}) => cell!);
	let search: OptionSearch | undefined;
	let last: {text: string; cells: Cell[]; more: number} | undefined;

	/** An option may be defined in several places, of which one is seen now. */
	const entryOf = (cell: Cell): Entry | undefined => {
		const all = entries.get(cell) ?? [];
		return all.find(({node}) => model.isShown(node)) ?? all.find(entry => titleOf(entry) !== '') ?? all[0];
	};

	const of = (cells: readonly Cell[]): Row[] => cells
		.flatMap(cell => entryOf(cell) ?? [])
		.map(entry => ({entry, depth: 0, isShown: model.isShown(entry.node)}));

	return {
		of,
		found(text) {
			if (last?.text !== text) {
				search ??= makeSearch(tree, read);
				const cells = search(text.split(/\s+/)).map(({name}) => model.cells.get(name)!);
				last = {text, cells: cells.slice(0, most), more: Math.max(0, cells.length - most)};
			}

			return {rows: of(last.cells), more: last.more};
		},
	};
}
