/** What C's strtoll and strtoull make of a text. `end`: the index of the first character that is not part of it. */
export type Parsed = {value: bigint; end: number; isTooLarge: boolean};

const forms = {
	8: /^[\t-\r ]*([+-]?)([0-7]+)/,
	10: /^[\t-\r ]*([+-]?)(\d+)/,
	16: /^[\t-\r ]*([+-]?)(?:0x)?([\da-f]+)/i,
} as const;

/** @param base 0 for what the text begins with: 0x, 0 or neither */
export function parseSigned(text: string, base: 0 | 10 | 16): Parsed {
	const {value, end} = parse(text, base);
	const within = BigInt.asIntN(64, value);
	const limit = value < 0n ? -(2n ** 63n) : 2n ** 63n - 1n;
	return within === value ? {value, end, isTooLarge: false} : {value: limit, end, isTooLarge: true};
}

export function parseUnsigned(text: string, base: 16): Parsed {
	const {value, end} = parse(text, base);
	const isTooLarge = value >= 2n ** 64n || value <= -(2n ** 64n);
	return {value: isTooLarge ? 2n ** 64n - 1n : BigInt.asUintN(64, value), end, isTooLarge};
}

function parse(text: string, base: 0 | 10 | 16): {value: bigint; end: number} {
	const found = forms[base === 0 ? baseOf(text) : base].exec(text);
	if (!found) {
		return {value: 0n, end: 0};
	}

	const [all, sign, digits] = found as unknown as [string, string, string];
	const size = BigInt(prefixes[base === 0 ? baseOf(text) : base] + digits);
	return {value: sign === '-' ? -size : size, end: all.length};
}

const prefixes = {8: '0o', 10: '', 16: '0x'} as const;

function baseOf(text: string): 8 | 10 | 16 {
	if (/^[\t-\r ]*[+-]?0x[\da-f]/i.test(text)) {
		return 16;
	}

	return /^[\t-\r ]*[+-]?0/.test(text) ? 8 : 10;
}
