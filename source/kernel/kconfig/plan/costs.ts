import {hasThree, isSwitch} from '../solve/evaluate.ts';
import type {Expression} from '../types.ts';
import {conditionsOfPrompt, levelOf, type Level} from '../value.ts';
import type {Search} from './search.ts';

export function costOfAll(search: Search, parts: readonly Expression[], least: Level): number {
	return parts.reduce((sum, part) => sum + costOf(search, part, least), 0);
}

/** About how many options stand between an expression and what it should be; by a look only, nothing is tried. */
export function costOf(search: Search, expression: Expression, least: Level, depth = 2): number {
	if (levelOf(expression, search.scene) >= least) {
		return 0;
	}

	switch (expression.kind) {
		case 'symbol': {
			return costOfOption(search, expression.name, least, depth);
		}

		case 'constant': {
			return expression.value === 'm' ? 1 : Infinity;
		}

		case 'and': {
			return expression.parts.reduce((sum, part) => sum + costOf(search, part, least, depth), 0);
		}

		case 'or': {
			return Math.min(...expression.parts.map(part => costOf(search, part, least, depth)));
		}

		case 'not':
		case 'compare': {
			return 2;
		}

		case 'unknown': {
			return 0;
		}
	}
}

function costOfOption(search: Search, name: string, least: Level, depth: number): number {
	const {tree, configuration: {model}} = search;
	const symbol = tree.symbols.get(name);
	const cell = model.cells.get(name);
	if (!symbol || !cell || !isSwitch(cell)) {
		return Infinity;
	}

	if (cell.visible >= (hasThree(cell, model) ? least : 1)) {
		return 1;
	}

	const prompts = symbol.definitions.filter(({prompt}) => prompt);
	if (depth === 0 || prompts.length === 0) {
		return 5;
	}

	return 1 + Math.min(...prompts.map(definition => conditionsOfPrompt(definition)
		.reduce((sum, part) => sum + costOf(search, part, least, depth - 1), 0)));
}
