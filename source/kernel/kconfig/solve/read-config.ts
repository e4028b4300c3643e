import type {Level} from '../value.ts';
import type {Cell, Model} from './cells.ts';
import {isSwitch} from './evaluate.ts';

/**
Takes what a `.config` says as what is asked for, in place of all that was asked for before, and as the kernel's own
reader does: what no option of the tree can be is passed over.
*/
export function readConfig(text: string, model: Model): void {
	for (const cell of [...model.cells.values(), ...model.choices]) {
		cell.asked = undefined;
	}

	for (const choice of model.choices) {
		const group = choice.group!;
		group.askedMember = undefined;
		group.askedLevel = 0;
		group.priority = [...group.members];
		// A choice was asked for by being read at all; as long as no member is, as n.
		choice.asked = {level: 0, text: ''};
	}

	for (const line of text.split('\n')) {
		readLine(line, model);
	}

	forget(model);
}

/** All values are to be worked out again; the one of MODULES first, as all others are by it. */
export function forget(model: Model): void {
	for (const cell of [...model.cells.values(), ...model.choices, ...model.blocks]) {
		cell.isValid = false;
	}
}

function readLine(line: string, model: Model): void {
	const {cells, isBefore611} = model;
	const [, off] = (isBefore611 ? offLoosely : off611).exec(line) ?? [];
	if (off !== undefined) {
		const cell = cells.get(off);
		if (cell && isSwitch(cell)) {
			ask(cell, 'n', model);
		}

		return;
	}

	const [, name, value] = assignment.exec(line) ?? [];
	const cell = name === undefined ? undefined : cells.get(name);
	const asked = cell && readValue(value!, cell, model);
	if (asked !== undefined) {
		ask(cell!, asked, model);
	}
}

const offLoosely = /^# CONFIG_([^ ]*) is not set/;
const off611 = /^# CONFIG_([^ ]*) is not set\r?$/;
const assignment = /^CONFIG_([^=]*)=([^\r]*)/;

/** Whether a `.config` can give an option this value. */
export const canRead = (cell: Cell, text: string, model: Model): boolean => readValue(text, cell, model) !== undefined;

/** The value, or nothing where the option can have none that is written like this. */
function readValue(text: string, {type}: Cell, {hasRawTexts}: Model): string | undefined {
	switch (type) {
		case 'bool':
		case 'tristate': {
			const [letter = ''] = text;
			return (type === 'bool' ? ['n', 'y'] : ['n', 'm', 'y']).find(one => one === letter);
		}

		case 'string': {
			return hasRawTexts ? /^"(.*)"$/.exec(text)?.[1] : readQuoted(text);
		}

		case 'int': {
			return /^-?(?:0|[1-9]\d*)$/.test(text) ? text : undefined;
		}

		case 'hex': {
			return /^(?:0x)?[\da-f]+$/i.test(text) ? text : undefined;
		}

		case undefined: {
			return undefined;
		}
	}
}

function readQuoted(text: string): string | undefined {
	const [, inside] = /^"((?:[^"\\]|\\.)*)"/.exec(text) ?? [];
	return inside?.replaceAll(/\\(.)/g, '$1');
}

function ask(cell: Cell, value: string, model: Model): void {
	const level = {n: 0, m: 1, y: 2}[value] as Level | undefined;
	cell.asked = isSwitch(cell) ? {level: level!, text: ''} : {level: 0, text: value};
	if (cell.choice) {
		askMember(cell, model);
	}
}

/** The choice is asked as well when a member is. */
export function askMember(cell: Cell, {isBefore611}: Model): void {
	const choice = cell.choice!;
	const group = choice.group!;
	group.priority = [cell, ...group.priority.filter(member => member !== cell)];
	if (isBefore611) {
		askChoice(choice, cell);
	}
}

/** A choice is asked to be what its members are asked to be; an m after a y is no state of it. */
function askChoice(choice: Cell, member: Cell): void {
	const {level} = member.asked!;
	const group = choice.group!;
	if (level === 2) {
		group.askedMember = member;
	}

	const isContrary = level === 1 && group.askedLevel === 2;
	group.askedLevel = Math.max(group.askedLevel, level) as Level;
	if (isContrary) {
		choice.asked = undefined;
	} else {
		choice.asked &&= {level: group.askedLevel, text: ''};
	}
}
