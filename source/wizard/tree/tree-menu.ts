import {makeSearch, type OptionSearch} from '../../kernel/kconfig/find-options.ts';
import {entriesBelow, entriesOf, type Entry} from '../../kernel/kconfig/menu/entries.ts';
import {unmetBy} from '../../kernel/kconfig/menu/hidden.ts';
import {holdersOf, optionPage} from '../../kernel/kconfig/menu/page.ts';
import {isFree, rowsOf, titleOf} from '../../kernel/kconfig/menu/rows.ts';
import {planChange} from '../../kernel/kconfig/plan/plan-change.ts';
import type {Step} from '../../kernel/kconfig/plan/search.ts';
import type {Cell} from '../../kernel/kconfig/solve/cells.ts';
import {settable, textProblem, type Configuration} from '../../kernel/kconfig/solve/configuration.ts';
import {isSwitch, settle, valueOf} from '../../kernel/kconfig/solve/evaluate.ts';
import {writeConfig} from '../../kernel/kconfig/solve/write-config.ts';
import type {Definition, KconfigTree, ReadFile} from '../../kernel/kconfig/types.ts';
import {letters, type Level} from '../../kernel/kconfig/value.ts';

/** A tree of options that is being changed, and where in it one is. */
export type TreeMenu = {
	state: TreeState;
	/** A key that is neither a movement in the list nor typed text. */
	press: (key: string) => void;
	/** The focus goes to the row of this id. */
	move: (id: string) => void;
	/** The text of the search, or of the value being typed. */
	type: (text: string) => void;
	/** Takes the typed value. */
	enter: (text: string) => void;
	/** A key that means nothing in the text of a value leaves it. */
	stopTyping: (key: string) => void;
	/** Whether it can be left at once; what is not saved is asked about first, once. */
	leaves: () => boolean;
	rows: () => Listed[];
	focused: () => Entry | undefined;
	/** Options that have another value than they were saved with. */
	changed: () => Cell[];
	/** What all is called by: the title of its root. */
	title: string;
};

export type Listed = {entry: Entry; depth: number; isShown: boolean};

export type TreeState = {
	page: Entry;
	/** Where the focus was, by page. */
	marks: Map<string, string>;
	search?: {text: string; isOpen: boolean};
	withHidden: boolean;
	onlyChanged: boolean;
	typing?: {cell: Cell; text: string};
	plan?: {cell: Cell; value: string; steps: Step[]};
	note?: {title: string; text: string};
	/** The page of an option that is read, from this line on. */
	reading?: {text: string; title: string; top: number};
	isLeaving: boolean;
};

export type OpenedTree = {
	tree: KconfigTree;
	configuration: Configuration;
	read: ReadFile;
	/** Where it is saved, as it is said. */
	file: string;
	save: (config: string) => Promise<void>;
};

type Props = OpenedTree & {
	/** Something has changed that was not a key. */
	onChange: () => void;
	onLeave: () => void;
};

/** As many results as somebody looks through. */
const mostFound = 200;

