import {unmetBy} from './menu/hidden.ts';
import {holdersOf} from './menu/page.ts';
import {sayNever, whyNever} from './never.ts';
import {planChange} from './plan/plan-change.ts';
import type {Step} from './plan/search.ts';
import type {Cell} from './solve/cells.ts';
import {settable, type Configuration} from './solve/configuration.ts';
import {isSwitch, settle, valueOf} from './solve/evaluate.ts';
import type {Definition, KconfigTree} from './types.ts';
import {letters, type Level} from './value.ts';

/** What is set in a configuration, one step after the other, and what a step takes. */
export type Edits = {
	/** Options that were set and not taken back, with what they are now. */
	made: () => Map<string, string>;
	/** All of this is one step for `undo`. */
	make: (steps: readonly Step[]) => void;
	/** @returns whether there was anything to take back */
	undo: () => boolean;
	/** Another number after each of both. */
	turn: () => number;
	/** What is found while these steps are taken; they are taken back. */
	whileTaken: <T>(steps: readonly Step[], look: () => T) => T;
	/** What has to be set for a switch to become n, m or y; or why it cannot, as a sentence. */
	wayTo: (cell: Cell, value: Switched) => Step[] | string;
	/** What was turned on only so that this option could be on, and can go when it goes. */
	cameAlong: (cell: Cell) => Step[];
	/** Why these steps, which could be taken, must not be: something that stays would change. A sentence. */
	forbidden: (steps: readonly Step[]) => string | undefined;
	/** Why an option cannot be changed now, as a sentence. */
	whyFixed: (definitions: readonly Definition[]) => string;
};

export type Switched = 'n' | 'm' | 'y';

type Props = {
	tree: KconfigTree;
	configuration: Configuration;
	/** Options that keep their value, each with the sentence that says why. */
	fixed?: ReadonlyMap<string, string>;
};

/** With where the configuration stood before it, and the values that it changed. */
type Turn = {before: number; steps: readonly Step[]; former: ReadonlyMap<Cell, string>};

