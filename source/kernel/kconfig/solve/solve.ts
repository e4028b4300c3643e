import type {Cell, Model} from './cells.ts';
import {settleAll} from './changes.ts';
import {isInRange, isSwitch, settle} from './evaluate.ts';
import {forget, readConfig} from './read-config.ts';
import {writeConfig, writeMinimal} from './write-config.ts';

export const modes = [
	'olddefconfig', 'savedefconfig', 'defconfig', 'allnoconfig', 'alldefconfig', 'allyesconfig', 'allmodconfig',
] as const;

export type Mode = (typeof modes)[number];

/**
What the kernel's own `conf --MODE` makes of a tree. `input`: the `.config` that it starts from; for the modes that ask
for all of something, what is fixed before (KCONFIG_ALLCONFIG).
@returns the whole `.config`; of `savedefconfig` the minimal one
*/
export function solve(model: Model, mode: Mode, input?: string): string {
	model.modulesLevel = 0;
	switch (mode) {
		case 'olddefconfig':
		case 'savedefconfig':
		case 'defconfig': {
			readConfig(input ?? '', model);
			settleAll(model);
			if (model.isBefore611) {
				dropOutOfRange(model);
			}

			break;
		}

		case 'allnoconfig':
		case 'alldefconfig':
		case 'allyesconfig':
		case 'allmodconfig': {
			readConfig(input ?? '', model);
			if (input === undefined) {
				for (const choice of model.choices) {
					choice.asked = undefined;
				}
			}

			askForAll(model, mode);
			break;
		}
	}

	if (mode !== 'olddefconfig') {
		forget(model);
	}

	settle(model.modules, model);
	return mode === 'savedefconfig' ? writeMinimal(model) : writeConfig(model);
}

/** Before Linux 6.11: the default takes the place of such a number, and what asks for it has seen it already. */
export function dropOutOfRange(model: Model): void {
	for (const cell of model.cells.values()) {
		if (isSwitch(cell) || cell.asked === undefined || isInRange(cell, cell.asked.text, model)) {
			continue;
		}

		cell.asked = undefined;
		cell.isValid = false;
	}
}

const levels = {allnoconfig: 0, allmodconfig: 1, allyesconfig: 2} as const;

/** What nothing was said about is asked for as a whole; the members of a choice get its default. */
export function askForAll(model: Model, mode: Exclude<Mode, 'olddefconfig' | 'savedefconfig' | 'defconfig'>): void {
	if (mode === 'alldefconfig') {
		return;
	}

	const level = levels[mode];
	const isLeft = ({choice}: Cell): boolean => choice !== undefined && !model.isBefore611;
	for (const cell of [...model.cells.values(), ...model.choices]) {
		if (isSwitch(cell) && !cell.asked && !isLeft(cell)) {
			cell.asked = {level, text: ''};
		}
	}
}
