import {namesIn} from '../expression.ts';
import type {Cell, Model} from '../solve/cells.ts';
import {valueOf} from '../solve/evaluate.ts';
import type {KconfigSymbol, Selector} from '../types.ts';

/** How one option is related to another one. */
export type Relation = 'depends on' | 'selected by' | 'implied by' | 'selects' | 'implies';

/** The options that one depends on, is turned on by, or turns on; each once, by what counts most. */
export function relatedTo({definitions, selectors, impliedBy}: KconfigSymbol, model: Model): Map<Cell, Relation> {
	const related = new Map<Cell, Relation>();
	const add = (relation: Relation, names: readonly string[]): void => {
		for (const name of names) {
			const cell = model.cells.get(name);
			if (cell?.type !== undefined && !related.has(cell)) {
				related.set(cell, relation);
			}
		}
	};

	add('depends on', definitions.flatMap(({conditions, visibleIf, prompt}) =>
		[...conditions, ...visibleIf, prompt?.condition].flatMap(one => one ? namesIn(one) : [])));
	add('selected by', onFirst(selectors, model));
	add('implied by', onFirst(impliedBy, model));
	add('selects', definitions.flatMap(({selects}) => selects.map(({name}) => name)));
	add('implies', definitions.flatMap(({implies}) => implies.map(({name}) => name)));
	return related;
}

/** Of hundreds that could, those that do matter. */
export function onFirst(selectors: readonly Selector[], model: Model): string[] {
	const isOff = (name: string): number => Number(valueOf(model.cells.get(name)!, model) === 'n');
	return [...new Set(selectors.map(({by}) => by.name))].toSorted((one, other) => isOff(one) - isOff(other));
}
