import {orders} from './solve/compile.ts';
import type {Comparison, Definition, Expression, KconfigSymbol, KconfigTree, Selector} from './types.ts';
import {isSwitch} from './value.ts';

/** What no configuration of a tree turns on, and what none turns off. */
export type Limits = {
	tree: KconfigTree;
	/** Options that may be on in some configuration; all others never are. */
	can: ReadonlySet<string>;
	/** Options that are y in each. */
	must: ReadonlySet<string>;
};

const known = new WeakMap<KconfigTree, Limits>();

/**
Works out both together: what can be on is overestimated at first, so what must be is underestimated, and each makes the
other more exact. Whatever only a number or a text decides is taken for possible.
*/
export function limitsOf(tree: KconfigTree): Limits {
	const before = known.get(tree);
	if (before) {
		return before;
	}

	let [can, must]: [ReadonlySet<string>, ReadonlySet<string>] = [new Set(tree.symbols.keys()), new Set()];
	for (let size = -1; size !== must.size;) {
		size = must.size;
		must = onAlways(tree, can);
		can = onSometimes(tree, must);
	}

	const limits = {tree, can, must};
	known.set(tree, limits);
	return limits;
}

const onAlways = (tree: KconfigTree, can: ReadonlySet<string>): Set<string> =>
	grown(tree, (symbol, must) => isAlwaysOn(symbol, {tree, can, must}));

const onSometimes = (tree: KconfigTree, must: ReadonlySet<string>): Set<string> =>
	grown(tree, (symbol, can) => isPossible(symbol, {tree, can, must}));

/** The options of which something holds because it holds of others. */
function grown(
	{symbols}: KconfigTree,
	isOne: (symbol: KconfigSymbol, found: ReadonlySet<string>) => boolean,
): Set<string> {
	const found = new Set<string>();
	for (let size = -1; size !== found.size;) {
		size = found.size;
		for (const symbol of symbols.values()) {
			if (!found.has(symbol.name) && isSwitch(symbol) && isOne(symbol, found)) {
				found.add(symbol.name);
			}
		}
	}

	return found;
}

function isPossible({definitions, selectors, impliedBy}: KconfigSymbol, limits: Limits): boolean {
	const turnsOn = ({by, condition}: Selector): boolean =>
		limits.can.has(by.name) && allCan([...by.conditions, condition], limits);
	return definitions.some(definition => canBeGiven(definition, limits))
		|| selectors.some(selector => turnsOn(selector))
		|| impliedBy.some(selector => turnsOn(selector));
}

/** By its prompt or by a default. */
function canBeGiven({conditions, visibleIf, prompts, defaults}: Definition, limits: Limits): boolean {
	return allCan(conditions, limits)
		&& (prompts.some(({condition}) => allCan([...visibleIf, condition], limits))
			|| defaults.some(({value, condition}) => allCan([condition, value], limits)));
}

/** Its first default is y, and nobody can switch it off; or something that is always on selects it. */
function isAlwaysOn({definitions, selectors}: KconfigSymbol, limits: Limits): boolean {
	const [first] = definitions;
	const value = first?.defaults.find(({condition}) => allCan([condition], limits));
	const isUsual = value !== undefined && allMust([value.value, value.condition, ...first!.conditions], limits);
	return (isUsual && !definitions.some(definition => isFree(definition, limits)))
		|| selectors.some(({by, condition}) =>
			limits.must.has(by.name) && allMust([...by.conditions, condition], limits));
}

const isFree = ({conditions, visibleIf, prompts}: Definition, limits: Limits): boolean =>
	prompts.some(({condition}) => allCan([...conditions, ...visibleIf, condition], limits));

const allCan = (all: ReadonlyArray<Expression | undefined>, limits: Limits): boolean =>
	all.every(one => one === undefined || canBeOn(one, limits));

const allMust = (all: ReadonlyArray<Expression | undefined>, limits: Limits): boolean =>
	all.every(one => one === undefined || mustBeOn(one, limits));

/** Whether an expression may be m or y in some configuration. */
export function canBeOn(expression: Expression, limits: Limits): boolean {
	switch (expression.kind) {
		case 'symbol': {
			return limits.can.has(expression.name);
		}

		case 'constant': {
			return expression.value === 'y' || expression.value === 'm';
		}

		case 'unknown': {
			return true;
		}

		case 'not': {
			return !mustBeOn(expression.of, limits);
		}

		case 'and': {
			return expression.parts.every(part => canBeOn(part, limits));
		}

		case 'or': {
			return expression.parts.some(part => canBeOn(part, limits));
		}

		case 'compare': {
			return canCompare(expression, limits);
		}
	}
}

function canCompare(
	{left, operator, right}: Extract<Expression, {kind: 'compare'}>,
	limits: Limits,
): boolean {
	const fixed = [left, right].map(side => fixedText(side, limits.tree));
	if (fixed.every(text => text !== undefined)) {
		return holds(operator, fixed as [string, string]);
	}

	const isOnly = left.kind === 'symbol' && right.kind === 'constant';
	if (isOnly && ((operator === '=' && /^[my]$/.test(right.value)) || (operator === '!=' && right.value === 'n'))) {
		return limits.can.has(left.name);
	}

	return !(isOnly && operator === '=' && right.value === 'n') || !limits.must.has(left.name);
}

/** Of a word, and of a number or a text that nobody can change: what a tool said, mostly. */
export function fixedText(side: Expression, {symbols}: Pick<KconfigTree, 'symbols'>): string | undefined {
	if (side.kind === 'constant') {
		return side.value;
	}

	const symbol = side.kind === 'symbol' ? symbols.get(side.name) : undefined;
	if (!symbol && side.kind === 'symbol') {
		// An option that nothing defines is a word: a number, mostly.
		return side.name;
	}

	const [definition, ...others] = symbol?.definitions ?? [];
	const [value, ...more] = definition?.defaults ?? [];
	const isOnlyOne = definition !== undefined && others.length + more.length === 0 && !isSwitch(symbol);
	const isFixed = isOnlyOne && definition.prompts.length + definition.conditions.length === 0;
	const text = isFixed && !value?.condition ? value?.value : undefined;
	return text && fixedText(text, {symbols});
}

function holds(operator: Comparison, [left, right]: [string, string]): boolean {
	const [one, other] = [left, right].map(text => text.trim() === '' ? NaN : Number(text)) as [number, number];
	const order = Number.isNaN(one) || Number.isNaN(other)
		? Number(left > right) - Number(left < right)
		: Math.sign(one - other);
	return orders[operator](order);
}

/** Whether an expression is y in every configuration. */
function mustBeOn(expression: Expression, limits: Limits): boolean {
	switch (expression.kind) {
		case 'symbol': {
			return limits.must.has(expression.name);
		}

		case 'constant': {
			return expression.value === 'y';
		}

		case 'not': {
			return !canBeOn(expression.of, limits);
		}

		case 'and': {
			return expression.parts.every(part => mustBeOn(part, limits));
		}

		case 'or': {
			return expression.parts.some(part => mustBeOn(part, limits));
		}

		case 'compare': {
			const fixed = [expression.left, expression.right].map(side => fixedText(side, limits.tree));
			return fixed.every(text => text !== undefined) && holds(expression.operator, fixed as [string, string]);
		}

		case 'unknown': {
			return false;
		}
	}
}
