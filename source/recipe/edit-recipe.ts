import {isDeepStrictEqual} from 'node:util';
import {diffArrays} from 'diff';
import {isMap, isScalar, isSeq, parseDocument, type Document, type YAMLSeq} from 'yaml';
import {recipeFields, valueAt} from './fields.ts';
import {shortened} from './format.ts';
import {isAbout} from './meaning.ts';
import type {Path} from './problem.ts';
import type {Recipe} from './schema.ts';
import {defaultOf, schemaAt} from './shape.ts';

/**
The text of a recipe with what changed in it: every other line, its comments, its paths and its order stay as they are.
@param before what the text says, `after` what it is to say; paths in both are resolved in the same way
@returns undefined where that cannot be written into this text (a field that is an alias of another one)
*/
export function editRecipe(text: string, before: Recipe, after: Recipe): string | undefined {
	const document = parseDocument(text);
	const print = printerFor(text);
	const former = print(document);
	try {
		for (const path of changedPaths(before, after)) {
			write(document, path, {before, after});
		}

		for (const path of pointlessIn(before, after)) {
			remove(document, path);
		}
	} catch {
		return undefined;
	}

	const edited = print(document);
	const kept = merged(text, former, edited);
	return isSameValue(kept, edited) ? kept : (text.includes('\r\n') ? edited.replaceAll('\n', '\r\n') : edited);
}

/** Numbers may be spelled in several ways. */
function isSameValue(one: string, other: string): boolean {
	const [parsed, again] = [one, other].map(text => parseDocument(text)) as [Document.Parsed, Document.Parsed];
	return parsed.errors.length === 0 && isDeepStrictEqual(parsed.toJS(), again.toJS());
}

/** Fields that meant something, and are refused where another answer has made them pointless. */
function pointlessIn(before: Recipe, after: Recipe): Path[] {
	return recipeFields()
		.filter(({path, schema}) => isAbout(before, path.join('.')) && !isAbout(after, path.join('.'))
			&& isDeepStrictEqual(valueAt(after, path), defaultOf(schema)))
		.map(({path}) => path);
}

/** The fields, or groups of them that are as a whole another one. */
function changedPaths(before: unknown, after: unknown, path: Path = []): Path[] {
	if (isDeepStrictEqual(before, after)) {
		return [];
	}

	// A table that was empty comes as a whole, on one line.
	if (isGroup(before) && isGroup(after) && Object.keys(before).length > 0) {
		const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
		return names.flatMap(name => changedPaths(
			(before as Record<string, unknown>)[name],
			(after as Record<string, unknown>)[name],
			[...path, name],
		));
	}

	// Entries that stay where they are, such as known nodes, are changed one by one.
	return isSameList(before, after)
		? (after as unknown[]).flatMap((entry, index) => changedPaths(before[index], entry, [...path, index]))
		: [path];
}

function isSameList(before: unknown, after: unknown): before is unknown[] {
	return Array.isArray(before) && Array.isArray(after) && before.length === after.length
		&& after.every(entry => isGroup(entry))
		// One machine may have got another card; more are other machines.
		&& after.filter((entry, index) => valueAt(entry, ['mac']) !== valueAt(before[index], ['mac'])).length < 2;
}

const isGroup = (value: unknown): value is object =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function write(
	document: Document.Parsed,
	path: Path,
	{before, after}: {before: Recipe; after: Recipe},
): void {
	const value = valueAt(after, path);
	const there = document.getIn(path, true);
	const isEmptied = Array.isArray(value) && value.length === 0 && isDeepStrictEqual(defaultOf(schemaAt(path)!), []);
	if (value === undefined || isEmptied) {
		remove(document, path);
	} else if (Array.isArray(value) && isSeq(there)) {
		writeList(document, there, {path, before, after});
	} else if (Array.isArray(value) || isGroup(value)) {
		document.setIn(path, document.createNode(briefly(after, value, path), {flow: true}));
	} else if (isScalar(there)) {
		// A number in hexadecimal is another text than the same number in decimal.
		delete there.format;
		delete there.source;
		there.value = value;
	} else {
		document.setIn(path, value);
	}
}

/** A list that stays keeps what is said about its entries. */
function writeList(
	document: Document.Parsed,
	list: YAMLSeq,
	{path, before, after}: {path: Path; before: Recipe; after: Recipe},
): void {
	const [known, entries] = [before, after].map(recipe => valueAt(recipe, path)) as [unknown[] | undefined, unknown[]];
	const brief = briefly(after, entries, path) as unknown[];
	const nodes = [...list.items];
	list.items = entries.map((entry, index) => {
		const place = known?.findIndex(one => isDeepStrictEqual(one, entry)) ?? -1;
		return nodes[place] ?? document.createNode(brief[index], {flow: true});
	});
}

