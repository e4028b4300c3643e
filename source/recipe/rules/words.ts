import {pathText, type Path, type Problem} from '../problem.ts';
import type {Recipe} from '../schema.ts';
import {readWord} from '../word-readers.ts';

/** Words of the kernel's command line. */
export function wordRules(recipe: Recipe): Problem[] {
	return [
		...readings(recipe).flatMap(({path, reading}) =>
			reading && 'problem' in reading ? [{path, sentence: `${pathText(path)} is ${reading.problem}.`}] : [],
		),
		...lengthRules(recipe),
	];
}

/** Words that nobody reads and that do no harm. */
export function wordWarnings(recipe: Recipe): Problem[] {
	return readings(recipe).flatMap(({path, reading}) =>
		reading && 'warning' in reading ? [{path, sentence: `${pathText(path)} is ${reading.warning}.`}] : [],
	);
}

function lengthRules(recipe: Recipe): Problem[] {
	return lists(recipe).flatMap(({path, words, common}) => {
		const {length} = [...common, ...words].join(' ');
		return words.length > 0 && length > commandLineRoom
			? [{
				path,
				sentence: `${pathText(path)} makes the command line ${length} characters long, and the kernel `
					+ `truncates it; the limit is ${commandLineRoom}.`,
			}]
			: [];
	});
}

/**
COMMAND_LINE_SIZE of x86 is 2048 with the final zero; the kernel cuts what is longer without a word. Our
own words need some of it.
*/
const commandLineRoom = 1536;

function readings(recipe: Recipe) {
	return lists(recipe).flatMap(({path, words, common}) => words.map((word, index) => {
		const place = {all: [...common, ...words], own: common.length, at: common.length + index};
		return {path: [...path, index], reading: readWord(word, recipe, place)};
	}));
}

function lists({node, nodes}: Recipe): Array<{path: Path; words: string[]; common: string[]}> {
	return [
		{path: ['node', 'words'], words: node.words, common: []},
		...nodes.map(({words}, index) => ({path: ['nodes', index, 'words'], words, common: node.words})),
	];
}
