/* eslint-disable no-bitwise -- C's constants are made of bits */
import {partnerOf, splitAtCommas} from './c-tokens.ts';

/** One element of a table: what each field is set to. A field that nothing could be made of is `undefined`. */
export type Initialiser = ReadonlyMap<string, number | undefined>;

/**
Reads the elements between the braces of a table, macros already expanded. `fields`: the members of the
structure in their order.
*/
export function readInitialisers(tokens: readonly string[], fields: readonly string[]): Initialiser[] {
	return splitAtCommas(tokens)
		.map(element => lastBraces(element))
		.filter(element => element !== undefined)
		.map(element => readElement(element, fields));
}

/** What stands before them is an index, or the declarations of a header that was included. */
function lastBraces(tokens: readonly string[]): readonly string[] | undefined {
	let inside: readonly string[] | undefined;
	for (let index = 0; index < tokens.length; index++) {
		if (!'({['.includes(tokens[index]!)) {
			continue;
		}

		const end = partnerOf(tokens, index);
		inside = tokens[index] === '{' ? tokens.slice(index + 1, end) : inside;
		index = end;
	}

	return inside;
}

/** A value without a name goes to the member after the last one (C11, 6.7.9). */
function readElement(tokens: readonly string[], fields: readonly string[]): Initialiser {
	const values = new Map<string, number | undefined>();
	let position = 0;
	for (const part of splitAtCommas(tokens)) {
		if (part.length === 0) {
			continue;
		}

		const named = part[0] === '.' && part[2] === '=';
		const name = named ? part[1]! : fields[position] ?? '';
		position = 1 + (fields.includes(name) ? fields.indexOf(name) : position);
		values.set(name, evaluate(named ? part.slice(3) : part));
	}

	return values;
}

/**
The value of a constant expression of whole numbers as 32 bits, or undefined where it has a name that is not known.
*/
export function evaluate(tokens: readonly string[]): number | undefined {
	const words = [...tokens];
	const value = conditional(words);
	return value !== undefined && words.length === 0 ? Number(BigInt.asUintN(32, value)) : undefined;
}

/** Some tables cut their ids out of numbers of 64 bits (aic7xxx). */
const levels: ReadonlyArray<Record<string, (a: bigint, b: bigint) => bigint>> = [
	{'|': (a, b) => a | b},
	{'^': (a, b) => a ^ b},
	{'&': (a, b) => a & b},
	{'<<': (a, b) => a << b, '>>': (a, b) => a >> b},
	{'+': (a, b) => a + b, '-': (a, b) => a - b},
	{'*': (a, b) => a * b},
];

/** `a ? b : c`, and `a ?: c`, which is GNU's. */
function conditional(words: string[]): bigint | undefined {
	const condition = binary(words, 0);
	if (words[0] !== '?') {
		return condition;
	}

	words.shift();
	const yes = words.at(0) === ':' ? condition : conditional(words);
	words.shift();
	const no = conditional(words);
	return condition === undefined ? undefined : (condition === 0n ? no : yes);
}

/** Eats the operators of this level and those that bind closer. */
function binary(words: string[], level: number): bigint | undefined {
	const operators = levels[level];
	if (!operators) {
		return unary(words);
	}

	let value = binary(words, level + 1);
	while (words.length > 0 && Object.hasOwn(operators, words[0]!)) {
		const operator = operators[words.shift()!]!;
		const next = binary(words, level + 1);
		value = value === undefined || next === undefined ? undefined : operator(value, next);
	}

	return value;
}

function unary(words: string[]): bigint | undefined {
	const word = words.shift();
	if (word === '~' || word === '-') {
		const value = unary(words);
		return value === undefined ? undefined : (word === '~' ? ~value : -value);
	}

	if (word === '(') {
		const inner = words.splice(0, partnerOf(['(', ...words], 0));
		const rest = inner.slice(0, -1);
		const bracket = conditional(rest);
		const value = rest.length === 0 ? bracket : undefined;
		// A type in brackets: what follows is what counts.
		return value === undefined && words.length > 0 && /^[\w(\-~]/.test(words[0]!) ? unary(words) : value;
	}

	return readNumber(word);
}

/** `0x10`, `010`, `16`, with or without `UL` behind it. */
function readNumber(word: string | undefined): bigint | undefined {
	const digits = /^(0x[\da-f]+|\d+)[lu]*$/i.exec(word ?? '')?.[1];
	return digits === undefined ? undefined : BigInt(/^0\d/.test(digits) ? `0o${digits.slice(1)}` : digits);
}