export function trackEdits({tree, configuration, fixed = new Map()}: Props): Edits {
	const {model} = configuration;
	const turns: Turn[] = [];
	let count = 0;

	const takeBack = (before: number): void => {
		while (configuration.steps() > before) {
			configuration.undo();
		}
	};

	const take = (steps: readonly Step[]): void => {
		for (const {cell, value} of steps) {
			configuration.set(cell, value);
		}
	};

	const whileTaken = <T>(steps: readonly Step[], look: () => T): T => {
		const before = configuration.steps();
		take(steps);
		const found = look();
		takeBack(before);
		return found;
	};

	const forbidden = (steps: readonly Step[]): string | undefined => {
		const held = fixed.keys()
			.map(name => model.cells.get(name))
			.filter(cell => cell !== undefined)
			.map(cell => ({cell, value: valueOf(cell, model)}))
			.toArray();
		const moved = whileTaken(steps, () => held.find(({cell, value}) => valueOf(cell, model) !== value));
		if (!moved) {
			return undefined;
		}

		const {name} = moved.cell;
		const isItself = steps.at(-1)?.cell === moved.cell;
		return isItself ? fixed.get(name) : `It would change ${name}. ${fixed.get(name)}`;
	};

	const heldBy = (cells: ReadonlyArray<Cell | undefined>): (() => boolean) => {
		const held = new Map(cells.filter(cell => cell !== undefined).map(cell => [cell, valueOf(cell, model)]));
		return () => held.entries().every(([cell, value]) => valueOf(cell, model) === value);
	};

	const cameAlong = (goal: Cell): Step[] => {
		const isFor = ({steps}: Turn): boolean => steps.at(-1)?.cell === goal && steps.at(-1)?.value !== 'n';
		const [own, other] = [turns.filter(turn => isFor(turn)), turns.filter(turn => !isFor(turn))];
		const others = other.flatMap(({steps}) => steps.map(({cell}) => cell));
		// What each was before the first time, and was set to the last time.
		const set = new Map<Cell, {former: string; last: string}>();
		for (const {steps, former} of own) {
			for (const {cell, value} of steps.slice(0, -1)) {
				set.set(cell, {former: set.get(cell)?.former ?? former.get(cell)!, last: value});
			}
		}

		const along = [...set].filter(([cell, {last}]) =>
			isSwitch(cell) && !cell.choice && !others.includes(cell) && valueOf(cell, model) === last);

		const before = configuration.steps();
		configuration.set(goal, 'n');
		const stays = heldBy([...others, ...fixed.keys().map(name => model.cells.get(name))]);
		const gone = along.toReversed().map(([cell, {former}]): Step => ({cell, value: former})).filter(step => {
			const at = configuration.steps();
			const isPossible = isReachedBy(step) && stays();
			if (!isPossible) {
				takeBack(at);
			}

			return isPossible;
		});
		takeBack(before);
		return gone;
	};

	const isReachedBy = ({cell, value}: Step): boolean => {
		if (!settable(cell, model).includes(letters.indexOf(value as 'n') as Level)) {
			return false;
		}

		configuration.set(cell, value);
		return valueOf(cell, model) === value;
	};

	const definitionsOf = ({name}: Cell): readonly Definition[] => tree.symbols.get(name)?.definitions ?? [];

	const whyFixed = (definitions: readonly Definition[]): string => {
		if (definitions.every(({prompts}) => prompts.length === 0)) {
			return 'It has no prompt: other options set it.';
		}

		const unmet = unmetBy(definitions, model);
		return unmet.length > 0 ? `It can be changed only with ${unmet.join(' and ')}.` : 'No way to set it was found.';
	};

	const whyNot = (cell: Cell, value: Switched): string => {
		const {name, type, selectedLevel} = settle(cell, model);
		if (value === 'm' && type === 'bool') {
			return 'It is part of the kernel or left out; it cannot be a module.';
		}

		const never = value === 'n' ? undefined : whyNever(tree, name);
		if (never) {
			const why = sayNever(never, tree);
			return `${why.charAt(0).toUpperCase()}${why.slice(1)}.`;
		}

		const symbol = tree.symbols.get(name);
		const holders = symbol ? holdersOf(symbol, model) : [];
		return letters.indexOf(value) < selectedLevel && holders.length > 0
			? `It is turned on by ${holders.join(', ')}.`
			: whyFixed(definitionsOf(cell));
	};

	return {
		made: () => new Map(turns
			.flatMap(({steps}) => steps.filter(({cell}) => !cell.group))
			.map(({cell}) => [cell.name, valueOf(cell, model)])),
		make(steps) {
			const former = new Map(steps.map(({cell}) => [cell, valueOf(cell, model)]));
			count++;
			turns.push({before: configuration.steps(), steps, former});
			take(steps);
		},
		undo() {
			count++;
			const turn = turns.pop();
			takeBack(turn?.before ?? configuration.steps());
			return turn !== undefined;
		},
		turn: () => count,
		whileTaken,
		wayTo(cell, value) {
			const steps = settable(cell, model).includes(letters.indexOf(value) as Level)
				? [{cell, value}]
				: planChange(tree, configuration, {cell, value});
			return steps ? forbidden(steps) ?? steps : fixed.get(cell.name) ?? whyNot(cell, value);
		},
		cameAlong,
		forbidden,
		whyFixed,
	};
}

/** What a plan would set beside the option itself: `PCI=y`. */
export const othersIn = (cell: Cell, steps: readonly Step[]): string[] =>
	steps.filter(step => step.cell !== cell && !step.cell.group).map(step => `${step.cell.name}=${step.value}`);

/** What has to be set for a switch to be on, also as `NAME=value`, or why it cannot be on, as a sentence. */
export function wayOn(cell: Cell, edits: Edits): {steps: Step[]; needs: string[]} | {whyNot: string} {
	const built = edits.wayTo(cell, 'y');
	const way = typeof built === 'string' && cell.type === 'tristate' ? edits.wayTo(cell, 'm') : built;
	if (typeof way === 'string') {
		return {whyNot: typeof built === 'string' ? built : way};
	}

	return {steps: way, needs: way.filter(step => !step.cell.group).map(step => `${step.cell.name}=${step.value}`)};
}
