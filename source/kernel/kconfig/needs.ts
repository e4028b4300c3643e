import {parseConfig} from '../config-text.ts';
import type {Request} from '../types.ts';
import {explainDropped} from './explain.ts';
import {sayNever, whyNever} from './never.ts';
import {planChange} from './plan/plan-change.ts';
import type {Step} from './plan/search.ts';
import type {Cell, Model} from './solve/cells.ts';
import {openConfiguration} from './solve/configuration.ts';
import {isSwitch} from './solve/evaluate.ts';
import {solve} from './solve/solve.ts';
import {formatLine, writeConfig} from './solve/write-config.ts';
import type {KconfigTree} from './types.ts';

/**
What to ask for beside an option so that it is on, as lines of a fragment; or why nothing was found. Every answer has
been worked out in the whole tree, and each line of it is needed.
@param base a whole `.config` from which to start; by default that of `allnoconfig`
*/
export function needsOf(
	kconfig: KconfigTree,
	model: Model,
	{option, base = solve(model, 'allnoconfig')}: {option: string; base?: string | undefined},
): {lines: string[]} | {why: string} {
	const cell = model.cells.get(option);
	const configuration = openConfiguration(model, base);
	const before = writeConfig(model);
	if (!cell || !isSwitch(cell)) {
		return {why: whyNot(kconfig, before, option)};
	}

	const plan = (value: string): Step[] | undefined => planChange(kconfig, configuration, {cell, value});
	const steps = cell.level > 0 ? [] : plan('y') ?? (cell.type === 'tristate' ? plan('m') : undefined);
	// A choice has no line of its own: its members say what it is.
	const lines = steps?.filter(step => !step.cell.group).map(step => formatLine(step.cell, step.value, model)) ?? [];
	return steps && isOnBy(model, `${base}\n${lines.join('\n')}\n`, cell)
		? {lines}
		: {why: whyNot(kconfig, before, option)};
}

function isOnBy(model: Model, config: string, {name}: Cell): boolean {
	return ['y', 'm'].includes(parseConfig(solve(model, 'olddefconfig', config)).get(name) ?? 'n');
}

function whyNot(kconfig: KconfigTree, config: string, option: string): string {
	const never = whyNever(kconfig, option);
	if (never) {
		return `${option} cannot be on: ${sayNever(never, kconfig)}.`;
	}

	const request: Request = {option, value: 'y', from: 'kernel needs'};
	const [dropped] = explainDropped(kconfig, parseConfig(config), [request]);
	return dropped?.sentence ?? `No way to turn ${option} on was found.`;
}
