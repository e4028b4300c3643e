import {isInRange, rangeOf} from './compute.ts';
import type {KconfigSymbol} from './types.ts';
import {isSwitch, type Scene} from './value.ts';

/** What is wrong with the value itself, whatever else the option needs; nothing if it may have it. */
export function valueProblem(symbol: KconfigSymbol, wanted: string, scene: Scene): string | undefined {
	const {type} = symbol;
	if (isOfOtherType(symbol, wanted)) {
		return `it takes ${kinds[type!]!}`;
	}

	if (type === 'int' || type === 'hex') {
		const range = rangeOf(symbol, scene);
		return !range || isInRange(symbol, wanted, scene) ? undefined : `its range is ${range.low} to ${range.high}`;
	}

	return type === 'bool' && wanted === 'm' ? 'it cannot be a module, only y or n' : undefined;
}

/**
As sym_string_valid() in scripts/kconfig/symbol.c has it, but stricter where a value can be read in two ways: a bare 10
is sixteen to it, and who writes y, m or n means a switch and no text.
*/
export function isOfOtherType(symbol: KconfigSymbol, wanted: string): boolean {
	const patterns = {int: /^-?(?:0|[1-9]\d*)$/, hex: /^0x[\da-f]+$/i, string: /^(?![mny]$)/};
	const valid = isSwitch(symbol) ? /^[mny]$/ : patterns[symbol.type as 'int' | 'hex' | 'string'];
	return valid !== undefined && !valid.test(wanted);
}

const kinds: Partial<Record<string, string>> = {
	bool: 'y or n',
	tristate: 'y, m or n',
	int: 'a whole number',
	hex: 'a hexadecimal number such as 0x200000',
	string: 'a text',
};
