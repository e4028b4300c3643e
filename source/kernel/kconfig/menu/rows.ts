import type {Cell, Model} from '../solve/cells.ts';
import {isOneOf, settable} from '../solve/configuration.ts';
import {hasThree, isSwitch, settle, valueOf} from '../solve/evaluate.ts';
import type {Entry} from './entries.ts';

export type Row = {
	entry: Entry;
	/** How many options it stands below on this page. */
	depth: number;
	/** Whether menuconfig lists it; anything else is listed only where it was asked for. */
	isShown: boolean;
};

/** What stands on the page of an entry. @param withHidden whether what cannot be set now is listed too */
export function rowsOf(page: Entry, model: Model, withHidden: boolean): Row[] {
	const rows: Row[] = [];
	const add = (entry: Entry, depth: number): void => {
		const isShown = isListed(entry, model);
		const hasLine = withHidden ? titleOf(entry) !== '' : isShown;
		if (hasLine) {
			rows.push({entry, depth, isShown});
		}

		if ((!hasLine || entry.opens) && titleOf(entry) !== '') {
			return;
		}

		for (const child of entry.children) {
			add(child, hasLine ? depth + 1 : depth);
		}
	};

	for (const child of page.children) {
		add(child, 0);
	}

	return rows;
}

/** An option that is on is listed for what is below it, too. */
export function isListed(entry: Entry, model: Model): boolean {
	const {node, cell} = entry;
	return titleOf(entry) !== ''
		&& (model.isShown(node)
			|| (cell !== undefined && settle(cell, model).level > 0 && isListedBelow(entry, model)));
}

/** Those below an option without a prompt stand where it would. */
function isListedBelow({children}: Entry, model: Model): boolean {
	return children.some(child =>
		isListed(child, model) || (titleOf(child) === '' && isListedBelow(child, model)));
}

/** What a person reads of it; nothing of an option without a prompt. */
export const titleOf = ({node: {title, definition}}: Entry): string =>
	definition ? definition.prompt?.text ?? '' : title;

/**
Its value as menuconfig shows it: `[*]`, `<M>`, `(250)`; `-*-` where it cannot be changed, `{M}` where it cannot be
switched off.
*/
export function markOf({node, cell}: Entry, model: Model): string {
	if (!cell || node.kind === 'choice') {
		return node.kind === 'comment' ? '***' : '';
	}

	settle(cell, model);
	if (!isSwitch(cell)) {
		return `(${cell.text})`;
	}

	const sign = [' ', 'M', '*'][cell.level]!;
	if (cell.choice && isOneOf(cell, model)) {
		return cell.level === 2 ? '(X)' : '( )';
	}

	const levels = settable(cell, model);
	if (levels.length < 2) {
		return `-${sign}-`;
	}

	if (!levels.includes(0)) {
		return `{${sign}}`;
	}

	return hasThree(cell, model) ? `<${sign}>` : `[${sign}]`;
}

/** The same to be read out: `on`, `as a module`, `250`; nothing of what has no value. */
export function valueWords({node, cell}: Entry, model: Model): string {
	if (!cell || node.kind === 'choice') {
		return '';
	}

	settle(cell, model);
	if (!isSwitch(cell)) {
		return cell.text === '' ? 'empty' : cell.text;
	}

	return cell.choice && isOneOf(cell, model)
		? (cell.level === 2 ? 'chosen' : 'not chosen')
		: ['off', 'as a module', 'on'][cell.level]!;
}

/** What cannot be done with it now; nothing where that is for nobody to decide. */
export function limitWords({entry: {node, cell}, isShown}: Row, model: Model): string {
	if (!isShown) {
		return node.kind === 'comment' ? '' : 'cannot be set now';
	}

	if (!cell || node.kind === 'choice' || !isSwitch(cell) || (cell.choice && isOneOf(cell, model))) {
		return '';
	}

	const levels = settable(cell, model);
	return levels.length < 2 ? 'cannot be changed' : (levels.includes(0) ? '' : 'cannot be switched off');
}

/** The member of a choice that is on: its prompt, or its name. */
export function chosenOf(choice: Entry, model: Model): string | undefined {
	const members = choice.children.filter(({cell}) => cell && valueOf(cell, model) === 'y');
	return members.length === 1 ? titleOf(members[0]!) || members[0]!.cell!.name : undefined;
}

/** Whether it can have another value now. */
export function isFree(cell: Cell, model: Model): boolean {
	if (!isSwitch(cell)) {
		return settle(cell, model).visible > 0;
	}

	const levels = settable(cell, model);
	return levels.some(level => level !== cell.level);
}
