import type {Cell, Model} from './cells.ts';
import {settle} from './evaluate.ts';
import {forget} from './read-config.ts';

/** Works everything out, and notes from then on who asked whom, so that a change costs only what depends on it. */
export function settleAndNote(model: Model): void {
	model.notesReaders = true;
	forget(model);
	settleAll(model);
}

export function settleAll(model: Model): void {
	settle(model.modules, model);
	// Menus as well that no option asks: what is known of them has to be put back one day.
	for (const cell of [...model.cells.values(), ...model.choices, ...model.blocks]) {
		settle(cell, model);
	}
}

/** What one change has made of a configuration. */
export type Change = {
	/** All options and choices whose value or visibility is another one now. */
	changed: Set<Cell>;
	/** What was worked out before, of all of which anything is another one now. */
	before: Map<Cell, State>;
};

/**
Works out again what was asked for anew, and all that it changes, in the order in which one was worked out from the
other.
*/
export function settleAgain(model: Model, asked: Iterable<Cell>): Change {
	const change: Change = {changed: new Set(), before: new Map()};
	const queue = new Queue(asked);
	for (let left = 20 * model.settled; left > 0; left--) {
		const cell = queue.take();
		if (!cell) {
			return change;
		}

		const before = model.modulesLevel;
		settleUnit(cell, model, {change, queue});
		if (model.modulesLevel !== before) {
			// Whether m is a value at all concerns each of these, whoever it asks.
			queue.add([...model.cells.values(), ...model.choices].filter(({type}) => type === 'tristate'));
		}
	}

	// What ranges of each other never agree on ends as it does at the start.
	settleAnew(model, change);
	return change;
}

/** Puts back what was worked out before a change: nothing is worked out again. */
export function putBack(model: Model, {before}: Change): void {
	for (const [cell, state] of before) {
		restore(cell, state);
	}

	model.modulesLevel = model.modules.level;
}

/** The members of a choice are worked out together. */
function settleUnit(cell: Cell, model: Model, {change, queue}: {change: Change; queue: Queue}): void {
	const choice = cell.group ? cell : cell.choice;
	const unit = choice ? [choice, ...choice.group!.members] : [cell];
	const before = unit.map(one => stateOf(one));
	for (const one of unit) {
		one.isValid = false;
	}

	for (const one of unit) {
		settle(one, model);
	}

	for (const [index, one] of unit.entries()) {
		const state = before[index]!;
		note(change, one, state);
		if (one.level !== state.level || one.text !== state.text) {
			queue.add(one.readers ?? []);
		}
	}
}

function settleAnew(model: Model, change: Change): void {
	const all = [...model.cells.values(), ...model.choices, ...model.blocks];
	const before = all.map(cell => stateOf(cell));
	forget(model);
	settleAll(model);
	for (const [index, cell] of all.entries()) {
		note(change, cell, before[index]!);
	}
}

function note({changed, before}: Change, cell: Cell, state: State): void {
	if (cell.type !== undefined && isOther(cell, state)) {
		changed.add(cell);
	}

	if (!before.has(cell) && !isSame(cell, state)) {
		before.set(cell, state);
	}
}

/** All that is worked out of a cell. */
type State = Pick<
	Cell,
	'level' | 'text' | 'visible' | 'isWritten' | 'directLevel' | 'selectedLevel' | 'impliedLevel'
> & {chosen: Cell | undefined};

function stateOf(cell: Cell): State {
	const {level, text, visible, isWritten, directLevel, selectedLevel, impliedLevel, group} = cell;
	return {level, text, visible, isWritten, directLevel, selectedLevel, impliedLevel, chosen: group?.chosen};
}

function restore(cell: Cell, {chosen, ...state}: State): void {
	Object.assign(cell, state);
	if (cell.group) {
		cell.group.chosen = chosen;
	}
}

function isSame(cell: Cell, before: State): boolean {
	return !isOther(cell, before)
		&& cell.isWritten === before.isWritten
		&& cell.directLevel === before.directLevel
		&& cell.selectedLevel === before.selectedLevel
		&& cell.impliedLevel === before.impliedLevel;
}

/** For who looks at it: its value, or what can be set. */
function isOther({level, text, visible, group}: Cell, before: State): boolean {
	return level !== before.level
		|| text !== before.text
		|| visible !== before.visible
		|| group?.chosen !== before.chosen;
}

/** Cells, the lowest rank first, each once at a time: a binary heap. */
class Queue {
	readonly #heap: Cell[] = [];
	readonly #waiting = new Set<Cell>();

	constructor(cells: Iterable<Cell>) {
		this.add(cells);
	}

	#rise(cell: Cell): void {
		let at = this.#heap.length;
		while (at > 0) {
			const above = (at - 1) >> 1; // eslint-disable-line no-bitwise
			if (this.#heap[above]!.rank <= cell.rank) {
				break;
			}

			this.#heap[at] = this.#heap[above]!;
			at = above;
		}

		this.#heap[at] = cell;
	}

	#sink(cell: Cell): void {
		const {length} = this.#heap;
		let at = 0;
		for (let below = 1; below < length; below = (2 * at) + 1) {
			const other = below + 1;
			const isLess = other < length && this.#heap[other]!.rank < this.#heap[below]!.rank;
			const least = isLess ? other : below;
			if (this.#heap[least]!.rank >= cell.rank) {
				break;
			}

			this.#heap[at] = this.#heap[least]!;
			at = least;
		}

		this.#heap[at] = cell;
	}

	add(cells: Iterable<Cell>): void {
		for (const cell of cells) {
			if (this.#waiting.has(cell)) {
				continue;
			}

			this.#waiting.add(cell);
			this.#rise(cell);
		}
	}

	take(): Cell | undefined {
		const [first] = this.#heap;
		const last = this.#heap.pop();
		if (first && last && this.#heap.length > 0) {
			this.#sink(last);
		}

		this.#waiting.delete(first!);
		return first;
	}
}
