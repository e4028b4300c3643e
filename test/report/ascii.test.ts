import {globSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {isUtf8, toAscii} from '../../source/report/ascii.ts';

test.each([
	[{LC_ALL: 'C', LANG: 'de_DE.UTF-8'}, false],
	[{LANG: 'en_US.ISO-8859-1'}, false],
	[{}, false],
	[{LC_ALL: '', LC_CTYPE: 'de_DE.UTF-8', LANG: 'C'}, true],
	[{LANG: 'C.utf8'}, true],
	[{LC_CTYPE: 'POSIX', LANG: 'C.UTF-8'}, false],
])('the locale %j has UTF-8: %s', (environment, expected) => {
	expect(isUtf8(environment)).toBe(expected);
});

test('what is shown has the width it had; an ellipsis of a sentence has its dots', () => {
	const line = '─ a table │ ► ✔ 3 × 4 · cut off…';
	expect(toAscii(line)).toBe('- a table | > + 3 x 4 . cut off~');
	expect(toAscii('Checking the network on eth0 …')).toBe('Checking the network on eth0 ...');
	expect(toAscii('/srv/bücher\u{1B}[2J')).toBe('/srv/b?cher\u{1B}[2J');
});

test('every sign that we write ourselves has one in its place', () => {
	const signs = new Set(globSync('source/**/*.{ts,tsx,sh}').filter(file => !file.endsWith('ascii.ts')).flatMap(file => readFileSync(file, 'utf8').match(/[^\0-\u{7F}]/gu) ?? []));
	expect(signs.size).toBeGreaterThan(10);
	expect([...signs].filter(sign => toAscii(sign) === '?')).toEqual([]);
});
