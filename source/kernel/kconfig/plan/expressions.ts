import {conjuncts} from '../blocks.ts';
import {opposites} from '../expression.ts';
import type {Cell} from '../solve/cells.ts';
import {orders} from '../solve/compile.ts';
import {isSwitch} from '../solve/evaluate.ts';
import type {Expression} from '../types.ts';
import {letters, levelOf, textOf, type Level} from '../value.ts';
import {costOf} from './costs.ts';
import {bring, lower, raise} from './options.ts';
import {tryAll, undoTo, type Search, type Way} from './search.ts';

/** Makes an expression at least m or y. */
export function fulfil(search: Search, expression: Expression, least: Level): boolean {
	const isReached = (): boolean => levelOf(expression, search.scene) >= least;
	if (isReached()) {
		return true;
	}

	const {cells, modules} = search.configuration.model;
	switch (expression.kind) {
		case 'symbol': {
			const cell = cells.get(expression.name);
			return cell !== undefined && raise(search, cell, least);
		}

		case 'constant': {
			return least === 1 && expression.value === 'm' && raise(search, modules, 2);
		}

		case 'not': {
			return refute(search, expression.of, 2 - least as Level);
		}

		case 'and': {
			return all(search, expression.parts, least);
		}

		case 'or': {
			return tryAll(search, isReached, expression.parts.map(part =>
				({cost: costOf(search, part, least), go: () => fulfil(search, part, least)})));
		}

		case 'compare': {
			return tryAll(search, isReached, comparisonWays(search, expression));
		}

		case 'unknown': {
			return true;
		}
	}
}

/** Makes an expression at most n or m. */
export function refute(search: Search, expression: Expression, most: Level): boolean {
	const isReached = (): boolean => levelOf(expression, search.scene, 0) <= most;
	if (isReached()) {
		return true;
	}

	switch (expression.kind) {
		case 'symbol': {
			const cell = search.configuration.model.cells.get(expression.name);
			return cell !== undefined && lower(search, cell, most);
		}

		case 'not': {
			return fulfil(search, expression.of, 2 - most as Level);
		}

		case 'and': {
			return tryAll(search, isReached, expression.parts.map(part =>
				({cost: part.kind === 'constant' ? Infinity : 1, go: () => refute(search, part, most)})));
		}

		case 'or': {
			return expression.parts.every(part => refute(search, part, most)) && isReached();
		}

		case 'compare': {
			const opposite = {...expression, operator: opposites[expression.operator]};
			return tryAll(search, isReached, comparisonWays(search, opposite));
		}

		case 'constant':
		case 'unknown': {
			return false;
		}
	}
}

type Comparison = Extract<Expression, {kind: 'compare'}>;

/** Either side may move. */
function comparisonWays(search: Search, {left, operator, right}: Comparison): Way[] {
	const {cells} = search.configuration.model;
	const sides = [[left, operator, right], [right, mirrored[operator], left]] as const;
	return sides.flatMap(([moving, how, other]) => {
		const cell = moving.kind === 'symbol' ? cells.get(moving.name) : undefined;
		const text = textOf(other, search.scene);
		return text === undefined || cell?.type === undefined
			? []
			: valuesThat(cell, how, text).map(value => ({cost: 1, go: () => bring(search, cell, value)}));
	});
}

const mirrored = {'=': '=', '!=': '!=', '<': '>', '>': '<', '<=': '>=', '>=': '<='} as const;

function valuesThat(cell: Cell, operator: Comparison['operator'], text: string): string[] {
	if (isSwitch(cell)) {
		const at = letters.indexOf(text as 'n');
		return letters.filter((_, level) => orders[operator](level - at)).toReversed();
	}

	if (cell.type === 'string') {
		const isSame = ['=', '<=', '>='].includes(operator);
		return [isSame ? text : (text === '' ? 'none' : '')];
	}

	return isNumber.test(text) ? nearBy[operator].map(distance => formatNumber(cell, BigInt(text) + distance)) : [];
}

const isNumber = /^(?:\d+|0x[\da-f]+)$/i;

const nearBy = {'=': [0n], '<=': [0n], '>=': [0n], '<': [-1n], '>': [1n], '!=': [1n, -1n]} as const;

const formatNumber = ({type}: Cell, number: bigint): string =>
	type === 'hex' ? `0x${number.toString(16)}` : String(number);

/**
Makes all hold, one after the other; what was reached must stay. Where one cannot be had after the others, it is tried
before them.
*/
export function all(search: Search, expressions: readonly Expression[], least: Level): boolean {
	const parts = conjuncts(expressions);
	const before = search.configuration.steps();
	const failed = firstFailing(search, parts, least);
	if (failed <= 0) {
		return failed < 0;
	}

	undoTo(search, before);
	const order = [parts[failed]!, ...parts.filter((_, index) => index !== failed)];
	return firstFailing(search, order, least) < 0;
}

/** @returns its index, or -1 */
function firstFailing(search: Search, parts: readonly Expression[], least: Level): number {
	const locked = search.locks.length;
	const failed = parts.findIndex(part => {
		const isReached = fulfil(search, part, least);
		search.locks.push(() => levelOf(part, search.scene) >= least);
		return !isReached;
	});
	search.locks.length = locked;
	return failed;
}
