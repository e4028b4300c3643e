import {
	LineCounter,
	isMap,
	isPair,
	isScalar,
	isSeq,
	parseDocument,
	visit,
	type Document,
	type Node,
	type Pair,
	type YAMLError,
} from 'yaml';
import {visible} from '../errors.ts';
import type {Path} from './problem.ts';

/** A YAML text read without losing the line numbers. */
export type YamlText = {
	value: unknown;
	/** Line, counted from 1, of the field at this path or of the nearest thing around it that is there. */
	lineOf(path: Path): number | undefined;
	problems: Array<{line: number | undefined; sentence: string}>;
};

/** Enough for a recipe of a thousand known nodes; the rest is somebody's mistake. */
const largest = 256 * 1024;

export function readYaml(text: string): YamlText {
	if (text.length > largest) {
		return failed(
			`the file is larger than ${largest / 1024} KiB; recipes are much smaller, so this is probably the wrong `
			+ 'file.',
		);
	}

	const lines = new LineCounter();
	try {
		const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, uniqueKeys: false});
		const problems = [
			...document.errors.map(error => ({
				line: lines.linePos(error.pos[0]).line,
				sentence: describeYamlError(error),
			})),
			...definedTwice(document, lines),
		];
		const value: unknown = problems.length > 0 ? undefined : valueOf(document);
		return {value, problems: firstOfEachLine(problems), lineOf: path => lineOf(document.contents, path, lines)};
	} catch (error) {
		return failed(describeReadError(error as Error));
	}
}

/** The parser's own search for them compares each key with all before it. */
function definedTwice(document: Document.Parsed, lines: LineCounter): YamlText['problems'] {
	const found: YamlText['problems'] = [];
	visit(document, {
		Map(_, {items}) {
			const seen = new Set<unknown>();
			for (const {key} of items) {
				const name = isScalar(key) ? key.value : undefined;
				if (isScalar(key) && seen.has(name)) {
					const {line} = lines.linePos(key.range![0]);
					found.push({line, sentence: `${visible(String(name))} is defined twice; keep one of the two.`});
				}

				seen.add(name);
			}
		},
	});
	return found;
}

/**
As JavaScript sees it, but for numbers that are more than their value: hexadecimal ones stay as they are written,
since options of a kernel are told apart by that, and so do hardware addresses of digits alone. @param field that the
whole text is the value of
*/
export function valueOf(document: Document.Parsed, field?: string | number): unknown {
	visit(document, {
		Scalar(_, node, ancestors) {
			const parent = ancestors.at(-1);
			const its = isPair(parent) ? isScalar(parent.key) && parent.value === node && parent.key.value : field;
			if (node.format === 'HEX' || (its === 'mac' && typeof node.value === 'number')) {
				node.value = node.source;
			}
		},
	});
	return document.toJS();
}

/** Here toJS() counts how often aliases multiply ("billion laughs"); both it and the parser are recursive. */
function describeReadError({name, message}: Error): string {
	if (name === 'RangeError') {
		return 'the file is nested too deeply to be a recipe.';
	}

	const alias = /^Unresolved alias.*: (.+)$/.exec(message)?.[1];
	return alias ? `*${alias} is undefined: no &${alias} comes before it.` : 'the file repeats itself through YAML '
		+ 'aliases (*name) too many times; write the values out.';
}

/** One slip makes the parser complain about everything after it; what helps is the first complaint of a line. */
function firstOfEachLine(problems: YamlText['problems']): YamlText['problems'] {
	return problems.filter(({line}, index) => problems.findIndex(other => other.line === line) === index).slice(0, 5);
}

function failed(sentence: string): YamlText {
	return {value: undefined, lineOf: () => undefined, problems: [{line: undefined, sentence}]};
}

function describeYamlError(error: YAMLError): string {
	const known: Partial<Record<YAMLError['code'], string>> = {
		TAB_AS_INDENT: 'this line is indented with a tab; YAML needs spaces.',
		BAD_INDENT: 'this line does not have the indentation of its group.',
		BLOCK_AS_IMPLICIT_KEY: 'this line has two fields in it, or text with ": " in it that needs quotes.',
		MULTIPLE_DOCS: 'a second document ("---") starts here; one file holds one recipe.',
		RESOURCE_EXHAUSTION: 'the file is nested too deeply to be a recipe.',
	};
	const open = /^(?:Flow|Missing closing)/.test(error.message);
	return open
		? 'a bracket or quote opened here or above is not closed.'
		: (known[error.code] ?? `this is not valid YAML: ${lowerFirst(error.message)}.`);
}

function lowerFirst(message: string): string {
	return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

function lineOf(root: Node | null, path: Path, lines: LineCounter): number | undefined {
	let node: unknown = root;
	let offset: number | undefined;
	for (const part of path) {
		const found: Pair | Node | undefined = childOf(node, part);
		if (!found) {
			break;
		}

		node = isPair(found) ? found.value : found;
		offset = (isPair(found) ? found.key as Node : found).range?.[0] ?? offset;
	}

	return offset === undefined ? undefined : lines.linePos(offset).line;
}

function childOf(node: unknown, part: string | number): Pair | Node | undefined {
	if (isMap(node)) {
		return node.items.find(pair => isScalar(pair.key) && String(pair.key.value) === String(part));
	}

	return isSeq(node) ? node.items[Number(part)] as Node | undefined : undefined;
}
