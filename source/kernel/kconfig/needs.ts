import {formatOption, parseConfig} from '../config-text.ts';
import type {Dropped, Request} from '../types.ts';
import {explainDropped} from './explain.ts';
import type {Model} from './solve/cells.ts';
import {solve} from './solve/solve.ts';
import type {KconfigTree} from './types.ts';

/** Options by their values: what to ask for, in the order in which it was found. */
type Wishes = ReadonlyMap<string, string>;

/**
What to ask for beside an option so that it is on, as lines of a fragment; or why nothing was found. Every answer has
been worked out in the tree, and each line of it is needed.
@param base a whole `.config` from which to start; by default that of `allnoconfig`
*/
export function needsOf(
	kconfig: KconfigTree,
	model: Model,
	{option, base = solve(model, 'allnoconfig')}: {option: string; base?: string | undefined},
): {lines: string[]} | {why: string} {
	const outcome = (wishes: Wishes): Map<string, string> =>
		parseConfig(solve(model, 'olddefconfig', `${base}\n${linesOf(wishes).join('\n')}\n`));
	const ofItself = kconfig.symbols.get(option)?.definitions.some(({prompt}) => prompt) === true ? option : undefined;
	const isOn = (wishes: Wishes): boolean => ['y', 'm'].includes(outcome(wishes).get(option) ?? 'n');
	if (isOn(new Map())) {
		return {lines: []};
	}

	let why = '';
	for (const value of kconfig.symbols.get(option)?.type === 'tristate' ? ['y', 'm'] : ['y']) {
		const found = search(kconfig, {option, value, outcome});
		if ('wishes' in found) {
			return {lines: linesOf(smallest(found.wishes, isOn, ofItself))};
		}

		why ||= found.why;
	}

	return {why};
}

/** What is dropped says what it needs; that is asked for as well, until nothing is dropped or nothing new is said. */
function search(
	kconfig: KconfigTree,
	{option, value, outcome}: {option: string; value: string; outcome: (wishes: Wishes) => Map<string, string>},
): {wishes: Wishes} | {why: string} {
	let wishes: Wishes = new Map([[option, value]]);
	for (;;) {
		const values = outcome(wishes);
		if (['y', 'm'].includes(values.get(option) ?? 'n')) {
			return {wishes};
		}

		const dropped = explainDropped(kconfig, values, requestsOf(wishes));
		const more = new Map([...additionsOf(dropped), ...wishes]);
		if (more.size === wishes.size) {
			const own = dropped.find(one => one.option === option);
			return {why: own?.sentence ?? `No way to turn ${option} on was found.`};
		}

		wishes = more;
	}
}

const requestsOf = (wishes: Wishes): Request[] =>
	[...wishes].map(([option, value]) => ({option, value, from: 'kernel needs'}));

function additionsOf(dropped: readonly Dropped[]): Array<[string, string]> {
	return dropped.flatMap(({add}) => add.map((entry): [string, string] => {
		const [name, value = 'y'] = entry.split('=', 2);
		return [name!, value];
	}));
}

/** Without what is on anyway. `kept`: what stays in any case. */
function smallest(wishes: Wishes, isEnough: (wishes: Wishes) => boolean, kept: string | undefined): Wishes {
	let least = wishes;
	for (const name of wishes.keys()) {
		const fewer = new Map(least);
		fewer.delete(name);
		least = name !== kept && isEnough(fewer) ? fewer : least;
	}

	return least;
}

const linesOf = (wishes: Wishes): string[] => [...wishes].map(([name, value]) => formatOption(name, value));
