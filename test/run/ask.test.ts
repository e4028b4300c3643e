import {PassThrough} from 'node:stream';
import {expect, test} from 'vitest';
import {Cancelled} from '../../source/errors.ts';
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

test('a program that is to stop does not wait for the answer', async () => {
	const end = new AbortController();
	const asked = askYesNo('Sure?', {input: new PassThrough(), output: new PassThrough(), signal: end.signal});
	end.abort(new Cancelled('SIGTERM'));
	await expect(asked).rejects.toMatchObject({signal: 'SIGTERM'});
});
