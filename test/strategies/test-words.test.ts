import {expect, test} from 'vitest';
import {testWords, withTestTime} from '../../source/strategies/test-words.ts';
import {recipeWith} from '../recipe/recipe.ts';

const wordsOf = (hardware: Array<'memory' | 'cpu' | 'disks' | 'network'>, time = '1h') => testWords({...recipeWith(), tests: {hardware, time}});

test('what is tested, and for how long in seconds', () => {
	expect(wordsOf(['memory', 'disks'], '90m')).toEqual(['ramstrap.tests=memory,disks', 'ramstrap.time=5400']);
	expect(['30s', '2h', '7d'].map(time => wordsOf(['cpu'], time)[1])).toEqual(['ramstrap.time=30', 'ramstrap.time=7200', 'ramstrap.time=604800']);
	expect(wordsOf([])).toEqual([]);
});

test('the network is tested by what the server has for each recipe', () => {
	expect(wordsOf(['network']).at(-1)).toBe('ramstrap.fetch=http://<server>/<name>/vmlinuz?test');
});

test('a rehearsal tests the same, for less time', () => {
	expect(withTestTime(['quiet', ...wordsOf(['cpu'])], 20)).toEqual(['quiet', 'ramstrap.tests=cpu', 'ramstrap.time=20']);
});
