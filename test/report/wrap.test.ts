import {expect, test} from 'vitest';
import {columnsOf, cutTo, padTo, wrapLine} from '../../source/report/wrap.ts';

test('a line goes on below what it began with', () => {
	expect(wrapLine('one two three', 11, {first: '  → ', later: ' '.repeat(4)})).toEqual(['  → one two', '    three']);
	expect(wrapLine('one two three', 8)).toEqual(['one two', 'three']);
	expect(wrapLine('short', 80, {first: '! '})).toEqual(['! short']);
});

test('an address or a path stays whole, unless it may be broken', () => {
	expect(wrapLine('see https://example.org/x y', 10)).toEqual(['see', 'https://example.org/x', 'y']);
	expect(wrapLine('abcdefghij', 4, {hard: true})).toEqual(['abcd', 'efgh', 'ij']);
});

test('blanks within a line are kept, those at its end are not', () => {
	expect(wrapLine('a: 1   what it does, and more', 22)).toEqual(['a: 1   what it does,', 'and more']);
});

test('widths are those of a terminal', () => {
	expect(['abc', '日本', 'e\u0301', '→✓'].map(text => columnsOf(text))).toEqual([3, 4, 1, 2]);
	expect(padTo('日本', 6)).toBe('日本  ');
	expect(cutTo('日本語', 5)).toBe('日本');
	expect(cutTo('abc', 0)).toBe('');
});
