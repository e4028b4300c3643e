import {expect, test} from 'vitest';
import {fitting} from '../../../source/wizard/parts/hint-bar.tsx';
import {layoutFor} from '../../../source/wizard/parts/layout.ts';
import {clip, wrap} from '../../../source/wizard/parts/wrap.ts';

test('text breaks between words, and only a long word breaks anywhere', () => {
	expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
	expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
	expect(wrap('a\n\nb', 4)).toEqual(['a', '', 'b']);
});

test('a broken line goes on below where it began', () => {
	expect(wrap('  cp one two', 8)).toEqual(['  cp one', '  two']);
	expect(wrap('  $ cp one two', 10)).toEqual(['  $ cp one', '    two']);
	expect(wrap('10. one two', 8)).toEqual(['10. one', '    two']);
});

test('nothing of a line is lost by breaking it', () => {
	const command = `   tar --create ${'x'.repeat(200)} --file out.tar`;
	expect(wrap(command, 40).join('').replaceAll(/\s/g, '')).toBe(command.replaceAll(/\s/g, ''));
	expect(Math.max(...wrap(command, 40).map(line => line.length))).toBeLessThanOrEqual(40);
});

test('a wide character counts as the two columns it has, and is not cut in half', () => {
	expect(wrap('日本語 日本', 8)).toEqual(['日本語', '日本']);
	expect(wrap('日本語日本', 5)).toEqual(['日本', '語日', '本']);
	expect(clip(['日本語日本語日本語日本語', 'b'], 1, 25)).toEqual(['日本語日 … (? shows all)']);
});

test('what is cut off says so', () => {
	expect(clip(['one', 'two', 'three'], 2, 30)).toEqual(['one', 'two … (? shows all)']);
	expect(clip(['one'], 2, 30)).toEqual(['one']);
});

test('hints go from the right, help never', () => {
	const hints = [['enter', 'next'], ['esc', 'back'], ['tab', 'skip to review'], ['?', 'help']] as const;
	expect(fitting(hints, 80)).toEqual(hints);
	expect(fitting(hints, 20)).toEqual([['enter', 'next'], ['?', 'help']]);
	expect(fitting(hints, 5)).toEqual([['?', 'help']]);
});

test.each([[60, 16], [80, 24], [80, 21], [120, 40]])('the parts of a %ix%i window fill it exactly', (columns, rows) => {
	const {gap, body, pane, width, paneWidth, isWide} = layoutFor({columns, rows});
	expect(isWide).toBe(columns >= 120);
	expect(2 + gap + body + (isWide ? 0 : pane + 1) + gap + 1).toBe(rows);
	expect(isWide ? [2 + width + 3 + paneWidth + 2, pane + 1] : [2 + width + 2, body + pane + 1]).toEqual([columns, isWide ? body : rows - 3 - 2 * gap]);
	expect(body).toBeGreaterThanOrEqual(9);
});
