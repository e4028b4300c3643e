import {readFileSync, readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {UserError} from '../../source/errors.ts';
import {parseRecipe} from '../../source/recipe/parse.ts';

/** One bad recipe per kind of mistake; its first lines are the sentences it must produce, whole and in order. */
const folder = new URL('recipes/', import.meta.url);

describe('a broken recipe says what is wrong with it', () => {
	test.each(readdirSync(folder))('%s', file => {
		const text = readFileSync(new URL(file, folder), 'utf8');
		const expected = text.matchAll(/^# expects: (.*)$/gm).map(match => match[1]!).toArray();
		expect(expected).not.toHaveLength(0);
		const error = errorOf(() => parseRecipe(text, {source: file}));
		expect(error.message.split('\n')).toEqual(expected);
		expect(error.exitCode).toBe(2);
		expect(error.hints).toHaveLength(1);
	});
});

function errorOf(act: () => unknown): UserError {
	try {
		act();
	} catch (error) {
		expect(error).toBeInstanceOf(UserError);
		return error as UserError;
	}

	throw new Error('nothing was refused');
}