export function openTreeMenu({tree, configuration, read, file, save, onChange, onLeave}: Props): TreeMenu {
	const {model} = configuration;
	const root = entriesOf(model);
	const entries = new Map<Cell, Entry>();
	for (const entry of entriesBelow(root)) {
		if (entry.cell && (!entries.has(entry.cell) || titleOf(entries.get(entry.cell)!) === '')) {
			entries.set(entry.cell, entry);
		}
	}

	const state: TreeState = {page: root, marks: new Map(), withHidden: false, onlyChanged: false, isLeaving: false};
	const undos: number[] = [];
	let saved = valuesOf(configuration);
	let search: OptionSearch | undefined;

	const changed = (): Cell[] => model.cells.values()
		.filter(cell => cell.type !== undefined && valueOf(cell, model) !== saved.get(cell))
		.toArray();
	const listOf = (entry: Entry): Listed => ({entry, depth: 0, isShown: model.isShown(entry.node)});

	let found: {text: string; entries: Entry[]} = {text: '', entries: []};
	const results = (text: string): Listed[] => {
		if (found.text !== text) {
			search ??= makeSearch(tree, read);
			const options = search(text.split(/\s+/)).slice(0, mostFound);
			found = {text, entries: options.flatMap(({name}) => entries.get(model.cells.get(name)!) ?? [])};
		}

		return found.entries.map(entry => listOf(entry));
	};

	const rows = (): Listed[] => {
		if (state.search?.text.trim()) {
			return results(state.search.text.trim());
		}

		return state.onlyChanged
			? changed().flatMap(cell => entries.get(cell) ?? []).map(entry => listOf(entry))
			: rowsOf(state.page, model, state.withHidden);
	};

	const placeName = (): string => state.search ? 'search' : (state.onlyChanged ? 'changed' : state.page.id);
	const focused = (): Entry | undefined => {
		const all = rows();
		const at = state.marks.get(placeName());
		return (all.find(({entry}) => entry.id === at) ?? all[0])?.entry;
	};

	const say = (title: string, text: string): void => {
		state.note = {title, text};
	};

	const open = (entry: Entry): void => {
		delete state.search;
		state.onlyChanged = false;
		state.page = entry;
	};

	/** The page on which an entry stands, with the focus on it. */
	const goTo = (entry: Entry): void => {
		let page = entry.parent!;
		while (!page.opens && page.parent) {
			page = page.parent;
		}

		open(page);
		state.withHidden ||= !rowsOf(page, model, false).some(row => row.entry === entry);
		state.marks.set(page.id, entry.id);
	};

	const change = (steps: readonly Step[]): void => {
		undos.push(configuration.steps());
		for (const {cell, value} of steps) {
			configuration.set(cell, value);
		}
	};

	const undo = (): void => {
		const before = undos.pop() ?? configuration.steps();
		say(configuration.steps() > before ? 'Undone' : '! Nothing to undo', '');
		while (configuration.steps() > before) {
			configuration.undo();
		}
	};

	const give = (entry: Entry, value: 'n' | 'm' | 'y'): void => {
		const cell = entry.cell!;
		if (valueOf(cell, model) === value) {
			return;
		}

		if (settable(cell, model).includes(letters.indexOf(value) as Level)) {
			change([{cell, value}]);
			return;
		}

		const steps = planChange(tree, configuration, {cell, value});
		if (steps) {
			state.plan = {cell, value, steps};
		} else {
			say(`! ${cell.name || titleOf(entry)} cannot be ${value}`, reasonFor(entry, value));
		}
	};

	const reasonFor = ({cell, node}: Entry, value: string): string => {
		const {name, type, selectedLevel} = settle(cell!, model);
		if (value === 'm' && type === 'bool') {
			return 'It is part of the kernel or left out; it cannot be a module.';
		}

		const symbol = tree.symbols.get(name);
		const holders = symbol ? holdersOf(symbol, model) : [];
		if (letters.indexOf(value as 'n') < selectedLevel && holders.length > 0) {
			return `It is turned on by ${holders.join(', ')}.`;
		}

		return whyHidden(symbol?.definitions ?? [node.definition!]);
	};

	const whyHidden = (definitions: readonly Definition[]): string => {
		if (definitions.every(({prompts}) => prompts.length === 0)) {
			return 'It has no prompt: other options set it.';
		}

		const unmet = unmetBy(definitions, model);
		return unmet.length > 0 ? `It can be changed only with ${unmet.join(' and ')}.` : 'No way to set it was found.';
	};

	const cycle = (entry: Entry): void => {
		const cell = entry.cell!;
		const values = settable(cell, model);
		const next = values.find(level => level > cell.level) ?? values[0];
		give(entry, next === undefined ? (cell.level > 0 ? 'n' : 'y') : letters[next]);
	};

	const take = (entry: Entry): void => {
		const {cell, node, children, opens} = entry;
		if (opens && children.length > 0) {
			open(entry);
		} else if (cell && !isSwitch(cell)) {
			startTyping(entry);
		} else if (cell?.choice) {
			give(entry, 'y');
		} else if (node.kind === 'option') {
			// Whoever confirms a plan that was not needed must not switch off what is on.
			showPage(entry);
		}
	};

	const startTyping = (entry: Entry): void => {
		const cell = entry.cell!;
		if (isFree(cell, model)) {
			state.typing = {cell, text: cell.text};
		} else {
			say(`! ${cell.name} cannot be changed now`, reasonFor(entry, 'y'));
		}
	};

	const back = (): void => {
		if (state.onlyChanged || state.search) {
			delete state.search;
			state.onlyChanged = false;
		} else if (state.page.parent) {
			goTo(state.page);
		} else {
			leave();
		}
	};

	const leave = (): void => {
		if (changed().length > 0) {
			state.isLeaving = true;
		} else {
			onLeave();
		}
	};

	const store = async (): Promise<void> => {
		const count = changed().length;
		try {
			// What is changed meanwhile is not in the file.
			const values = valuesOf(configuration);
			await save(writeConfig(model));
			saved = values;
			say('Saved', `${count === 1 ? 'One change is' : `${count} changes are`} in ${file}.`);
		} catch (error) {
			say('! Not saved', (error as Error).message);
		}
	};

	const keep = async (thenLeave: boolean): Promise<void> => {
		await store();
		if (thenLeave && state.note?.title === 'Saved') {
			onLeave();
		} else {
			onChange();
		}
	};

	const answerLeaving = (key: string): void => {
		state.isLeaving = false;
		if (key === 'y') {
			void keep(true);
		} else if (key === 'n') {
			onLeave();
		}
	};

	const answerPlan = (key: string): void => {
		const {steps} = state.plan!;
		delete state.plan;
		if (key === 'enter' || key === 'y') {
			change(steps);
		}
	};

	const showPage = ({cell}: Entry): void => {
		if (!cell?.name) {
			return;
		}

		state.reading = {title: `CONFIG_${cell.name}`, text: optionPage(tree, {cell, model, read}), top: 0};
	};

	const onEntry: Record<string, (entry: Entry) => void> = {
		enter: take,
		right: take,
		' '(entry) {
			if (entry.cell && isSwitch(entry.cell) && entry.node.kind === 'option') {
				cycle(entry);
			} else {
				take(entry);
			}
		},
		'?': showPage,
		function: showPage,
		w(entry) {
			if (entry.cell && isSwitch(entry.cell)) {
				give(entry, entry.cell.level > 0 ? 'n' : 'y');
			}
		},
		p: goTo,
	};
	for (const value of ['n', 'm', 'y'] as const) {
		onEntry[value] = entry => {
			if (entry.cell && isSwitch(entry.cell)) {
				give(entry, value);
			}
		};
	}

	const anywhere: Record<string, () => void> = {
		escape: back,
		left: back,
		q: leave,
		u: undo,
		s() {
			void keep(false);
		},
		z() {
			state.withHidden = !state.withHidden;
		},
		c() {
			delete state.search;
			state.onlyChanged = !state.onlyChanged;
		},
		'/'() {
			state.search = {text: state.search?.text ?? '', isOpen: true};
		},
	};

	return {
		state,
		rows,
		focused,
		changed,
		title: root.node.title,
		press(key) {
			// It comes to `leaves`.
			if (key === 'ctrl-c') {
				return;
			}

			if (state.isLeaving) {
				answerLeaving(key);
			} else if (state.plan) {
				answerPlan(key);
			} else if (state.search?.isOpen) {
				closeSearch(state, key);
			} else {
				const entry = focused();
				delete state.note;
				anywhere[key]?.();
				if (entry) {
					onEntry[key]?.(entry);
				}
			}
		},
		move(id) {
			delete state.note;
			state.marks.set(placeName(), id);
		},
		type(text) {
			const typed = state.typing ?? state.search!;
			typed.text = text;
			state.marks.delete('search');
		},
		leaves() {
			if (state.isLeaving || changed().length === 0) {
				return true;
			}

			delete state.reading;
			delete state.typing;
			delete state.plan;
			state.isLeaving = true;
			return false;
		},
		stopTyping(key) {
			if (key === '?') {
				return;
			}

			delete state.typing;
			delete state.note;
		},
		enter(text) {
			const {cell} = state.typing!;
			const problem = textProblem(cell, text, model);
			if (problem !== undefined) {
				say(`! ${cell.name}`, `${text === '' ? 'An empty text' : text} ${problem}.`);
				return;
			}

			delete state.typing;
			delete state.note;
			change([{cell, value: text}]);
		},
	};
}

function closeSearch(state: TreeState, key: string): void {
	if (key === 'escape' || (key === 'enter' && state.search!.text.trim() === '')) {
		delete state.search;
	} else if (key === 'enter' || key === 'tab') {
		state.search!.isOpen = false;
	}
}

function valuesOf({model}: Configuration): Map<Cell, string> {
	return new Map(model.cells.values().map(cell => [cell, valueOf(cell, model)]));
}

/** What a plan would set beside the option itself: `PCI=y`. */
export const linesOf = ({cell, steps}: {cell: Cell; steps: readonly Step[]}): string[] =>
	steps.filter(step => step.cell !== cell && !step.cell.group).map(step => `${step.cell.name}=${step.value}`);
