import {letters, type Level} from '../value.ts';
import type {Cell, Model, Test} from './cells.ts';
import {chooseMember, settleGroup} from './choices.ts';
import {parseSigned} from './numbers.ts';

/** Works out what an option is, and all that this asks for; what is known stays. */
export function settle(cell: Cell, model: Model): Cell {
	if (model.reader) {
		noteReader(cell, model.reader);
	}

	if (cell.isValid) {
		return cell;
	}

	cell.isValid = true;
	if (cell.type === undefined && !cell.condition) {
		return cell;
	}

	const {reader} = model;
	cell.asking = 0;
	model.reader = model.notesReaders && cell;
	if (cell.condition) {
		cell.level = cell.condition();
	} else {
		work(cell, model);
	}

	model.reader = reader;
	cell.rank ||= ++model.settled;
	return cell;
}

/** It mostly asks the same as the last time: then there is nothing to add. */
function noteReader(cell: Cell, reader: Cell): void {
	if (reader.asks[reader.asking] !== cell) {
		cell.readers ??= new Set();
		cell.readers.add(reader);
		reader.asks[reader.asking] = cell;
	}

	reader.asking++;
}

function work(cell: Cell, model: Model): void {
	settleVisibility(cell, model);
	cell.isWritten = cell.visible > 0;
	cell.level = 0;
	cell.text = isSwitch(cell) ? 'n' : emptyText(cell, model);
	if (isSwitch(cell)) {
		cell.level = levelOf(cell, model);
	} else {
		settleText(cell, model);
	}

	if (cell.group && model.isBefore611) {
		chooseMember(cell, model);
	}

	keepInRange(cell, model);
	if (cell === model.modules) {
		model.modulesLevel = cell.level;
	}
}

export const isSwitch = ({type}: Cell): boolean => type === 'bool' || type === 'tristate';

/** Whether m is a value that it can have now. */
export function hasThree(cell: Cell, {modulesLevel, isBefore611}: Model): boolean {
	return cell.type === 'tristate' && modulesLevel > 0 && !(isBefore611 && cell.choice && cell.visible === 2);
}

/** Its value as text: n, m or y of a switch. */
export function valueOf(cell: Cell, model: Model): string {
	settle(cell, model);
	return isSwitch(cell) ? letters[cell.level] : cell.text;
}

/** How far its prompts let a user go, and what it depends on, is selected by and implied by. */
export function settleVisibility(cell: Cell, model: Model): void {
	const {choice} = cell;
	const isOfOldChoice = model.isBefore611 && choice !== undefined;
	let visible: Level = 0;
	for (const prompt of cell.prompts) {
		let level = prompt();
		if (level === 1 && isOfOldChoice && cell.type === 'tristate' && choice.level === 2) {
			level = 0;
		}

		visible = Math.max(visible, level) as Level;
	}

	cell.visible = visible === 1 && (cell.type !== 'tristate' || model.modulesLevel === 0) ? 2 : visible;
	if (isOfOldChoice) {
		return;
	}

	const isWhole = !hasThree(cell, model);
	const whole = (level: Level, can: boolean): Level => level === 1 && can ? 2 : level;
	cell.directLevel = whole(cell.direct?.() ?? 2, isWhole);
	// A number or a text is not on: m stays m.
	cell.selectedLevel = whole(highest(cell.selected), isWhole && isSwitch(cell));
	cell.impliedLevel = whole(highest(cell.implied), isWhole && isSwitch(cell));
}

function highest(tests: readonly Test[]): Level {
	let most: Level = 0;
	for (const test of tests) {
		most = Math.max(most, test()) as Level;
	}

	return most;
}

/** The first default whose condition holds. */
export function defaultOf({defaults}: Cell): {value: Cell['defaults'][number]; when: Level} | undefined {
	for (const value of defaults) {
		const when = value.when();
		if (when > 0) {
			return {value, when};
		}
	}

	return undefined;
}

function levelOf(cell: Cell, model: Model): Level {
	const {choice} = cell;
	if (choice && !model.isBefore611) {
		return settleGroup(choice, cell, model);
	}

	if (choice && cell.visible === 2) {
		return choice.group!.chosen === cell ? 2 : 0;
	}

	const level = Math.max(freeLevel(cell), cell.selectedLevel) as Level;
	return level === 1 && !hasThree(cell, model) ? 2 : level;
}

/** Without what selects it. */
function freeLevel(cell: Cell): Level {
	if (cell.isOld && cell.asked) {
		return cell.asked.level;
	}

	if (cell.visible > 0 && cell.asked) {
		return Math.min(cell.asked.level, cell.visible) as Level;
	}

	if (cell.selectedLevel > 0) {
		cell.isWritten = true;
	}

	if (cell.group) {
		return 0;
	}

	const found = defaultOf(cell);
	let level = found ? Math.min(found.value.level(), found.when) : 0;
	if (level > 0) {
		cell.isWritten = true;
	}

	if (cell.impliedLevel > 0) {
		cell.isWritten = true;
		level = Math.min(Math.max(level, cell.impliedLevel), cell.directLevel);
	}

	return level as Level;
}

function settleText(cell: Cell, model: Model): void {
	if ((cell.visible > 0 || cell.isOld) && cell.asked) {
		cell.text = cell.asked.text;
		return;
	}

	const text = defaultText(cell, model);
	if (text === undefined) {
		return;
	}

	cell.isWritten = true;
	cell.text = text;
}

/** Of a number or a text. Only a single name or value gives one. */
export function defaultText(cell: Cell, model: Model): string | undefined {
	const value = defaultOf(cell)?.value.value;
	switch (value?.kind) {
		case 'constant': {
			return value.value;
		}

		case 'symbol': {
			const other = model.cells.get(value.name);
			return other ? settle(other, model).text : value.name;
		}

		case undefined:
		case 'unknown':
		case 'not':
		case 'and':
		case 'or':
		case 'compare': {
			return undefined;
		}
	}
}

function emptyText({type}: Cell, {isBefore611}: Model): string {
	if (isBefore611 || type === 'string') {
		return '';
	}

	return type === 'hex' ? '0x0' : '0';
}

type Limit = {text: string; value: bigint};

/** The range that holds now. */
export function rangeOf(cell: Cell, model: Model): {low: Limit; high: Limit} | undefined {
	const range = cell.ranges.find(({when}) => when() > 0);
	return range && {low: limit(range.low, cell, model), high: limit(range.high, cell, model)};
}

function limit(of: Cell, {type}: Cell, model: Model): Limit {
	const {text} = settle(of, model);
	return {text, value: parseSigned(text, baseOf(of.type) ?? baseOf(type)!).value};
}

function baseOf(type: Cell['type']): 10 | 16 | undefined {
	return type === 'int' ? 10 : (type === 'hex' ? 16 : undefined);
}

function keepInRange(cell: Cell, model: Model): void {
	const base = baseOf(cell.type);
	const range = base && rangeOf(cell, model);
	if (!range) {
		return;
	}

	const {value} = parseSigned(cell.text, base);
	const {low, high} = range;
	if (value < low.value || value > high.value) {
		cell.text = (value < low.value ? low : high).text;
	}
}

/** Whether a number that is asked for is one, and lies in the range that holds now. */
export function isInRange(cell: Cell, text: string, model: Model): boolean {
	const base = baseOf(cell.type);
	const range = base && rangeOf(cell, model);
	const value = base && parseSigned(text, base).value;
	return !range || (value! >= range.low.value && value! <= range.high.value);
}

