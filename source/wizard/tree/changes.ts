import type {Edits} from '../../kernel/kconfig/edits.ts';
import type {Cell} from '../../kernel/kconfig/solve/cells.ts';
import type {Configuration} from '../../kernel/kconfig/solve/configuration.ts';
import {valueOf} from '../../kernel/kconfig/solve/evaluate.ts';
import {writeConfig} from '../../kernel/kconfig/solve/write-config.ts';

/** What a configuration has otherwise than when it was stored last. */
export type Changes = {
	/** What was set stands before what followed from it. */
	changed: () => Cell[];
	isChanged: (cell: Cell) => boolean;
	/** Whether leaving now loses nothing. */
	isStored: () => boolean;
	/** Writes it all down, one after the other. */
	store: () => Promise<Stored>;
	/** How often that was done. */
	times: () => number;
};

/** How many options the file had otherwise, and what else is to be said. */
export type Stored = {count: number; note: string | undefined};

type Props = {
	configuration: Configuration;
	edits: Edits;
	/** Whether the file has these values already. */
	isInFile: boolean;
	save: (config: string, made: ReadonlyMap<string, string>) => Promise<string | undefined>;
};

export function trackChanges({configuration, edits, isInFile, save}: Props): Changes {
	const {model} = configuration;
	let stored = valuesOf(configuration);
	let hasFile = isInFile;
	let times = 0;
	let saving: Promise<unknown> = Promise.resolve();

	const isChanged = (cell: Cell): boolean => cell.type !== undefined && valueOf(cell, model) !== stored.get(cell);
	const changed = (): Cell[] => {
		const set = new Set(edits.made().keys().map(name => model.cells.get(name)!));
		return [...set, ...model.cells.values().filter(cell => !set.has(cell))].filter(cell => isChanged(cell));
	};

	const storeNow = async (): Promise<Stored> => {
		// What is changed while the file is written is not in it.
		const values = valuesOf(configuration);
		const {length} = changed();
		const note = await save(writeConfig(model), edits.made());
		stored = values;
		hasFile = true;
		times++;
		return {count: length, note};
	};

	return {
		changed,
		isChanged,
		isStored: () => hasFile && changed().length === 0,
		async store() {
			const turn = saving.then(storeNow);
			saving = turn.catch(() => undefined);
			return turn;
		},
		times: () => times,
	};
}

function valuesOf({model}: Configuration): Map<Cell, string> {
	return new Map(model.cells.values().map(cell => [cell, valueOf(cell, model)]));
}
