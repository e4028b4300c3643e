/**
The words of a piece of C: names, numbers, texts, signs. Comments and lines for the preprocessor must be gone.
`9763E` is one word, as it may be pasted to another.
*/
export function tokenize(text: string): string[] {
	return text.match(token) ?? [];
}

const token = /\w+|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])+'|##|<<|>>|\S/g;

/** Texts stand first, so that `"http://x"` begins no comment. */
export function withoutComments(text: string): string {
	return text.replaceAll(/("(?:\\.|[^\n"\\])*")|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (_, kept?: string) => kept ?? ' ');
}

/** Both branches of an `#ifdef` stay: a table is read as if everything were configured. */
export function withoutDirectives(text: string): string {
	return text.replaceAll(/^[\t ]*#(?:[^\n\\]|\\(?:\r?\n)?)*/gm, '');
}

/** The end of what the bracket at `start` opens: the index of its partner, or of the last token. */
export function partnerOf(tokens: readonly string[], start: number): number {
	let depth = 0;
	for (let index = start; index < tokens.length; index++) {
		if ('({['.includes(tokens[index]!)) {
			depth++;
		} else if (')}]'.includes(tokens[index]!) && --depth === 0) {
			return index;
		}
	}

	return tokens.length - 1;
}

/** Cuts at the commas that stand in no bracket. */
export function splitAtCommas(tokens: readonly string[]): string[][] {
	const parts: string[][] = [[]];
	for (let index = 0; index < tokens.length; index++) {
		const word = tokens[index]!;
		if (word === ',') {
			parts.push([]);
		} else if ('({['.includes(word)) {
			const end = partnerOf(tokens, index);
			parts.at(-1)!.push(...tokens.slice(index, end + 1));
			index = end;
		} else {
			parts.at(-1)!.push(word);
		}
	}

	return parts;
}
