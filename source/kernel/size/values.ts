import {parseConfig} from '../config-text.ts';
import type {Model} from '../kconfig/solve/cells.ts';
import {isSwitch, valueOf} from '../kconfig/solve/evaluate.ts';
import type {ValueOf} from './objects.ts';

/** What makefiles see of a configuration: what is off is empty. */
export function valuesOfModel(model: Model): ValueOf {
	return option => {
		const cell = model.cells.get(option);
		const value = cell ? valueOf(cell, model) : '';
		return value === 'n' && isSwitch(cell!) ? '' : value;
	};
}

/** @param text of a `.config` */
export function valuesOfConfig(text: string): ValueOf {
	const values = parseConfig(text);
	return option => {
		const value = values.get(option) ?? 'n';
		return value === 'n' ? '' : value;
	};
}
