import {conjuncts} from './blocks.ts';
import {opposites} from './expression.ts';
import {assume, type Proposal} from './proposal.ts';
import {cheapest, type Path} from './search.ts';
import {bring, turnOff, turnOn} from './turn.ts';
import type {Expression} from './types.ts';
import {isSwitch, letters, levelOf, levelOfAll, textOf, type Level} from './value.ts';

/** Makes all hold, at least as `m` or as `y`, one after the other; what one has undone is tried once more. */
export function satisfyAll(
	proposal: Proposal,
	expressions: ReadonlyArray<Expression | undefined>,
	least: Level,
	path: Path = [],
): Proposal | undefined {
	const all = conjuncts(expressions);
	let next: Proposal | undefined = proposal;
	for (const expression of [...all, ...all]) {
		next &&= satisfy(next, expression, least, path);
	}

	return next && levelOfAll(all, next) >= least ? next : undefined;
}

/** Makes an expression at most `n` or `m`. */
export function restrict(proposal: Proposal, expression: Expression, most: Level, path: Path): Proposal | undefined {
	if (levelOf(expression, proposal, 0) <= most) {
		return proposal;
	}

	switch (expression.kind) {
		case 'symbol': {
			return turnOff(proposal, expression.name, 0, path) ?? turnOff(proposal, expression.name, most, path);
		}

		case 'not': {
			return satisfy(proposal, expression.of, 2 - most as Level, path);
		}

		case 'and': {
			return cheapest(proposal, expression.parts.map(part => () => restrict(proposal, part, most, path)));
		}

		case 'or': {
			return restrictAll(proposal, expression.parts, most, path);
		}

		case 'compare': {
			return satisfyComparison(proposal, {...expression, operator: opposites[expression.operator]}, path);
		}

		case 'constant':
		case 'unknown': {
			return undefined;
		}
	}
}

function satisfy(proposal: Proposal, expression: Expression, least: Level, path: Path): Proposal | undefined {
	if (levelOf(expression, proposal) >= least) {
		return proposal;
	}

	switch (expression.kind) {
		case 'symbol': {
			return turnOn(proposal, expression.name, least, path);
		}

		case 'constant': {
			return least === 1 && expression.value === 'm'
				? turnOn(proposal, proposal.tree.modules, 2, path)
				: undefined;
		}

		case 'not': {
			return restrict(proposal, expression.of, 2 - least as Level, path);
		}

		case 'and': {
			return satisfyAll(proposal, expression.parts, least, path);
		}

		case 'or': {
			return cheapest(proposal, expression.parts.map(part => () => satisfy(proposal, part, least, path)));
		}

		case 'compare': {
			return satisfyComparison(proposal, expression, path);
		}

		case 'unknown': {
			return proposal;
		}
	}
}

function restrictAll(
	proposal: Proposal,
	expressions: readonly Expression[],
	most: Level,
	path: Path,
): Proposal | undefined {
	let next: Proposal | undefined = proposal;
	for (const expression of expressions) {
		next &&= restrict(next, expression, most, path);
	}

	return next;
}

function satisfyComparison(
	proposal: Proposal,
	comparison: Extract<Expression, {kind: 'compare'}>,
	path: Path,
): Proposal | undefined {
	const {left, right, operator} = comparison;
	const value = textOf(right, proposal);
	const symbol = left.kind === 'symbol' ? proposal.tree.symbols.get(left.name) : undefined;
	if (!symbol || value === undefined || (operator !== '=' && operator !== '!=')) {
		return undefined;
	}

	const toEnd = (next: Proposal | undefined) => next && levelOf(comparison, next) === 2 ? next : undefined;
	if (isSwitch(symbol)) {
		const wanted = operator === '=' ? [value] : letters.filter(letter => letter !== value);
		return cheapest(proposal, wanted.map(letter => () => toEnd(bring(proposal, symbol.name, letter, path))));
	}

	return operator === '=' ? toEnd(assume(proposal, symbol.name, value)) : undefined;
}
