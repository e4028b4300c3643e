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
	for (const cell of [...model.cells.values(), ...model.choices]) {
		settle(cell, model);
	}
}

/**
Works out again what was asked for anew, and all that it changes, in the order in which one was worked out from the
other.
@returns all options and choices whose value or visibility is another one now
*/
export function settleAgain(model: Model, asked: Iterable<Cell>): Set<Cell> {
	const changed = new Set<Cell>();
	const queue = new Queue(asked);
	for (let left = 20 * model.settled; left > 0; left--) {
		const cell = queue.take();
		if (!cell) {
			return changed;
		}

		const before = model.modulesLevel;
		settleUnit(cell, model, {changed, queue});
		if (model.modulesLevel !== before) {
			break;
		}
	}

	// What MODULES is concerns all; and what ranges of each other never agree on ends as it does at the start.
	return settleAnew(model, changed);
}

/** The members of a choice are worked out together. */
function settleUnit(cell: Cell, model: Model, {changed, queue}: {changed: Set<Cell>; queue: Queue}): void {
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
		const {level, text} = before[index]!;
		if (one.type !== undefined && isOther(one, before[index]!)) {
			changed.add(one);
		}

		if (one.level !== level || one.text !== text) {
			queue.add(one.readers);
		}
	}
}

type State = Pick<Cell, 'level' | 'text' | 'visible'> & {chosen: Cell | undefined};

function stateOf({level, text, visible, group}: Cell): State {
	return {level, text, visible, chosen: group?.chosen};
}

function isOther({level, text, visible, group}: Cell, before: State): boolean {
	return level !== before.level
		|| text !== before.text
		|| visible !== before.visible
		|| group?.chosen !== before.chosen;
}

function settleAnew(model: Model, changed: Set<Cell>): Set<Cell> {
	const all = [...model.cells.values(), ...model.choices];
	const before = all.map(cell => stateOf(cell));
	forget(model);
	settleAll(model);
	for (const [index, cell] of all.entries()) {
		if (isOther(cell, before[index]!)) {
			changed.add(cell);
		}
	}

	return changed;
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
