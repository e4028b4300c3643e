import {synonymsOf} from '../catalogue/synonyms.ts';
import {isDeviceIds, type DeviceOptions} from '../hardware/device-options.ts';
import type {Definition, KconfigSymbol, KconfigTree, Menu, ReadFile} from './types.ts';

export type FoundOption = {
	option: string;
	type: string;
	/** Empty where it has none: other options turn it on. */
	prompt: string;
	/** The menus that it is below, outermost first. */
	path: string[];
};

/** Finds options by words; made once for many searches. */
export type OptionSearch = (words: readonly string[]) => KconfigSymbol[];

/** `driving`: which options drive a device, where somebody looks for one. */
type Sources = {read: ReadFile; driving?: DeviceOptions | undefined};

/** @returns the options that all words are about, the best first, in the whole tree */
export const findOptions = (tree: KconfigTree, sources: Sources, words: readonly string[]): FoundOption[] =>
	makeSearch(tree, sources)(words).map(symbol => describe(symbol));

/**
Words are looked for in the name (with or without CONFIG_), in the prompt and, from three letters on, in the help text,
without regard to case; in the prompt what means the same as well (`wifi`, `wireless`); the numbers of a device
(`8086:10d3`) in the tables of the drivers.
*/
export function makeSearch({symbols}: KconfigTree, {read, driving}: Sources): OptionSearch {
	const helpOf = readHelps(read);
	const known = symbols.values()
		.filter(({type}) => type !== undefined)
		.map(symbol => ({symbol, name: symbol.name.toLowerCase(), prompt: promptsOf(symbol).toLowerCase()}))
		.toArray();
	const helps = new Map<KconfigSymbol, string>();
	const inHelp = (symbol: KconfigSymbol, word: string): number => {
		const help = helps.get(symbol) ?? symbol.definitions.map(definition => helpOf(definition)).join('\n');
		helps.set(symbol, help);
		return Number(help.includes(word));
	};

	return words => {
		const devices = words.filter(word => isDeviceIds(word)).map(word => driving?.(word) ?? none);
		const wanted = words.filter(word => !isDeviceIds(word))
			.map(word => word.toLowerCase().replace(/^config_/, ''))
			.filter(Boolean);
		return known
			.filter(({symbol}) => devices.every(options => options.has(symbol.name)))
			.map(one => ({symbol: one.symbol, score: scoreOf(one, wanted, inHelp)}))
			.filter(({score}) => score > 0)
			.toSorted((one, other) => other.score - one.score || one.symbol.index - other.symbol.index)
			.map(({symbol}) => symbol);
	};
}

const none: ReadonlySet<string> = new Set();

type Known = {symbol: KconfigSymbol; name: string; prompt: string};

/** Nothing where a word is found nowhere. */
function scoreOf(
	{symbol, name, prompt}: Known,
	words: readonly string[],
	inHelp: (symbol: KconfigSymbol, word: string) => number,
): number {
	let score = prompt === '' ? 1 : 10;
	for (const word of words) {
		const own = Math.max(inName(name, word), inPrompt(prompt, word));
		const other = own > 0 ? 0 : Math.max(0, ...synonymsOf(word).map(one => inPrompt(prompt, one) / 2));
		const found = own > 0 || other > 0 || word.length < 3 ? Math.max(own, other) : inHelp(symbol, word);
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

/** Of all its definitions: which of them is shown is another matter. */
const promptsOf = ({definitions}: KconfigSymbol): string =>
	definitions.flatMap(({prompts}) => prompts.map(({text}) => text)).join('\n');

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
