import {isDeepStrictEqual} from 'node:util';
import {parseDocument} from 'yaml';
import type {Recipe} from './schema.ts';

/** The text of a recipe with another name and kernel in it; all the rest, comments included, stays as it is. */
export function editKernel(text: string, {name, kernel}: Pick<Recipe, 'name' | 'kernel'>): string {
	const document = parseDocument(text);
	if (document.get('name') !== name) {
		document.set('name', name);
	}

	const before = (document.toJS() as {kernel?: Record<string, unknown>}).kernel ?? {};
	// The source is not chosen there; what is written, maybe as a relative path, stays.
	const source = before.from === 'build' ? before.source as object : kernel.source;
	for (const [field, value] of Object.entries({from: kernel.from, source, bundles: kernel.bundles, options: kernel.options})) {
		if (isEmpty(value)) {
			document.deleteIn(['kernel', field]);
		} else if (!isDeepStrictEqual(before[field], value)) {
			document.setIn(['kernel', field], document.createNode(value, {flow: true}));
		}
	}

	for (const field of kernel.from === 'build' ? ['package', 'drivers'] : []) {
		document.deleteIn(['kernel', field]);
	}

	return document.toString({lineWidth: 0, flowCollectionPadding: false});
}

const isEmpty = (value: object | string | undefined): boolean => value === undefined || (typeof value === 'object' && Object.keys(value).length === 0);
