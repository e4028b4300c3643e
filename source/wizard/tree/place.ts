import type {Entry} from '../../kernel/kconfig/menu/entries.ts';
import {rowsOf, type Row} from '../../kernel/kconfig/menu/rows.ts';
import type {Cell, Model} from '../../kernel/kconfig/solve/cells.ts';
import type {Listing} from './listing.ts';

/** Where in a tree one is: on a page of it, among results, or among what was changed. */
export type PlaceState = {
	page: Entry;
	/** Where the focus was, by page. */
	marks: Map<string, string>;
	search?: {text: string; isOpen: boolean};
	withHidden: boolean;
	/** A list from all over the tree in place of a page. */
	only?: 'changed' | 'requested';
	/** Options whose relations are listed, the last one now; Back leads to the one before. */
	related: Cell[];
};

export type Place = {
	rows: () => Row[];
	/** How many were found that are not listed, and whether it is still being looked for. */
	search: () => {more: number; isReading: boolean};
	focused: () => Entry | undefined;
	/** The focus goes to the row of this id. */
	mark: (id: string) => void;
	/** The page of an entry. */
	open: (entry: Entry) => void;
	/** The page on which an entry stands, with the focus on it. */
	goTo: (entry: Entry) => void;
	/** One step back. @returns whether there was one */
	back: () => boolean;
};

type Props = {model: Model; listing: Listing; lists: Record<'changed' | 'requested' | 'related', () => Cell[]>};

export function placeIn(state: PlaceState, {model, listing, lists}: Props): Place {
	const relatedTo = (): Cell | undefined => state.related.at(-1);
	const words = (): string => relatedTo() ? '' : state.search?.text.trim() ?? '';
	const list = () => relatedTo() ? 'related' : state.only;
	const name = (): string => {
		const cell = relatedTo();
		return cell ? `related to ${cell.name}` : (state.search ? 'search' : list() ?? state.page.id);
	};

	const rows = (): Row[] => {
		if (words() !== '') {
			return listing.found(words()).rows;
		}

		const only = list();
		return only ? listing.of(lists[only]()) : rowsOf(state.page, model, state.withHidden);
	};

	const open = (entry: Entry): void => {
		delete state.search;
		delete state.only;
		state.related = [];
		state.page = entry;
	};

	const goTo = (entry: Entry): void => {
		const page = pageOf(entry);
		open(page);
		state.withHidden ||= !rowsOf(page, model, false).some(row => row.entry === entry);
		state.marks.set(page.id, entry.id);
	};

	return {
		rows,
		search: () => words() === '' ? {more: 0, isReading: false} : listing.found(words()),
		focused() {
			const all = rows();
			const at = state.marks.get(name());
			return (all.find(({entry}) => entry.id === at) ?? all[0])?.entry;
		},
		mark(id) {
			state.marks.set(name(), id);
		},
		open,
		goTo,
		back() {
			if (state.related.pop()) {
				return true;
			}

			if (state.only ?? state.search) {
				delete state.search;
				delete state.only;
				return true;
			}

			const hasPage = state.page.parent !== undefined;
			if (hasPage) {
				goTo(state.page);
			}

			return hasPage;
		},
	};
}

function pageOf({parent}: Entry): Entry {
	return parent!.opens || parent!.parent === undefined ? parent! : pageOf(parent!);
}

/** Shows a list in place of the page, or the page again. */
export function toggleList(state: PlaceState, list: 'changed' | 'requested'): void {
	delete state.search;
	state.related = [];
	if (state.only === list) {
		delete state.only;
	} else {
		state.only = list;
	}
}

/** Ends the search, or goes on to its results. */
export function closeSearch(state: PlaceState, key: string): void {
	if (key === 'escape' || (key === 'enter' && state.search!.text.trim() === '')) {
		delete state.search;
	} else if (key === 'enter' || key === 'tab') {
		state.search!.isOpen = false;
	}
}
