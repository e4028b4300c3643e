import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {askYesNo} from '../../source/run/ask.ts';

test.each([
	['y\n', true],
	['YES\n', true],
	['n\n', false],
	['\n', false],
	['yellow\n', false],
	['', false],
])('%j is %s', async (typed, answer) => {
	const input = new PassThrough();
	const output = new PassThrough();
	input.end(typed);
	expect(await askYesNo('Run these commands now?', {input, output})).toBe(answer);
	expect(String(output.read())).toContain('Run these commands now? [y/N] ');
});
