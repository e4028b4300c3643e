import type {Definition, KconfigSymbol, KconfigTree, Menu, ReadFile} from './types.ts';

export type FoundOption = {
	option: string;
	type: string;
	/** Empty where it has none: other options turn it on. */
	prompt: string;
	/** The menus that it is below, outermost first. */
	path: string[];
};

/**
The options that all words are about, the best first: words are looked for in the name (with or without CONFIG_), in the
prompt and in the help text, without regard to case.
*/
export function findOptions({symbols}: KconfigTree, read: ReadFile, words: readonly string[]): FoundOption[] {
	const wanted = words.map(word => word.toLowerCase().replace(/^config_/, '')).filter(Boolean);
	const helpOf = readHelps(read);
	return symbols.values()
		.filter(({type}) => type !== undefined)
		.map(symbol => ({symbol, score: scoreOf(symbol, wanted, helpOf)}))
		.filter(({score}) => score > 0)
		.toArray()
		.toSorted((one, other) => other.score - one.score || one.symbol.index - other.symbol.index)
		.map(({symbol}) => describe(symbol));
}

/** Nothing where a word is found nowhere. */
function scoreOf(symbol: KconfigSymbol, words: readonly string[], helpOf: (definition: Definition) => string): number {
	const name = symbol.name.toLowerCase();
	const prompt = promptOf(symbol).toLowerCase();
	let score = prompt === '' ? 1 : 10;
	for (const word of words) {
		const own = Math.max(inName(name, word), inPrompt(prompt, word));
		const found = own > 0 ? own : Number(symbol.definitions.some(definition => helpOf(definition).includes(word)));
		if (found === 0) {
			return 0;
		}

		score += found;
	}

	return score;
}

function inName(name: string, word: string): number {
	if (name === word) {
		return 100;
	}

	return name.startsWith(word) ? 40 : (name.includes(word) ? 20 : 0);
}

/** A whole word counts more than a part of one. */
function inPrompt(prompt: string, word: string): number {
	if (!prompt.includes(word)) {
		return 0;
	}

	return prompt.split(/[^\w+.]+/).includes(word) ? 30 : 10;
}

function describe(symbol: KconfigSymbol): FoundOption {
	const {name, type, definitions} = symbol;
	const shown = definitions.find(({prompt}) => prompt) ?? definitions[0]!;
	return {option: name, type: type!, prompt: promptOf(symbol), path: pathOf(shown)};
}

const promptOf = ({definitions}: KconfigSymbol): string => definitions.find(({prompt}) => prompt)?.prompt!.text ?? '';

function pathOf({menu}: Definition): string[] {
	const titles: string[] = [];
	for (let above: Menu | undefined = menu; above; above = above.parent) {
		titles.unshift(above.title);
	}

	return titles;
}

/** In small letters. Files have many options each: they are read once. */
function readHelps(read: ReadFile): (definition: Definition) => string {
	const files = new Map<string, string[]>();
	return ({file, help}) => {
		const lines = files.get(file) ?? (read(file) ?? '').toLowerCase().split('\n');
		files.set(file, lines);
		return help ? lines.slice(help.from - 1, help.to).join('\n') : '';
	};
}
