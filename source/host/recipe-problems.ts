import {existsSync} from 'node:fs';
import {listText} from '../recipe/problem.ts';
import type {Recipe} from '../recipe/schema.ts';
import type {Interface} from './types.ts';

/** What a valid recipe asks for and this machine has not, or what its owner will miss on the node. */
export type RecipeProblem = {
	code: 'path-missing' | 'interface-missing' | 'no-login' | 'memory-short';
	level: 'problem' | 'warning';
	/** The field that cures it: `node.keys`. */
	field: string;
	/** A whole sentence. */
	what: string;
};

/** @param recipe with absolute paths @param interfaces of this machine; left out, nothing is said of them */
export function recipeProblems(recipe: Recipe, interfaces?: readonly Interface[]): RecipeProblem[] {
	return [
		...missingPaths(recipe),
		...(interfaces ? missingInterface(recipe, interfaces) : []),
		...noLogin(recipe),
	];
}

function missingPaths({tree, kernel, node, nodes}: Recipe): RecipeProblem[] {
	const named: Array<readonly [field: string, file: string | undefined]> = [
		['tree.path', tree.path],
		['tree.files', tree.files],
		['kernel.source.path', kernel.source?.path],
		['kernel.fragment', kernel.fragment],
		['kernel.firmware', kernel.firmware],
		...node.keys.map(file => ['node.keys', file] as const),
		...nodes.flatMap(({keys, files}) => [...keys, files].map(file => ['nodes', file] as const)),
	];
	return named.flatMap(([field, file]) => file === undefined || existsSync(file)
		? []
		: [{code: 'path-missing', level: 'problem', field, what: `${field} names ${file}, which does not exist.`}]);
}

function missingInterface({server}: Recipe, interfaces: readonly Interface[]): RecipeProblem[] {
	const {interface: wanted} = server;
	const names = interfaces.map(({name}) => name);
	return wanted === undefined || names.includes(wanted)
		? []
		: [{code: 'interface-missing', level: 'problem', field: 'server.interface',
			what: `server.interface is ${wanted}; this machine has ${listText(names, 'and') || 'none'}.`}];
}

/** Trees that somebody made have accounts of their own, and files of one's own may bring keys. */
function noLogin({tree, node, nodes}: Recipe): RecipeProblem[] {
	const isLocked = ['bootstrap', 'host'].includes(tree.from) && tree.keep.length === 0;
	const hasOwn = [tree, ...nodes].some(({files}) => files !== undefined) || nodes.some(({keys}) => keys.length > 0);
	return isLocked && !hasOwn && node.password === undefined && node.keys.length === 0
		? [{code: 'no-login', level: 'warning', field: 'node.keys',
			what: 'Nobody can log in to the node: it has neither a root password nor an SSH key.'}]
		: [];
}
