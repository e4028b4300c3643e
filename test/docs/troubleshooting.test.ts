import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {exitCodes} from '../../source/errors.ts';
import {signs} from '../../source/boots/signs.ts';
import {strategyOf} from '../../source/strategies/index.ts';
import {sampleRecipe} from '../sample.ts';
import {codesIn, tableBelow} from './pages.ts';

const page = 'source/docs/troubleshooting.md';
const said = tableBelow(page, 'A sentence on the node\'s screen').map(([cell = '']) => codesIn(cell)[0]!);

test.each(signs.map(({sign}) => sign))('%s has its row', sign => {
	expect(said.filter(text => sign.test(text))).not.toEqual([]);
});

test.each(said)('%s is a sentence that has a diagnosis', text => {
	expect(signs.filter(({sign}) => sign.test(text))).not.toEqual([]);
});

test('a silent node: all milestones of the longest way, in order', () => {
	const recipe = sampleRecipe({root: 'squashfs', tree: {from: 'bootstrap'}});
	const told = tableBelow(page, 'A silent node').flatMap(([cell = '']) => codesIn(cell));
	expect([...new Set(told)]).toEqual(strategyOf(recipe).milestones(recipe));
});

test('what ramstrap says, it says', () => {
	const files = readdirSync('source', {recursive: true, encoding: 'utf8'}).filter(name => /\.tsx?$/.test(name));
	// A sentence may go over several lines.
	const source = files
		.map(name => readFileSync(`source/${name}`, 'utf8').replaceAll(/['`]\n\s*\+ ['`]/g, ''))
		.flatMap(text => text.split('\n').filter(line => !/^\s*(?:\/\/|\/?\*)/.test(line)))
		.join('\n');
	const quoted = tableBelow(page, 'ramstrap refuses or stops').flatMap(([cell = '']) => codesIn(cell));
	expect(quoted.length).toBeGreaterThan(3);
	expect(quoted.filter(text => !source.includes(text))).toEqual([]);
});

test('exit codes', () => {
	const codes = tableBelow(page, 'Exit codes').map(([code]) => Number(code));
	expect(codes).toEqual(Object.values(exitCodes).toSorted((a, b) => a - b));
});
