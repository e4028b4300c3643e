import {namesIn} from './expression.ts';
import type {Definition, Expression, KconfigSymbol} from './types.ts';

/**
Whose value may change with that of another option: conditions, defaults, ranges, selects, and the
other members of a choice.
*/
export function dependentsOf(symbols: ReadonlyMap<string, KconfigSymbol>): Map<string, KconfigSymbol[]> {
	const dependents = new Map<string, KconfigSymbol[]>();
	for (const symbol of symbols.values()) {
		for (const name of namesBehind(symbol)) {
			const known = dependents.get(name);
			if (known) {
				known.push(symbol);
			} else {
				dependents.set(name, [symbol]);
			}
		}
	}

	return dependents;
}

function namesBehind(symbol: KconfigSymbol): Set<string> {
	const names = new Set<string>();
	for (const definition of symbol.definitions) {
		addDefinition(definition, names);
		const {choice} = definition;
		if (!choice) {
			continue;
		}

		addDefinition(choice, names);
		for (const member of choice.members) {
			names.add(member);
		}
	}

	for (const selector of [...symbol.selectors, ...symbol.impliedBy]) {
		names.add(selector.by.name);
		add(selector.condition, names);
	}

	names.delete(symbol.name);
	return names;
}

function addDefinition({conditions, visibleIf, prompt, defaults, ranges}: Definition, names: Set<string>): void {
	addAll(conditions, names);
	addAll(visibleIf, names);
	add(prompt?.condition, names);
	for (const {value, condition} of defaults) {
		add(value, names);
		add(condition, names);
	}

	for (const {low, high, condition} of ranges) {
		addAll([low, high], names);
		add(condition, names);
	}
}

function addAll(expressions: readonly Expression[], names: Set<string>): void {
	for (const expression of expressions) {
		add(expression, names);
	}
}

function add(expression: Expression | undefined, names: Set<string>): void {
	for (const name of expression ? namesIn(expression) : []) {
		names.add(name);
	}
}
