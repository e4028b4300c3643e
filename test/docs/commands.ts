import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {blocksOf, builderPages, inlineCodeOf, userPages} from './pages.ts';

/** Every command in the blocks of all pages, as words, in the order of the pages; `a && b` are two. */
export const shownCommands: string[][] = [...userPages, ...builderPages]
	.flatMap(page => blocksOf(page, 'sh')).flatMap(block => block.split('\n'))
	.filter(line => line.trim() !== '').flatMap(line => commandsOn(line));

/** Calls of ramstrap that stand in a sentence. */
const callsInText = userPages.flatMap(page => inlineCodeOf(page))
	.filter(code => /^(?:npx )?ramstrap [-a-z]/.test(code)).map(code => wordsOf(code));

/** The words after `ramstrap` of every call that pages show, in blocks or in sentences, each once. */
export const shownCalls: string[][] = distinct([...shownCommands, ...callsInText].flatMap(argv => callOf(argv) ?? []));

const shownRecipes = userPages.flatMap(page => blocksOf(page, 'yaml')).filter(block => /^version: 1/m.test(block));

/** Recipes that pages name, by name: whole ones that a page shows, and bundled ones. */
export const namedRecipes = new Map<string, string>([
	...shownRecipes.map((block): [string, string] => [/^name: (\S+)/m.exec(block)![1]!, block]),
	...readdirSync('recipes').map((file): [string, string] =>
		[path.basename(file, '.yaml'), readFileSync(`recipes/${file}`, 'utf8')]),
]);

function commandsOn(line: string): string[][] {
	const words = wordsOf(line);
	const ends = [...words.keys().filter(index => words[index] === '&&'), words.length];
	return ends.map((end, index) => words.slice(index === 0 ? 0 : ends[index - 1]! + 1, end));
}

/** The words of a shell line, quotes taken off, up to its comment. */
export function wordsOf(line: string): string[] {
	const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s"'])+/g) ?? [];
	const comment = words.findIndex(word => word.startsWith('#'));
	const code = comment === -1 ? words : words.slice(0, comment);
	return code.map(word => word.replaceAll(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

/** The words after `ramstrap`, in a list, of a command that calls it; an empty list for the wizard. */
export function callOf(argv: readonly string[]): [string[]] | [] | undefined {
	const [program, ...words] = ['sudo', 'npx'].reduce((rest, word) => rest[0] === word ? rest.slice(1) : rest, argv);
	return program === 'ramstrap' ? (words.length > 0 ? [words] : []) : undefined;
}

function distinct(calls: string[][]): string[][] {
	return Map.groupBy(calls, argv => argv.join(' ')).values().map(([call]) => call!).toArray();
}
