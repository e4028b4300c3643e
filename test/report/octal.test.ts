import {expect, test} from 'vitest';
import {octalEscaped} from '../../source/report/octal.ts';

test('what would end a path, or begin something else, is its bytes in octal', () => {
	expect(octalEscaped(String.raw`/srv/my files (old)\#"`)).toBe(String.raw`/srv/my\040files\040\050old\051\134\043\042`);
	expect(octalEscaped('a\tb\nc')).toBe(String.raw`a\011b\012c`);
});

test('a blank of more than one byte is all its bytes; other letters stay', () => {
	expect(octalEscaped('été\u00A0x')).toBe(String.raw`été\302\240x`);
});
