import {expect, test} from 'vitest';
import {parseRange} from '../../source/run/http-range.ts';

test.each([
	['bytes=0-9', 100, {start: 0, end: 9}],
	['bytes=90-', 100, {start: 90, end: 99}],
	['bytes=-10', 100, {start: 90, end: 99}],
	['bytes=-1000', 100, {start: 0, end: 99}],
	['bytes=0-1000', 100, {start: 0, end: 99}],
	['bytes = 0 - 9', 100, {start: 0, end: 9}],
	['bytes=100-', 100, 'unsatisfiable'],
	['bytes=-0', 100, 'unsatisfiable'],
	['bytes=0-', 0, 'unsatisfiable'],
	['bytes=-5', 0, 'unsatisfiable'],
	['bytes=9-0', 100, undefined],
	['bytes=0-1,2-3', 100, undefined],
	['bytes=a-b', 100, undefined],
	[undefined, 100, undefined],
])('%s of %i bytes', (header, size, range) => {
	expect(parseRange(header, size)).toEqual(range);
});
