import {describe, expect, test} from 'vitest';
import {scroll} from '../../../source/wizard/parts/scroll.ts';
import {visible, walk, type Row} from '../../../source/wizard/parts/walk.ts';

const rows: Row[] = [
	{key: 'a', label: 'A'},
	{key: 'heading', label: 'More', kind: 'heading'},
	{key: 'b', label: 'B'},
	{key: 'no', label: 'Not now', kind: 'blocked'},
	{key: 'c', label: 'C'},
];

describe('walk', () => {
	test.each([
		['a', 'down', 'b'],
		['b', 'up', 'a'],
		['a', 'up', 'a'],
		['b', 'j', 'no'],
		['c', 'k', 'no'],
		['a', 'end', 'c'],
		['c', 'g', 'a'],
		['a', 'G', 'c'],
		['a', 'page-down', 'no'],
		['c', 'page-up', 'b'],
		['gone', 'down', 'b'],
	])('from %s by %s to %s', (at, key, to) => {
		expect(walk(rows, at, key, 2)).toEqual({at: to, taken: false});
	});

	test('takes a row, but no blocked one', () => {
		expect(walk(rows, 'b', 'enter', 2)).toEqual({at: 'b', taken: true});
		expect(walk(rows, 'no', 'enter', 2)).toEqual({at: 'no', taken: false});
	});
});

test.each([
	[5, 4, 10, {from: 0, to: 5}],
	[100, 0, 10, {from: 0, to: 10}],
	[100, 50, 10, {from: 45, to: 55}],
	[100, 99, 10, {from: 90, to: 100}],
])('of %i rows with the focus on %i in %i lines', (count, focus, height, expected) => {
	expect(visible(count, focus, height)).toEqual(expected);
});

test.each([
	[0, 'j', 1],
	[0, 'up', 0],
	[0, 'page-down', 9],
	[0, 'b', 0],
	[0, 'end', 90],
	[50, 'home', 0],
	[95, 'x', 90],
])('scrolled to line %i, %s shows line %i first', (from, key, to) => {
	expect(scroll(from, key, 100, 10)).toBe(to);
});

test('what fits does not scroll', () => {
	expect(scroll(0, 'end', 5, 10)).toBe(0);
});
