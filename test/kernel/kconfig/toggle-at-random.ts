import {expect} from 'vitest';
import type {Cell, Model} from '../../../source/kernel/kconfig/solve/cells.ts';
import {settleAll} from '../../../source/kernel/kconfig/solve/changes.ts';
import {settable, type Configuration} from '../../../source/kernel/kconfig/solve/configuration.ts';
import {forget} from '../../../source/kernel/kconfig/solve/read-config.ts';
import {letters} from '../../../source/kernel/kconfig/value.ts';
import {randomNumbers} from './seeds.ts';

/** Gives switches values that they can have and do not have, the same for the same seed. */
export function toggleAtRandom(
	{model, set}: Configuration,
	{seed, count, each}: {seed: number; count: number; each: (step: number) => void},
): void {
	const next = randomNumbers(seed);
	const cells = model.cells.values().filter(({type}) => type === 'bool' || type === 'tristate').toArray();
	for (let step = 0; step < count;) {
		// By chance alone hardly ever that one, and it concerns thousands.
		const cell = next(12) === 0 ? model.modules : cells[next(cells.length)]!;
		const levels = settable(cell, model).filter(level => level !== cell.level);
		if (levels.length === 0) {
			continue;
		}

		const level = levels[next(levels.length)]!;
		set(cell, letters[level]);
		expect(cell.level, cell.name).toBe(level);
		each(step++);
	}
}

/** What is known of every option is what comes of working all out from the start. */
export function expectSameAsAnew({model}: Configuration): void {
	const known = statesOf(model);
	forget(model);
	settleAll(model);
	const anew = statesOf(model);
	expect(known.filter((state, index) => state !== anew[index])).toEqual([]);
}

export function statesOf({cells, choices}: Model): string[] {
	return [...cells.values(), ...choices].map(cell => stateOf(cell));
}

const stateOf = ({name, level, text, visible, directLevel, selectedLevel, impliedLevel, isWritten, group}: Cell): string =>
	[name, level, text, visible, directLevel, selectedLevel, impliedLevel, isWritten, group?.chosen?.name].join(' ');
