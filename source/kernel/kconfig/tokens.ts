import {closingParenthesis, expand, unknownMark, type Macros} from './macros.ts';

/**
A piece of a line: an operator, a bare word, a quoted text. `from` is the source of a bare word that was a macro,
`unknown` of what only a shell could tell.
*/
export type Token = {kind: 'operator' | 'word' | 'text'; value: string; from?: string; unknown?: string};

/**
The pieces of a line, its macros expanded, up to the comment at its end. Throws a SyntaxError at what can be no piece.
*/
export function readTokens(text: string, macros: Macros): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	for (;;) {
		space.lastIndex = at;
		space.test(text);
		at = space.lastIndex;
		if (at >= text.length || text[at] === '#') {
			return tokens;
		}

		at = readPlain(text, at, tokens) ?? readWithMacros(text, at, macros, tokens);
	}
}

const space = /\s*/y;
/** Nearly every piece of a kernel tree: no macro in it, no escape. */
const plain = [
	{kind: 'word', pattern: /[\w+\-./]+(?![\w$+\-./])/y},
	{kind: 'operator', pattern: /&&|\|\||!=|<=|>=|[!()<=>]/y},
	{kind: 'text', pattern: /"[^"$\\]*"|'[^$'\\]*'/y},
] as const;
const wordCharacter = /[\w+\-./]/;

/** @returns where it ends */
function readPlain(text: string, start: number, tokens: Token[]): number | undefined {
	for (const {kind, pattern} of plain) {
		pattern.lastIndex = start;
		if (pattern.test(text)) {
			const end = pattern.lastIndex;
			const around = kind === 'text' ? 1 : 0;
			tokens.push({kind, value: text.slice(start + around, end - around)});
			return end;
		}
	}

	return undefined;
}

function readWithMacros(text: string, start: number, macros: Macros, tokens: Token[]): number {
	const first = text[start]!;
	const isQuoted = first === '"' || first === '\'';
	const {value, end} = isQuoted ? readQuoted(text, start, macros) : readWord(text, start, macros);
	const unknown = value.includes(unknownMark) ? text.slice(start, end) : undefined;
	// A bare macro that expands to nothing leaves nothing.
	if (isQuoted || value !== '') {
		const from = isQuoted ? undefined : text.slice(start, end);
		tokens.push({kind: isQuoted ? 'text' : 'word', value, ...from && {from}, ...unknown && {unknown}});
	}

	return end;
}

function readQuoted(text: string, start: number, macros: Macros): {value: string; end: number} {
	let value = '';
	for (let at = start + 1; at < text.length; at++) {
		if (text[at] === text[start]) {
			return {value, end: at + 1};
		}

		if (text[at] === '\\') {
			at++;
			value += text[at] ?? '';
		} else if (text.startsWith('$(', at)) {
			const end = macroEnd(text, at);
			value += expand(macros, text.slice(at, end));
			at = end - 1;
		} else {
			value += text[at];
		}
	}

	throw new SyntaxError(`the quote of ${text.slice(start).trim()} is not closed`);
}

function readWord(text: string, start: number, macros: Macros): {value: string; end: number} {
	let value = '';
	let at = start;
	while (at < text.length) {
		if (text.startsWith('$(', at)) {
			const end = macroEnd(text, at);
			value += expand(macros, text.slice(at, end));
			at = end;
		} else if (wordCharacter.test(text[at]!)) {
			value += text[at];
			at++;
		} else {
			break;
		}
	}

	if (at === start) {
		throw new SyntaxError(`"${text[at]!}" is not valid in "${text.trim()}"`);
	}

	return {value, end: at};
}

function macroEnd(text: string, at: number): number {
	const close = closingParenthesis(text, at + 1);
	if (close === -1) {
		throw new SyntaxError(`"${text.trim()}" lacks a closing parenthesis`);
	}

	return close + 1;
}
