import type {Step} from './plan/search.ts';
import type {Cell, Model} from './solve/cells.ts';
import {settable, textProblem} from './solve/configuration.ts';
import {isSwitch, settle, valueOf} from './solve/evaluate.ts';
import {letters, type Level} from './value.ts';

/** Where what is taken over is set. */
type Target = {
	model: Model;
	/** Sets it, unless something that has to stay would change. @returns whether it was set */
	set: (step: Step) => boolean;
};

/** A whole kernel takes five; two options that put each other off would take turns without end. */
const mostTurns = 50;

/**
Sets in one configuration what another one of the same tree has, as far as `isWanted` says so; nothing that is on is
switched off, or made a module. What is on there only because something selects it is not asked for, unless it stays off
otherwise.
@returns the options with a prompt that did not get their value
*/
export function takeOver(
	target: Target,
	source: Model,
	isWanted: (option: string, value: string) => boolean = () => true,
): string[] {
	const pairs = source.cells.values().flatMap(from => {
		const cell = target.model.cells.get(from.name);
		const value = valueOf(from, source);
		const isMeant = cell?.type !== undefined && value !== 'n' && isWanted(from.name, value);
		return isMeant ? [{cell, value, isSelected: isSelected(from, source)}] : [];
	}).toArray();
	const isOther = ({cell, value}: Step): boolean => {
		const now = valueOf(cell, target.model);
		return now !== value && !(now === 'y' && isSwitch(cell));
	};

	for (const among of [pairs.filter(({isSelected: one}) => !one), pairs]) {
		// What depends on an option is further down, as a rule; else the next turn finds it.
		let isAny = true;
		for (let turn = 0; isAny && turn < mostTurns; turn++) {
			const set = among.filter(step => isOther(step) && isPossible(step, target.model) && target.set(step));
			isAny = set.some(step => !isOther(step));
		}
	}

	return pairs.filter(pair => isOther(pair) && pair.cell.prompts.length > 0).map(({cell}) => cell.name);
}

function isSelected(cell: Cell, model: Model): boolean {
	settle(cell, model);
	return isSwitch(cell) && cell.selectedLevel >= cell.level;
}

function isPossible({cell, value}: Step, model: Model): boolean {
	settle(cell, model);
	return isSwitch(cell)
		? settable(cell, model).includes(letters.indexOf(value as 'n') as Level)
		: cell.visible > 0 && textProblem(cell, value, model) === undefined;
}
