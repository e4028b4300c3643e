import type {Dispatch} from 'react';
import type {KernelRow} from '../../kernel/menu.ts';
import type {Action} from '../flow.ts';
import type {Hint} from '../parts/hint-bar.tsx';
import {isBack, isHelp} from '../parts/keys.ts';
import {isDirect, isReviewed, type Flow} from '../state.ts';

type Shown = {flow: Flow; row: KernelRow | undefined; rows: readonly KernelRow[]; dispatch: Dispatch<Action>};

/** What a key of the kernel screen does, apart from moving in the list and from typing the filter. */
export function actOn(key: string, {flow, row, rows, dispatch}: Shown): void {
	const action = flow.filter?.isOpen ? whileTyping(key, flow.filter.text, row) : inList(key, flow, row, rows);
	if (action) {
		dispatch(action);
	}
}

const everything: Action = {do: 'filter'};

function whileTyping(key: string, text: string, row: KernelRow | undefined): Action | undefined {
	switch (key) {
		case 'enter':
		case 'tab': {
			return text === '' ? everything : {do: 'filter', filter: {text, isOpen: false}, ...(row && {at: row.id})};
		}

		case 'escape': {
			return everything;
		}

		default: {
			return key === 'function' ? {do: 'help'} : undefined;
		}
	}
}

function inList(key: string, flow: Flow, row: KernelRow | undefined, rows: readonly KernelRow[]): Action | undefined {
	if (isBack(key)) {
		return flow.filter ? everything : {do: 'back'};
	}

	if (isHelp(key)) {
		return {do: 'help'};
	}

	const actions: Record<string, Action | undefined> = {
		' ': row && {do: 'toggle', row, rows},
		'/': {do: 'filter', filter: {text: flow.filter?.text ?? '', isOpen: true}},
		t: {do: 'tree'},
		enter: {do: 'done', to: 'next'},
		tab: {do: 'done', to: 'review'},
	};
	return actions[key];
}

/** The keys worth knowing now. */
export function hintsFor(flow: Flow): Hint[] {
	if (flow.filter?.isOpen) {
		return [['enter', 'keep'], ['esc', 'show all'], ['↑↓', 'move'], ['F1', 'help'], ['ctrl-u', 'clear']];
	}

	if (flow.filter) {
		return [
			['space', 'on/off'],
			['esc', 'show all'],
			['enter', enterText(flow)],
			['?', 'help'],
			['/', 'filter'],
			['PgUp PgDn', 'page'],
		];
	}

	const isStep = !isDirect(flow) && !isReviewed(flow);
	return [
		['space', 'on/off'],
		['/', 'filter'],
		['enter', enterText(flow)],
		['esc', isDirect(flow) ? 'quit' : 'back'],
		['?', 'help'],
		['t', 'whole tree'],
		...(isStep ? [['tab', 'to review'] as const] : []),
		['PgUp PgDn', 'page'],
	];
}

function enterText(flow: Flow): string {
	if (isDirect(flow)) {
		return 'save';
	}

	return isReviewed(flow) ? 'done' : 'next';
}
