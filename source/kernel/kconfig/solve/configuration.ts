import {letters, type Level} from '../value.ts';
import type {Asked, Cell, Group, Model} from './cells.ts';
import {putBack, settleAgain, settleAll, settleAndNote} from './changes.ts';
import {hasThree, isInRange, isSwitch, rangeOf} from './evaluate.ts';
import {askMember, canRead, forget, readConfig} from './read-config.ts';
import {askForAll, dropOutOfRange} from './solve.ts';

/** A configuration being edited: every value is right after every change, and every change can be taken back. */
export type Configuration = {
	model: Model;
	/** Asks for a value that `settable` or `textProblem` allows. @returns what has another value or visibility now */
	set: (cell: Cell, value: string) => ReadonlySet<Cell>;
	/** Takes back what was set last. @returns the same; nothing where nothing is left to take back */
	undo: () => ReadonlySet<Cell> | undefined;
	/** How much can be taken back. */
	steps: () => number;
};

/** @param config a `.config` to start from; without one all is as it is by default */
export function openConfiguration(model: Model, config?: string): Configuration {
	model.notesReaders = undefined;
	readConfig(config ?? '', model);
	if (config === undefined) {
		for (const choice of model.choices) {
			choice.asked = undefined;
		}
	}

	if (model.isBefore611) {
		settleAll(model);
		dropOutOfRange(model);
	}

	return edit(model);
}

/** Only what these lines ask for is on, and what that selects: as `allnoconfig` with them, whatever is set later. */
export function openRequests(model: Model, lines: string): Configuration {
	model.notesReaders = undefined;
	model.modulesLevel = 0;
	readConfig(lines, model);
	askForAll(model, 'allnoconfig');
	forget(model);
	settleAll(model);
	return edit(model);
}

function edit(model: Model): Configuration {
	settleAndNote(model);
	const journal: Array<() => Set<Cell>> = [];
	return {
		model,
		set(cell, value) {
			const concerned = concernedBy(cell);
			const askAsBefore = memoryOf(concerned);
			ask(cell, value, model);
			const change = settleAgain(model, concerned);
			journal.push(() => {
				askAsBefore();
				putBack(model, change);
				return change.changed;
			});
			return change.changed;
		},
		undo: () => journal.pop()?.(),
		steps: () => journal.length,
	};
}

/** The values that a switch can be given now. */
export function settable(cell: Cell, model: Model): Level[] {
	if (cell.visible === 0 || !isSwitch(cell)) {
		return [];
	}

	if (cell.choice && isOneOf(cell, model)) {
		return [2];
	}

	const least = cell.group ? 0 : cell.selectedLevel;
	const levels = ([0, 1, 2] as const).filter(level =>
		level >= least && level <= cell.visible && (level !== 1 || hasThree(cell, model)));
	return cell.group && !cell.group.isOptional ? levels.filter(level => level > 0) : levels;
}

/** Whether exactly one member of its choice is on now. */
export function isOneOf({choice, visible}: Cell, {isBefore611}: Model): boolean {
	return choice !== undefined && (!isBefore611 || (choice.level === 2 && visible === 2));
}

/** Why a number or a text cannot be given to an option, as the end of a sentence that begins with the value. */
export function textProblem(cell: Cell, text: string, model: Model): string | undefined {
	if (cell.type !== 'string' && !canRead(cell, text, model)) {
		return cell.type === 'hex'
			? 'is not a hexadecimal number, such as 0x1000'
			: 'is not a whole number, written without zeros before it';
	}

	if (isInRange(cell, text, model)) {
		return undefined;
	}

	const {low, high} = rangeOf(cell, model)!;
	return `is not in the range from ${low.text} to ${high.text}`;
}

function ask(cell: Cell, value: string, model: Model): void {
	const level = letters.indexOf(value as 'n') as Level;
	if (cell.group) {
		cell.asked = {level, text: ''};
		cell.group.askedLevel = level;
	} else if (level === 2 && cell.choice && isOneOf(cell, model)) {
		for (const member of cell.choice.group!.members) {
			member.asked = {level: member === cell ? 2 : 0, text: ''};
		}

		askMember(cell, model);
	} else {
		cell.asked = isSwitch(cell) ? {level, text: ''} : {level: 0, text: value};
	}
}

function concernedBy(cell: Cell): Cell[] {
	const choice = cell.group ? cell : cell.choice;
	return choice ? [choice, ...choice.group!.members] : [cell];
}

type Kept = {cell: Cell; asked: Asked | undefined; group: Partial<Group>};

/** @returns what brings back what was asked for */
function memoryOf(cells: readonly Cell[]): () => void {
	const kept = cells.map((cell): Kept => ({cell, asked: cell.asked, group: {...cell.group}}));
	return () => {
		for (const {cell, asked, group} of kept) {
			cell.asked = asked;
			if (cell.group) {
				Object.assign(cell.group, {
					priority: group.priority,
					askedMember: group.askedMember,
					askedLevel: group.askedLevel,
				});
			}
		}
	};
}
