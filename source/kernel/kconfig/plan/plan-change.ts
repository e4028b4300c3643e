import {settable, textProblem, type Configuration} from '../solve/configuration.ts';
import {isSwitch, valueOf} from '../solve/evaluate.ts';
import {usualValue} from '../solve/write-config.ts';
import type {KconfigTree} from '../types.ts';
import {letters, type Level} from '../value.ts';
import {sceneOf, undoTo, type Search, type Step} from './search.ts';
import {bring} from './options.ts';

/**
What to set, one after the other, so that a switch becomes n, m or y with all that it needs; nothing where no way was
found. Every step is needed. The configuration stays as it is: ways are tried in it, and taken back.
*/
export function planChange(tree: KconfigTree, configuration: Configuration, goal: Step): Step[] | undefined {
	const search: Search = {
		tree,
		configuration,
		scene: sceneOf(tree, configuration),
		goals: new Set(),
		locks: [],
		taken: [],
		left: 10_000,
		hasWandered: false,
		usual: goal.value === 'm' ? 1 : 2,
	};
	const before = configuration.steps();
	const isReached = (): boolean => valueOf(goal.cell, configuration.model) === goal.value;
	if (!bring(search, goal.cell, goal.value) || !isReached()) {
		undoTo(search, before);
		return undefined;
	}

	const found = [...search.taken];
	const likely = withoutUsual(found, goal, configuration);
	const isCertain = !search.hasWandered && likely.length === found.length;
	const hasAll = goal.cell.directLevel >= goal.cell.level;
	undoTo(search, before);
	return isCertain ? found : withoutNeedless(found, {
		configuration,
		likely,
		isEnough: () => isReached() && (!hasAll || goal.cell.directLevel >= goal.cell.level),
	});
}

/** Without what turned out to be so anyway, as it was selected or is a default after the other steps. */
function withoutUsual(steps: readonly Step[], goal: Step, {model}: Configuration): Step[] {
	return steps.filter(({cell, value}) => cell === goal.cell || usualValue(cell, model) !== value);
}

type Doubts = {configuration: Configuration; likely: readonly Step[]; isEnough: () => boolean};

/** Each is left out once, to see whether the others are enough. */
function withoutNeedless(steps: readonly Step[], {configuration, likely, isEnough}: Doubts): Step[] {
	const before = configuration.steps();
	const isReachedBy = (some: readonly Step[]): boolean => {
		const isReached = some.every(step => setIfAllowed(configuration, step)) && isEnough();
		while (configuration.steps() > before) {
			configuration.undo();
		}

		return isReached;
	};

	const needed = [lastOfEach(likely), lastOfEach(steps)].find(some => isReachedBy(some));
	return needed?.reduce((least, step) => {
		const others = least.filter(other => other !== step);
		return isReachedBy(others) ? others : least;
	}, needed) ?? [...steps];
}

/** Of options that were set more than once, only what they were set to at the end. */
function lastOfEach(steps: readonly Step[]): Step[] {
	return steps.filter(({cell}, index) => steps.findLastIndex(other => other.cell === cell) === index);
}

function setIfAllowed(configuration: Configuration, {cell, value}: Step): boolean {
	const {model} = configuration;
	const isAllowed = isSwitch(cell)
		? settable(cell, model).includes(letters.indexOf(value as 'n') as Level)
		: cell.visible > 0 && textProblem(cell, value, model) === undefined;
	if (isAllowed) {
		configuration.set(cell, value);
	}

	return isAllowed;
}
