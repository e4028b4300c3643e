import {homedir} from 'node:os';
import path from 'node:path';
import {valueAt} from '../recipe/fields.ts';
import {applySetting} from '../recipe/setting.ts';
import type {Recipe} from '../recipe/schema.ts';

/**
All files that a recipe names, as absolute paths. A relative one starts at `folder`, that of the recipe's file; one
given by --set (`settings`) where it was typed; `~/` is the home folder.
*/
export function resolvePaths(recipe: Recipe, folder: string, settings: readonly string[] = []): Recipe {
	const own = withKeyPaths(withNodePaths(recipe, folder, settings), folder, settings);
	const given = pathFields.filter(field => valueAt(recipe, field) !== undefined);
	return given.reduce<unknown>((resolved, field) => {
		const start = isSet(field.join('.'), settings) ? process.cwd() : folder;
		const value = valueAt(resolved, field) as string | string[];
		return applySetting(resolved, {
			path: field,
			value: Array.isArray(value) ? value.map(one => absolute(one, start)) : absolute(value, start),
		});
	}, own) as Recipe;
}

function withNodePaths(recipe: Recipe, folder: string, settings: readonly string[]): Recipe {
	return {...recipe, nodes: recipe.nodes.map((node, index) => {
		const from = (field: string) => isSet(`nodes.${index}.${field}`, settings) ? process.cwd() : folder;
		return {
			...node,
			keys: node.keys.map(key => absolute(key, from('keys'))),
			...(node.files !== undefined && {files: absolute(node.files, from('files'))}),
		};
	})};
}

function withKeyPaths(recipe: Recipe, folder: string, settings: readonly string[]): Recipe {
	const sources = recipe.tree.sources.map((source, index) => source.key === undefined
		? source
		: {
			...source,
			key: absolute(source.key, isSet(`tree.sources.${index}.key`, settings) ? process.cwd() : folder),
		});
	return {...recipe, tree: {...recipe.tree, sources}};
}

export const pathFields = [
	'kernel.source.path',
	'kernel.fragment',
	'kernel.firmware',
	'tree.path',
	'tree.files',
	'node.keys',
].map(field => field.split('.'));

const isSet = (field: string, settings: readonly string[]): boolean =>
	settings.some(setting => `${field}.`.startsWith(`${setting.split('=', 1)[0]!}.`));

export function absolute(file: string, start: string): string {
	return file.startsWith('~/') ? path.join(homedir(), file.slice(2)) : path.resolve(start, file);
}
