import type {DeviceOptions} from '../../kernel/hardware/device-options.ts';
import {trackEdits, type Edits, type Switched} from '../../kernel/kconfig/edits.ts';
import {entriesOf, type Entry} from '../../kernel/kconfig/menu/entries.ts';
import {optionPage} from '../../kernel/kconfig/menu/page.ts';
import {relatedTo, type Relation} from '../../kernel/kconfig/menu/related.ts';
import {titleOf} from '../../kernel/kconfig/menu/rows.ts';
import type {Step} from '../../kernel/kconfig/plan/search.ts';
import type {Cell} from '../../kernel/kconfig/solve/cells.ts';
import {settable, type Configuration} from '../../kernel/kconfig/solve/configuration.ts';
import {isSwitch, valueOf} from '../../kernel/kconfig/solve/evaluate.ts';
import type {KconfigTree, ReadFile} from '../../kernel/kconfig/types.ts';
import {listText} from '../../recipe/problem.ts';
import {letters} from '../../kernel/kconfig/value.ts';
import type {KernelSize} from '../../kernel/size/estimate.ts';
import {trackChanges, type Changes} from './changes.ts';
import {makeLeaving} from './leaving.ts';
import {sayKernelSize, type SizeWords} from './kernel-size.ts';
import {makeListing} from './listing.ts';
import {closeSearch, placeIn, toggleList, type Place, type PlaceState} from './place.ts';
import {keysOfTree} from './tree-keys.ts';
import {makeTyping} from './typing.ts';
import {linesOnValue} from './value-lines.ts';

/** A tree of options that is being changed, and where in it one is. */
export type TreeMenu = {
	state: TreeState;
	edits: Edits;
	changes: Changes;
	place: Place;
	size: SizeWords;
	/** A key that is neither a movement in the list nor typed text. */
	press: (key: string) => void;
	/** The focus goes to the row of this id. */
	move: (id: string) => void;
	/** The text of the search, or of the value being typed. */
	type: (text: string) => void;
	/** How the listed options are related to the one they were listed for. */
	relations: () => ReadonlyMap<Cell, Relation>;
	/** Takes the typed value. */
	enter: (text: string) => void;
	/** A key that means nothing in the text of a value leaves it. */
	stopTyping: (key: string) => void;
	/** Whether it can be left at once; what is not saved is asked about first, once. */
	leaves: () => boolean;
	/** What all is called by: the title of its root. */
	title: string;
	file: string;
	recipe: RecipeKernel | undefined;
};

export type TreeState = PlaceState & {
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
	/** Reads which options drive a device. */
	readDevices: () => Promise<DeviceOptions>;
	/** How large the kernel becomes, where that is known of such a tree. */
	sizeOf?: KernelSize;
	/** Where it is saved, as it is said. */
	file: string;
	/** Whether the file has these values already. */
	isInFile: boolean;
	/** Of the kernel of a recipe. */
	recipe?: RecipeKernel;
	/** @param made what was set, with what it is now. @returns what else is to be said, as a sentence */
	save: (config: string, made: ReadonlyMap<string, string>) => Promise<string | undefined>;
};

/** What a recipe asks of the kernel whose options are chosen. */
export type RecipeKernel = {
	/** By option: who asks for it. */
	requested: ReadonlyMap<string, string>;
	/** Options that keep their value, each with the sentence that says why. */
	fixed: ReadonlyMap<string, string>;
	/** Why a recipe cannot hold a value, as the end of a sentence that begins with it. */
	textProblem: (text: string) => string | undefined;
};

type Props = OpenedTree & {
	/** Something has changed that was not a key. */
	onChange: () => void;
	onLeave: () => void;
};

