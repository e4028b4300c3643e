import {expect, test} from 'vitest';
import {cleanLine, consoleReader} from '../../source/boots/console-text.ts';

test.each([
	['plain', 'plain'],
	['\u{1B}[1;31mred\u{1B}[0m', 'red'],
	['\u{1B}]0;title\u{7}after', 'after'],
	['\u{1B}]52;c;c2VjcmV0\u{1B}\\after', 'after'],
	['\u{1B}Psixel', 'sixel'],
	['\u{1B}[6nasked', 'asked'],
	['\u{1B}c reset', ' reset'],
	['a\u{7}b\u{8}c\u{0}d\u{7F}e\u{9B}31mf', 'abcde31mf'],
	['\u{202E}txt.exe\u{202C}', 'txt.exe'],
	['tab\there  ', 'tab here'],
	['unfinished \u{1B}[', 'unfinished'],
	['unfinished \u{1B}]0;title', 'unfinished'],
])('%j is shown as %j', (raw, clean) => {
	expect(cleanLine(raw)).toBe(clean);
});

test('makes lines of pieces, whatever the pieces', () => {
	const text = '\u{1B}[2Jone\r\ntw\u{1B}[31mo\r\n\r\n\u{1B}[5;1Hthree\nrest';
	for (const size of [1, 2, 3, 7, 100]) {
		const lines: string[] = [];
		const reader = consoleReader(line => {
			lines.push(line);
		});
		for (let at = 0; at < text.length; at += size) {
			reader.push(text.slice(at, at + size));
		}

		reader.end();
		expect(lines).toEqual(['one', 'two', 'three', 'rest']);
	}
});

test('a line without end does not grow without end', () => {
	const lines: string[] = [];
	const reader = consoleReader(line => {
		lines.push(line);
	});
	for (let count = 0; count < 1000; count++) {
		reader.push('x'.repeat(1000));
	}

	reader.end();
	expect(lines.map(({length}) => length)).toEqual([1000]);
});
