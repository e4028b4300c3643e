import {expect, test} from 'vitest';
import {edit, paste, type Line} from '../../../source/wizard/parts/edit.ts';

/** A line with `|` where the cursor is. */
const line = (drawn: string): Line => ({text: drawn.replace('|', ''), cursor: [...drawn].indexOf('|')});
const draw = ({text, cursor}: Line): string => [...text].toSpliced(cursor, 0, '|').join('');

test.each([
	['a|c', 'b', 'ab|c'],
	['|', ' ', ' |'],
	['größe|', 'n', 'größen|'],
	['ab|c', 'backspace', 'a|c'],
	['|abc', 'backspace', '|abc'],
	['a|bc', 'delete', 'a|c'],
	['a|bc', 'ctrl-d', 'a|c'],
	['abc|', 'delete', 'abc|'],
	['ab|c', 'home', '|abc'],
	['ab|c', 'ctrl-a', '|abc'],
	['ab|c', 'ctrl-e', 'abc|'],
	['ab|c', 'end', 'abc|'],
	['ab|c', 'left', 'a|bc'],
	['ab|c', 'right', 'abc|'],
	['abc|', 'right', 'abc|'],
	['ab|c', 'ctrl-u', '|c'],
	['ab|c', 'ctrl-k', 'ab|'],
	['one two  |three', 'ctrl-w', 'one |three'],
	['😀|', 'backspace', '|'],
	['ab|c', 'up', 'ab|c'],
	['ab|c', 'ctrl-x', 'ab|c'],
])('%s and %s is %s', (before, key, after) => {
	expect(draw(edit(line(before), key))).toBe(after);
});

test('pasted lines become one', () => {
	expect(draw(paste(line('a|z'), '  one\r\ntwo\tthree\u{1B} \n'))).toBe('aone two three|z');
});
