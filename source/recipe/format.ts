import {isDeepStrictEqual} from 'node:util';
import {Document, isMap, isScalar, isSeq, type YAMLMap, type Pair, type Scalar} from 'yaml';
import {wrapLine} from '../report/wrap.ts';
import {isTable} from './fields.ts';
import {isAbout, isAboutStrategy} from './meaning.ts';
import {aboutOf, defaultOf, elementOf, schemaAt} from './shape.ts';
import type {Path} from './problem.ts';
import type {Recipe} from './schema.ts';

/**
A recipe as a file for people: every field explained, defaults of no interest left out. Read
again, it is the same recipe.
*/
export function formatRecipe(recipe: Recipe): string {
	const document = new Document(shortened(recipe, recipe, []), {version: '1.2'});
	document.commentBefore = ' A ramstrap recipe. To boot it in a virtual machine:\n   ramstrap '
		+ 'rehearse ' + recipe.name;
	explain(document.contents as YAMLMap, []);
	return document.toString({lineWidth: 0, flowCollectionPadding: false});
}

/** A group of fields without those that have their default, but for what is of interest. */
export function shortened(recipe: Recipe, group: object, path: Path): Record<string, unknown> {
	return Object.fromEntries(Object.entries(group).flatMap(([key, value]): Array<[string, unknown]> => {
		if (value === undefined) {
			return [];
		}

		const here = [...path, key];
		const schema = schemaAt(here)!;
		if (isGroup(value) && !isTable(schema)) {
			const fields = shortened(recipe, value, here);
			return Object.keys(fields).length > 0 ? [[key, fields]] : [];
		}

		if (Array.isArray(value) && value.some(item => isGroup(item))) {
			return [[key, value.map((item: object, index) => shortened(recipe, item, [...here, index]))]];
		}

		return isDeepStrictEqual(value, defaultOf(schema)) && !isOfInterest(recipe, here) ? [] : [[key, value]];
	}));
}

/** Worth a line even with its default: what one wants to see and change first, of this strategy and this kernel. */
function isOfInterest(recipe: Recipe, path: Path): boolean {
	const id = path.join('.');
	return isAboutStrategy(recipe, id) ?? (Boolean(aboutOf(schemaAt(path)!).essential) && isAbout(recipe, id));
}

function explain(map: YAMLMap, path: Path): void {
	for (const pair of map.items as Array<Pair<Scalar<string>>>) {
		const here = [...path, pair.key.value];
		if (path.length === 0 && pair !== map.items[0]) {
			pair.key.spaceBefore = true;
		}

		if (isMap(pair.value) && !isTable(schemaAt(here)!)) {
			explain(pair.value, here);
			continue;
		}

		pair.key.commentBefore = wrapLine(explanation(here), 100 - 2 * path.length, {first: ' '}).join('\n');
		if (isSeq(pair.value)) {
			setFlow(pair.value);
		}
	}
}

function explanation(path: Path): string {
	const schema = schemaAt(path)!;
	const {description, choices = []} = aboutOf(schema);
	const entries = elementOf(schema);
	const ofEntries = entries && choices.length === 0 ? aboutOf(entries).choices ?? [] : [];
	const values = [...choices, ...ofEntries].map(({value}) => value);
	const opening = ofEntries.length > 0 ? 'One or more of' : 'One of';
	return values.length > 1 && values.some(value => !description.includes(value))
		? `${description} ${opening}: ${values.join(', ')}.`
		: description;
}

/** Lists of words in brackets; a list of nodes keeps one line for each. */
function setFlow(list: {items: unknown[]; flow?: boolean}): void {
	const groups = list.items.filter(item => isMap(item));
	list.flow = groups.length === 0;
	for (const group of groups) {
		group.flow = true;
	}
}

function isGroup(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !isScalar(value);
}
