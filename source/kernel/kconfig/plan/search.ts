import type {KconfigTree} from '../types.ts';
import {valueOf} from '../solve/evaluate.ts';
import type {Cell} from '../solve/cells.ts';
import type {Configuration} from '../solve/configuration.ts';
import type {Level, Scene} from '../value.ts';

export type Step = {cell: Cell; value: string};

export type Search = {
	tree: KconfigTree;
	configuration: Configuration;
	scene: Scene;
	/** What is being tried already: who comes back to it goes in a circle. */
	goals: Set<string>;
	/** What was reached and must stay. */
	locks: Array<() => boolean>;
	taken: Step[];
	/** How many more ways may be tried. */
	left: number;
	/** Whether a way was tried in vain, or more was asked for than the goal needs. */
	hasWandered: boolean;
	/** What options are set to that may be m or y. */
	usual: Level;
};

/** `cost`: about how many options it would set; ways of infinite cost lead nowhere. */
export type Way = {cost: number; go: () => boolean};

export function sceneOf(tree: KconfigTree, {model}: Configuration): Scene {
	const value = (name: string): string => {
		const cell = model.cells.get(name);
		return cell?.type === undefined ? 'n' : valueOf(cell, model);
	};

	return {tree, value, asked: value};
}

/** The cheapest way first; what one has set in vain is taken back. */
export function tryAll(search: Search, isReached: () => boolean, ways: readonly Way[]): boolean {
	const before = search.configuration.steps();
	const possible = ways.filter(({cost}) => cost < Infinity).toSorted((one, other) => one.cost - other.cost);
	return possible.some(({go}) => {
		if (search.left-- > 0 && go() && isReached()) {
			return true;
		}

		undoTo(search, before);
		return false;
	});
}

/** Not within itself. */
export function once(search: Search, goal: string, go: () => boolean): boolean {
	if (search.goals.has(goal)) {
		return false;
	}

	search.goals.add(goal);
	const isReached = go();
	search.goals.delete(goal);
	return isReached;
}

/** Sets a value, unless that would undo what was reached. */
export function set(search: Search, cell: Cell, value: string): boolean {
	const {configuration, taken, locks} = search;
	const held = locks.filter(holds => holds());
	configuration.set(cell, value);
	taken.push({cell, value});
	return held.every(holds => holds());
}

export function undoTo(search: Search, steps: number): void {
	while (search.configuration.steps() > steps) {
		search.configuration.undo();
		search.taken.pop();
		search.hasWandered = true;
	}
}

/** What was reached stays so meanwhile. */
export function keeping(search: Search, lock: () => boolean, go: () => boolean): boolean {
	search.locks.push(lock);
	const isReached = go();
	search.locks.pop();
	return isReached;
}
