import {expect, test} from 'vitest';
import {exitCodes} from '../../source/errors.ts';
import {signs} from '../../source/rehearse/signs.ts';
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

test('exit codes', () => {
	const codes = tableBelow(page, 'Exit codes').map(([code]) => Number(code));
	expect(codes).toEqual(Object.values(exitCodes).toSorted((a, b) => a - b));
});