export function openTreeMenu({recipe, file, onChange, onLeave, ...props}: Props): TreeMenu {
	const {tree, configuration, read, readDevices, sizeOf, isInFile, save} = props;
	const {model} = configuration;
	const root = entriesOf(model);
	const state: TreeState = {page: root, marks: new Map(), related: [], withHidden: false, isLeaving: false};
	const edits = trackEdits({tree, configuration, ...(recipe && {fixed: recipe.fixed})});
	const size = sayKernelSize({model, edits, sizeOf});
	const changes = trackChanges({configuration, edits, isInFile, save});
	const listing = makeListing(root, {
		tree, model, read, readDevices,
		onRead(problem) {
			if (problem !== undefined) {
				say('! The drivers cannot be read', problem);
			}

			onChange();
		},
	});
	const requested = (): Cell[] => [...new Set([...edits.made().keys(), ...recipe?.requested.keys() ?? []])]
		.flatMap(name => model.cells.get(name) ?? []);
	const relations = (): ReadonlyMap<Cell, Relation> => {
		const symbol = tree.symbols.get(state.related.at(-1)?.name ?? '');
		return symbol ? relatedTo(symbol, model) : new Map<Cell, Relation>();
	};

	const related = (): Cell[] => relations().keys().toArray();
	const place = placeIn(state, {model, listing, lists: {changed: changes.changed, requested, related}});

	const say = (title: string, text: string): void => {
		state.note = {title, text};
	};

	const leaving = makeLeaving({state, changes, file, isOfRecipe: recipe !== undefined, say, onChange, onLeave});
	const typing = makeTyping({state, tree, model, edits, recipe, say});

	const give = (entry: Entry, value: Switched): void => {
		const cell = entry.cell!;
		if (valueOf(cell, model) === value) {
			return;
		}

		const way = edits.wayTo(cell, value);
		if (typeof way === 'string') {
			say(`! ${cell.name || titleOf(entry)} cannot be ${value}`, way);
		} else if (way.length === 1 && way[0]!.cell === cell) {
			const along = value === 'n' ? edits.cameAlong(cell) : [];
			edits.make([...way, ...along]);
			if (along.length > 0) {
				const names = listText(along.map(step => step.cell.name), 'and');
				say('Off as well', `${names}, turned on for ${cell.name} before. u undoes this.`);
			}
		} else {
			state.plan = {cell, value, steps: way};
		}
	};

	const cycle = (entry: Entry): void => {
		const cell = entry.cell!;
		const values = settable(cell, model);
		const next = values.find(level => level > cell.level) ?? values[0];
		give(entry, next === undefined ? (cell.level > 0 ? 'n' : 'y') : letters[next]);
	};

	const showKeys = (): void => {
		state.reading = {title: 'Keys', text: keysOfTree, top: 0};
	};

	const showPage = ({cell}: Entry): void => {
		if (!cell?.name) {
			showKeys();
			return;
		}

		const about = linesOnValue(cell, {model, edits, recipe, size});
		const text = [optionPage(tree, {cell, model, read}), ...about].join('\n');
		state.reading = {title: `CONFIG_${cell.name}`, text, top: 0};
	};

	const take = (entry: Entry): void => {
		const {cell, node, children, opens} = entry;
		if (opens && children.length > 0) {
			place.open(entry);
		} else if (cell && !isSwitch(cell)) {
			typing.start(entry);
		} else if (cell?.choice) {
			give(entry, 'y');
		} else if (node.kind === 'option') {
			// Whoever confirms a plan that was not needed must not switch off what is on.
			showPage(entry);
		}
	};

	const back = (): void => {
		if (!place.back()) {
			leaving.leave();
		}
	};

	const setTo = (value: Switched) => (entry: Entry): void => {
		const {cell, node} = entry;
		if (node.kind === 'choice' && settable(cell!, model).length < 2 && model.isShown(node)) {
			say(`! ${titleOf(entry)}`, 'Exactly one of its options is on; Enter lists them.');
		} else if (cell && isSwitch(cell)) {
			give(entry, value);
		} else if (entry.opens) {
			say(titleOf(entry), 'Enter opens it.');
		}
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
		n: setTo('n'),
		m: setTo('m'),
		y: setTo('y'),
		p: place.goTo,
		d({cell}) {
			if (cell?.name && relatedTo(tree.symbols.get(cell.name)!, model).size > 0) {
				state.related.push(cell);
			} else {
				say('! Nothing to list', 'It depends on no option, and none turns it on.');
			}
		},
	};

	const anywhere: Record<string, () => void> = {
		escape: back,
		left: back,
		q: leaving.leave,
		function: showKeys,
		u() {
			say(edits.undo() ? 'Undone' : '! Nothing to undo', '');
		},
		s() {
			void leaving.save(false);
		},
		z() {
			state.withHidden = !state.withHidden;
		},
		c() {
			toggleList(state, 'changed');
		},
		...(recipe && {
			r() {
				toggleList(state, 'requested');
			},
		}),
		'/'() {
			state.related = [];
			// The line for the words is there already, and gets this key as well.
			isOpening = state.search !== undefined;
			state.search = {text: '', isOpen: true};
			state.marks.delete('search');
		},
	};

	const answerPlan = (key: string): void => {
		const {steps} = state.plan!;
		if (!['enter', 'y', 'escape', 'n', 'left', 'q'].includes(key)) {
			return;
		}

		delete state.plan;
		if (key !== 'enter' && key !== 'y') {
			return;
		}

		edits.make(steps);
	};

	let isOpening = false;
	const act = (key: string): void => {
		const entry = place.focused();
		delete state.note;
		anywhere[key]?.();
		if (entry) {
			onEntry[key]?.(entry);
		}
	};

	return {
		state,
		edits,
		changes,
		place,
		size,
		relations,
		title: root.node.title,
		file,
		recipe,
		press(key) {
			// It comes to `leaves`.
			if (key === 'ctrl-c') {
				return;
			}

			isOpening = false;
			if (state.isLeaving) {
				leaving.answer(key);
			} else if (state.plan) {
				answerPlan(key);
			} else if (state.search?.isOpen) {
				closeSearch(state, key);
			} else {
				act(key);
			}
		},
		move(id) {
			delete state.note;
			place.mark(id);
		},
		type(text) {
			if (isOpening && text === '/') {
				isOpening = false;
				return;
			}

			const typed = state.typing ?? state.search!;
			typed.text = text;
			state.marks.delete('search');
		},
		leaves: leaving.leaves,
		stopTyping: typing.stop,
		enter: typing.enter,
	};
}
