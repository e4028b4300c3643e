import {expect, test} from 'vitest';
import {lineWindow} from '../../../source/wizard/parts/line-window.ts';

test.each([
	['abc', 3, 10, 'abc', 3],
	['abcdef', 6, 4, 'cdef', 4],
	['abcdef', 0, 4, 'abcd', 0],
	['日本語', 2, 10, '日本語', 4],
	['日本語', 3, 5, '本語', 4],
	['a日b', 3, 3, '日b', 3],
	['', 0, 5, '', 0],
])('of %j, cursor at %i, in %i columns: %j, at %i', (text, cursor, columns, shown, offset) => {
	expect(lineWindow({text, cursor}, columns)).toEqual({shown, offset});
});
