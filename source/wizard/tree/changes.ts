import {unmetBy} from '../../kernel/kconfig/menu/hidden.ts';
import {holdersOf} from '../../kernel/kconfig/menu/page.ts';
import {planChange} from '../../kernel/kconfig/plan/plan-change.ts';
import type {Step} from '../../kernel/kconfig/plan/search.ts';
import type {Cell} from '../../kernel/kconfig/solve/cells.ts';
import {settable, type Configuration} from '../../kernel/kconfig/solve/configuration.ts';
import {settle, valueOf} from '../../kernel/kconfig/solve/evaluate.ts';
import {writeConfig} from '../../kernel/kconfig/solve/write-config.ts';
import type {Definition, KconfigTree} from '../../kernel/kconfig/types.ts';
import {letters, type Level} from '../../kernel/kconfig/value.ts';

/** What has been changed in a configuration, and what a change would take. */
export type Changes = {
	/** Options that have another value than in the file. */
	changed: () => Cell[];
	/** Whether leaving now loses nothing. */
	isStored: () => boolean;
	/** All of this is one step for `undo`. */
	make: (steps: readonly Step[]) => void;
	/** @returns whether there was anything to take back */
	undo: () => boolean;
	/** What has to be set for a switch to become n, m or y; or why it cannot, as a sentence. */
	wayTo: (cell: Cell, value: Switched) => Step[] | string;
	/** Why an option cannot be changed now, as a sentence. */
	whyFixed: (definitions: readonly Definition[]) => string;
	/** Writes it all down, one after the other. @returns how many options the file had otherwise */
	store: () => Promise<number>;
};

export type Switched = 'n' | 'm' | 'y';

type Props = {
	tree: KconfigTree;
	configuration: Configuration;
	/** Whether the file has these values already. */
	isInFile: boolean;
	save: (config: string) => Promise<void>;
};

export function trackChanges({tree, configuration, isInFile, save}: Props): Changes {
	const {model} = configuration;
	const undos: number[] = [];
	let stored = valuesOf(configuration);
	let hasFile = isInFile;
	let saving: Promise<unknown> = Promise.resolve();

	const changed = (): Cell[] => model.cells.values()
		.filter(cell => cell.type !== undefined && valueOf(cell, model) !== stored.get(cell))
		.toArray();

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

		const symbol = tree.symbols.get(name);
		const holders = symbol ? holdersOf(symbol, model) : [];
		return letters.indexOf(value) < selectedLevel && holders.length > 0
			? `It is turned on by ${holders.join(', ')}.`
			: whyFixed(definitionsOf(cell));
	};

	const storeNow = async (): Promise<number> => {
		// What is changed while the file is written is not in it.
		const values = valuesOf(configuration);
		const {length} = changed();
		await save(writeConfig(model));
		stored = values;
		hasFile = true;
		return length;
	};

	return {
		changed,
		isStored: () => hasFile && changed().length === 0,
		make(steps) {
			undos.push(configuration.steps());
			for (const {cell, value} of steps) {
				configuration.set(cell, value);
			}
		},
		undo() {
			const before = undos.pop() ?? configuration.steps();
			const isAny = configuration.steps() > before;
			while (configuration.steps() > before) {
				configuration.undo();
			}

			return isAny;
		},
		wayTo(cell, value) {
			return settable(cell, model).includes(letters.indexOf(value) as Level)
				? [{cell, value}]
				: planChange(tree, configuration, {cell, value}) ?? whyNot(cell, value);
		},
		whyFixed,
		async store() {
			const turn = saving.then(storeNow);
			saving = turn.catch(() => undefined);
			return turn;
		},
	};
}

function valuesOf({model}: Configuration): Map<Cell, string> {
	return new Map(model.cells.values().map(cell => [cell, valueOf(cell, model)]));
}

/** What a plan would set beside the option itself: `PCI=y`. */
export const othersIn = (cell: Cell, steps: readonly Step[]): string[] =>
	steps.filter(step => step.cell !== cell && !step.cell.group).map(step => `${step.cell.name}=${step.value}`);
