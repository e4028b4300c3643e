import {visible} from '../errors.ts';

/** Where in a recipe: `['nodes', 0, 'mac']`. */
export type Path = ReadonlyArray<string | number>;

/** One thing that is wrong with a recipe, as a whole sentence that names the field. */
export type Problem = {
	path: Path;
	sentence: string;
	/** Of an unknown field: the one that was probably meant. */
	meant?: string | undefined;
};

/** As a person writes it: `nodes[0].mac`. */
export function pathText(path: Path): string {
	let text = '';
	for (const part of path) {
		text += typeof part === 'number' ? `[${part}]` : (text && '.') + visible(part);
	}

	return text;
}

/** What is there, short enough for a sentence. */
export function valueText(value: unknown): string {
	if (value === null || value === undefined) {
		return 'empty';
	}

	if (Array.isArray(value)) {
		return shortened(
			`[${value.map(entry => (typeof entry === 'string' ? visible(entry) : valueText(entry))).join(', ')}]`,
		);
	}

	return typeof value === 'object' ? 'a group of fields' : shortened(visible(JSON.stringify(value)));
}

/** `a`, `a or b`, `a, b or c`. */
export function listText(words: readonly string[], conjunction: 'and' | 'or'): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${conjunction} ${words.at(-1)}`;
}

function shortened(text: string): string {
	return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
