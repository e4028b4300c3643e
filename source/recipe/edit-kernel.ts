import {isDeepStrictEqual} from 'node:util';
import {isMap, isSeq, parseDocument, type Document} from 'yaml';
import type {Recipe} from './schema.ts';
import {valueOf} from './yaml-text.ts';

/** The text of a recipe with another name and kernel in it; all the rest, comments included, stays as it is. */
export function editKernel(text: string, {name, kernel}: Pick<Recipe, 'name' | 'kernel'>): string {
	const document = parseDocument(text);
	const before = valueOf(parseDocument(text)) as {kernel?: {options?: Record<string, unknown>}};
	if (document.get('name') !== name) {
		document.set('name', name);
	}

	if (document.getIn(['kernel', 'from']) !== kernel.from) {
		document.setIn(['kernel', 'from'], kernel.from);
		// The source is not chosen in the menu; where one is written, maybe as a relative path, it stays.
		document.setIn(['kernel', 'source'], document.createNode(kernel.source, {flow: true}));
	}

	for (const field of kernel.from === 'build' ? ['package', 'drivers', 'modules'] : []) {
		document.deleteIn(['kernel', field]);
	}

	editBundles(document, kernel.bundles);
	editOptions(document, before.kernel?.options ?? {}, kernel.options);
	return document.toString({lineWidth: 0, flowCollectionPadding: false});
}

/** The text of a recipe whose kernel reads a fragment. */
export function withFragment(text: string, file: string): string {
	const document = parseDocument(text);
	document.setIn(['kernel', 'fragment'], file);
	return document.toString({lineWidth: 0, flowCollectionPadding: false});
}

function editBundles(document: Document.Parsed, bundles: Recipe['kernel']['bundles']): void {
	const list = document.getIn(['kernel', 'bundles']);
	if (isSeq(list) && bundles.length > 0) {
		// The list itself stays, and with it the comment behind it.
		if (!isDeepStrictEqual(list.toJSON(), bundles)) {
			list.items = bundles.map(name => document.createNode(name));
		}
	} else if (bundles.length > 0) {
		document.setIn(['kernel', 'bundles'], document.createNode(bundles, {flow: true}));
	} else {
		document.deleteIn(['kernel', 'bundles']);
	}
}

function editOptions(
	document: Document.Parsed,
	before: Record<string, unknown>,
	options: Recipe['kernel']['options'],
): void {
	const map = document.getIn(['kernel', 'options']);
	const names = Object.keys(options);
	if (!isMap(map) || names.length === 0) {
		document.deleteIn(['kernel', 'options']);
		if (names.length > 0) {
			document.setIn(['kernel', 'options'], document.createNode(options, {flow: true}));
		}

		return;
	}

	const gone = Object.keys(before).filter(name => !names.includes(name));
	for (const name of gone) {
		map.delete(name);
	}

	// What is there already keeps its spelling: 0x200000 and 2097152 are the same to YAML and not to a kernel.
	const changed = names.filter(name => before[name] !== options[name]);
	for (const name of changed) {
		map.set(name, options[name]);
	}
}
