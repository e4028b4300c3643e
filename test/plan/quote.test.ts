import {execFileSync} from 'node:child_process';
import {expect, test} from 'vitest';
import {quoteArgv} from '../../source/plan/quote.ts';

test('a shell reads back what was quoted', () => {
	const argv = ['printf', '%s\n', 'plain', 'two words', 'it\'s', '$HOME', '`id`', '', '*', String.raw`a\b`, '"q"', '-n', 'line\nfeed', 'ä', '~', '!x', '#c', ';', '&&'];
	expect(execFileSync('sh', ['-c', quoteArgv(argv)], {encoding: 'utf8'})).toBe(argv.slice(2).join('\n') + '\n');
});

test('plain words stay plain', () => {
	expect(quoteArgv(['cp', '-r', '/a/b.c', 'name=1:2'])).toBe('cp -r /a/b.c name=1:2');
});
