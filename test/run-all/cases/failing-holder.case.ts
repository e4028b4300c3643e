import {spawn} from 'node:child_process';
import {expect, test} from 'vitest';

test('fails, and leaves a process that holds the runner\'s output', () => {
	spawn('sleep', ['300'], {stdio: ['ignore', 'inherit', 'inherit'], detached: true});
	expect(1 + 1).toBe(3);
});
