import {opposites} from '../expression.ts';
import type {Expression} from '../types.ts';
import type {Level} from '../value.ts';
import {newCell, type Cell, type Model, type Test} from './cells.ts';
import {settle, valueOf} from './evaluate.ts';
import {parseSigned, parseUnsigned} from './numbers.ts';

type Comparison = Extract<Expression, {kind: 'compare'}>;

/**
How an expression is read: `m` means `m && MODULES` in conditions, not in default values; and before Linux 6.11 `A != n`
meant `A` in what is said of anything but a tristate.
*/
export type Reading = {isCondition: boolean; isLoose: boolean};

export function compile(expression: Expression, reading: Reading, model: Model): Test {
	switch (expression.kind) {
		case 'symbol': {
			const cell = cellNamed(expression.name, model);
			return () => settle(cell, model).level;
		}

		case 'constant': {
			return constant(expression.value, reading, model);
		}

		case 'unknown': {
			return () => 0;
		}

		case 'not': {
			return negation(expression.of, reading, model);
		}

		case 'and':
		case 'or': {
			const parts = expression.parts.map(part => compile(part, reading, model));
			return expression.kind === 'and' ? allOf(parts) : anyOf(parts);
		}

		case 'compare': {
			return comparison(expression, reading, model);
		}
	}
}

function negation(of: Expression, reading: Reading, model: Model): Test {
	const turned = reading.isLoose ? opposite(of) : undefined;
	if (turned) {
		return compile(turned, reading, model);
	}

	const test = compile(of, reading, model);
	return () => (2 - test()) as Level;
}

/** Options that nothing defines are words: their name is their value. */
export function cellNamed(name: string, {cells}: Model): Cell {
	const known = cells.get(name);
	if (known) {
		return known;
	}

	const cell = newCell(name);
	cells.set(name, cell);
	return cell;
}

export const always: Test = () => 2;

export function allOf(tests: readonly Test[]): Test {
	if (tests.length < 2) {
		return tests[0] ?? always;
	}

	return () => {
		let level: Level = 2;
		for (const test of tests) {
			level = Math.min(level, test()) as Level;
			if (level === 0) {
				break;
			}
		}

		return level;
	};
}

export function anyOf(tests: readonly Test[]): Test {
	if (tests.length === 1) {
		return tests[0]!;
	}

	return () => {
		let level: Level = 0;
		for (const test of tests) {
			level = Math.max(level, test()) as Level;
			if (level === 2) {
				break;
			}
		}

		return level;
	};
}

function constant(value: string, {isCondition}: Reading, model: Model): Test {
	switch (value) {
		case 'y': {
			return always;
		}

		case 'm': {
			return isCondition ? () => Math.min(1, settle(model.modules, model).level) as Level : () => 1;
		}

		default: {
			return () => 0;
		}
	}
}

/** `!` drawn into what it stands before, down to the comparisons. */
function opposite(expression: Expression): Expression | undefined {
	switch (expression.kind) {
		case 'not': {
			return expression.of;
		}

		case 'and':
		case 'or': {
			return {
				kind: expression.kind === 'and' ? 'or' : 'and',
				parts: expression.parts.map(of => ({kind: 'not' as const, of})),
			};
		}

		case 'compare': {
			return {...expression, operator: opposites[expression.operator]};
		}

		case 'symbol':
		case 'constant':
		case 'unknown': {
			return undefined;
		}
	}
}

function comparison(expression: Comparison, {isLoose}: Reading, model: Model): Test {
	const [left, right] = [expression.left, expression.right].map(side => operand(side, model)) as [Cell, Cell];
	if (isLoose && expression.operator === '!=' && left.type === 'tristate' && isNo(expression.right)) {
		return () => settle(left, model).level;
	}

	const holds = orders[expression.operator];
	return () => holds(compare(left, right, model)) ? 2 : 0;
}

const isNo = (expression: Expression): boolean => expression.kind === 'constant' && expression.value === 'n';

export const orders: Record<Comparison['operator'], (order: number) => boolean> = {
	'=': order => order === 0,
	'!=': order => order !== 0,
	'<': order => order < 0,
	'>': order => order > 0,
	'<=': order => order <= 0,
	'>=': order => order >= 0,
};

function operand(expression: Expression, model: Model): Cell {
	if (expression.kind === 'symbol') {
		return cellNamed(expression.name, model);
	}

	const value = expression.kind === 'constant' ? expression.value : '';
	const level = {n: 0, m: 1, y: 2}[value] as Level | undefined;
	const cell = newCell(value, level === undefined ? undefined : 'tristate');
	cell.isValid = true;
	cell.level = level ?? 0;
	return cell;
}

/** As numbers of 64 bits where both sides are any, unsigned if one is hex; else as texts. */
function compare(left: Cell, right: Cell, model: Model): number {
	const [a, b] = [valueOf(left, model), valueOf(right, model)];
	if (left.type !== 'string' || right.type !== 'string') {
		const [first, second] = [numberOf(a, left), numberOf(b, right)];
		if (first !== undefined && second !== undefined) {
			const [one, other] = left.type === 'hex' || right.type === 'hex'
				? [BigInt.asUintN(64, first), BigInt.asUintN(64, second)]
				: [first, second];
			return Number(one > other) - Number(one < other);
		}
	}

	return Number(a > b) - Number(a < b);
}

function numberOf(text: string, {type}: Cell): bigint | undefined {
	if (type === 'bool' || type === 'tristate') {
		return BigInt(['n', 'm', 'y'].indexOf(text));
	}

	const parsed = type === 'hex' ? parseUnsigned(text, 16) : parseSigned(text, type === 'int' ? 10 : 0);
	const isWhole = parsed.end === text.length && parsed.end > 0 && !parsed.isTooLarge;
	return isWhole && /[\da-f]$/i.test(text) ? parsed.value : undefined;
}