/** Entries of a list without their defaults. */
const briefly = (recipe: Recipe, value: object, path: Path): unknown => Array.isArray(value)
	? value.map((entry: unknown, index) => isGroup(entry) ? shortened(recipe, entry, [...path, index]) : entry)
	: value;

/** With the group around it that has nothing else in it. */
function remove(document: Document.Parsed, path: Path): void {
	if (!document.deleteIn(path)) {
		return;
	}

	const around = path.slice(0, -1);
	const group = around.length > 0 ? document.getIn(around) : undefined;
	if (isMap(group) && group.items.length === 0) {
		remove(document, around);
	}
}

/** Prints as the text is written: its indentation, its line ends. */
function printerFor(text: string): (document: Document.Parsed) => string {
	const indent = /^( +)[^\s#-]/m.exec(text)?.[1]!.length ?? 2;
	const options = {
		indent: Math.min(Math.max(indent, 1), 8),
		indentSeq: !/^( *)[\w.]+:[\t ]*\n\1- /m.test(text),
		lineWidth: 0,
		flowCollectionPadding: text.includes('{ '),
	};
	return document => document.toString(options);
}

/**
The new text with the original lines where nothing changed: printing moves comments and drops blank lines.
@param former the original text as it is printed
*/
function merged(text: string, former: string, edited: string): string {
	const [original, printed, lines] = [text, former, edited].map(one => one.split(/\r?\n/)) as unknown as [Lines, Lines, Lines];
	const {isKept, added: printedAs} = changesIn(printed, lines);
	const segments = segmentsOf(original, printed);
	const indented = indentationOf(segments, printed);
	const added = printedAs.map((some, place) => some.map(line => indented(line, place)));
	let at = 0;
	const all = segments.flatMap(({count, originals}) => {
		const places = Array.from({length: count}, (_, index) => at + index);
		at += count;
		const isWhole = places.every((place, index) => isKept[place] && (index === 0 || added[place]!.length === 0));
		return isWhole
			? [...(places.length > 0 ? added[places[0]!]! : []), ...originals]
			: places.flatMap(place => [...added[place]!, ...printed.slice(place, place + Number(isKept[place]))]);
	});
	return [...all, ...added[printed.length]!].join(text.includes('\r\n') ? '\r\n' : '\n');
}

/** What is new is indented as what stands beside it was, whatever printing makes of that. */
function indentationOf(segments: readonly Segment[], printed: Lines): (line: string, place: number) => string {
	const originals = segments.flatMap(({count, originals: lines}): Array<string | undefined> =>
		count === 1 && lines.length === 1 ? [lines[0]] : Array.from({length: count}, () => undefined));
	return (line, place) => {
		const depth = depthOf(line);
		const before = originals.findLastIndex((original, index) =>
			index < place && original !== undefined && depthOf(printed[index]!) === depth);
		const near = before === -1
			? originals.findIndex((original, index) => original !== undefined && depthOf(printed[index]!) === depth)
			: before;
		const original = originals[near];
		return original === undefined || line === '' ? line : original.slice(0, depthOf(original)) + line.slice(depth);
	};
}

const depthOf = (line: string): number => line.length - line.trimStart().length;

type Segment = {count: number; originals: string[]};

type Lines = readonly string[];

/** Which of the printed lines stay, and what is new before each of them and behind the last. */
function changesIn(printed: Lines, lines: Lines): {isKept: boolean[]; added: string[][]} {
	const isKept = printed.map(() => true);
	const added = Array.from({length: printed.length + 1}, (): string[] => []);
	let at = 0;
	for (const change of diffArrays([...printed], [...lines])) {
		if (change.added) {
			added[at]!.push(...change.value);
			continue;
		}

		if (change.removed) {
			isKept.fill(false, at, at + change.value.length);
		}

		at += change.value.length;
	}

	return {isKept, added};
}

/** How many printed lines stand for which original ones. Some stand for none, and none for some: blank lines. */
function segmentsOf(original: Lines, printed: Lines): Segment[] {
	const comparator = (one: string, other: string): boolean => squeezed(one) === squeezed(other);
	const changes = diffArrays([...original], [...printed], {comparator});
	let at = 0;
	return changes.flatMap(({added, removed, value}, index) => {
		if (added) {
			// It stands for what was removed just before it.
			return changes[index - 1]?.removed ? [] : [{count: value.length, originals: []}];
		}

		const originals = original.slice(at, at + value.length);
		at += value.length;
		const next = changes[index + 1];
		return removed
			? [{count: next?.added ? next.value.length : 0, originals}]
			: originals.map(one => ({count: 1, originals: [one]}));
	});
}

const squeezed = (line: string): string => line.replaceAll(/\s+/g, '');
