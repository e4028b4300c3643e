import {expect, test} from 'vitest';
import {durationText} from '../../source/report/duration.ts';

test.each([[0, '0 s'], [39.6, '40 s'], [119, '119 s'], [120, '2 min'], [185.9, '3 min 5 s'], [7199, '119 min 59 s'], [7200, '2 h'], [16_417, '4 h 33 min']])('%d seconds are %s', (seconds, text) => {
	expect(durationText(seconds)).toBe(text);
});

test('what is short may have a digit after the point', () => {
	expect(durationText(44.66, 1)).toBe('44.7 s');
});
