import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {parse} from 'yaml';
import {describe, expect, test} from 'vitest';
import {parseRecipe} from '../../source/recipe/parse.ts';
import {recipeSchema} from '../../source/recipe/schema.ts';
import {aboutOf, keysOf, schemaAt} from '../../source/recipe/shape.ts';
import {blocksOf, codesIn, tableBelow, userPages} from './pages.ts';

const bundled = readdirSync('recipes').map(file => ({
	name: path.basename(file, '.yaml'), fields: parse(readFileSync(`recipes/${file}`, 'utf8')) as object,
}));
const examples = userPages.flatMap(({file, text}) =>
	blocksOf({file, text}, 'yaml').map(block => ({where: `${file}: ${block.split('\n', 1)[0]!}`, block})));

/** What is wrong with a recipe; of a part of one, with each bundled recipe that has this part instead of its own. */
function problemsOf(block: string): string[] {
	const part = parse(block) as object;
	return 'version' in part ? [problemOf(part)] : bundled.map(({fields}) => problemOf({...fields, ...part}));
}

function problemOf(recipe: object): string {
	try {
		parseRecipe(JSON.stringify(recipe), {source: 'example'});
		return '';
	} catch (error) {
		return (error as Error).message;
	}
}

test.each(examples)('$where is a recipe or a part of one', ({block}) => {
	expect(problemsOf(block)).toContain('');
});

test('what is no part of a recipe is seen', () => {
	expect(problemsOf('server: {dchp: full}')).not.toContain('');
});

const firstCodes = (file: string, heading: string) => tableBelow(file, heading).map(([cell = '']) => codesIn(cell)[0] ?? '');
const choicesOf = (...at: string[]) => aboutOf(schemaAt(at)!).choices!.map(({value}) => value);

describe('tables that repeat what code has', () => {
	test('bundled recipes', () => {
		const names = bundled.map(({name}) => name);
		expect(firstCodes('source/docs/recipes.md', 'Bundled recipes').toSorted()).toEqual(names.toSorted());
	});

	test('every field of every group', () => {
		const rows = tableBelow('source/docs/recipes.md', 'Fields').map(([group = '', fields = '']) =>
			[codesIn(group)[0] ?? 'top', codesIn(fields).toSorted()] as const);
		const groups = ['tree', 'kernel', 'node', 'tests', 'server', 'nodes'];
		const top = keysOf(recipeSchema).filter(key => !groups.includes(key));
		const fieldsOf = (group: string) => keysOf(schemaAt(group === 'nodes' ? ['nodes', 0] : [group])).toSorted();
		expect(rows).toEqual([['top', top.toSorted()], ...groups.map(group => [group, fieldsOf(group)])]);
	});

	test.each([
		['source/docs/recipes.md', 'Strategies', ['strategy']],
		['source/docs/serving.md', 'Who gives out addresses', ['server', 'dhcp']],
		['source/docs/kernels.md', 'Kernels', ['kernel', 'from']],
		['source/docs/kernels.md', 'A kernel of your own', ['kernel', 'bundles', '0']],
		['source/docs/trees.md', 'Trees: the system files', ['tree', 'from']],
	])('%s: %s', (file, heading, at) => {
		expect(firstCodes(file, heading).toSorted()).toEqual(choicesOf(...at).toSorted());
	});

	test('fields of a single node', () => {
		expect(firstCodes('source/docs/nodes.md', 'One image, many nodes')).toEqual(keysOf(schemaAt(['nodes', 0])));
	});
});
