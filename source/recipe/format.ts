import {isDeepStrictEqual} from 'node:util';
import {Document, isMap, isScalar, isSeq, type YAMLMap, type Pair, type Scalar} from 'yaml';
import {aboutOf, defaultOf, schemaAt} from './shape.ts';
import type {Path} from './problem.ts';
import type {Recipe} from './schema.ts';

/** A recipe as a file for people: every field explained, defaults of no interest left out. Read again, it is the same recipe. */
export function formatRecipe(recipe: Recipe): string {
	const document = new Document(shortened(recipe, []), {version: '1.2'});
	document.commentBefore = ' A recipe of ramstrap. Try it in a virtual machine:\n   ramstrap rehearse ' + recipe.name;
	explain(document.contents as YAMLMap, []);
	return document.toString({lineWidth: 0, flowCollectionPadding: false});
}

function shortened(group: object, path: string[]): Record<string, unknown> {
	return Object.fromEntries(Object.entries(group).flatMap(([key, value]): Array<[string, unknown]> => {
		const here = [...path, key];
		if (isGroup(value)) {
			const fields = shortened(value, here);
			return Object.keys(fields).length > 0 ? [[key, fields]] : [];
		}

		const schema = schemaAt(here)!;
		const isUsual = value === undefined || isDeepStrictEqual(value, defaultOf(schema));
		return isUsual && !aboutOf(schema).essential ? [] : [[key, value]];
	}));
}

function explain(map: YAMLMap, path: Path): void {
	for (const pair of map.items as Array<Pair<Scalar<string>>>) {
		const here = [...path, pair.key.value];
		if (path.length === 0 && pair !== map.items[0]) {
			pair.key.spaceBefore = true;
		}

		if (isMap(pair.value)) {
			explain(pair.value, here);
			continue;
		}

		pair.key.commentBefore = wrapped(explanation(here), 100 - 2 * path.length);
		if (isSeq(pair.value)) {
			setFlow(pair.value);
		}
	}
}

function explanation(path: Path): string {
	const {description, choices = []} = aboutOf(schemaAt(path)!);
	const values = choices.map(({value}) => value);
	return values.length > 1 && values.some(value => !description.includes(value)) ? `${description} One of: ${values.join(', ')}.` : description;
}

/** Lists of words in brackets; a list of nodes keeps one line for each. */
function setFlow(list: {items: unknown[]; flow?: boolean}): void {
	const groups = list.items.filter(item => isMap(item));
	list.flow = groups.length === 0;
	for (const group of groups) {
		group.flow = true;
	}
}

function wrapped(text: string, width: number): string {
	return text.split(' ').reduce<string[]>((lines, word) => {
		const line = lines.at(-1)!;
		return line.length + word.length < width ? [...lines.slice(0, -1), `${line} ${word}`] : [...lines, ` ${word}`];
	}, ['']).join('\n');
}

function isGroup(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !isScalar(value);
}
