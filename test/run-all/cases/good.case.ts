import {mkdirSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {expect, test} from 'vitest';

test('one and one', () => {
	mkdirSync(path.join(process.env.RAMSTRAP_TESTS_HOME!, 'work'), {recursive: true});
	expect(1 + 1).toBe(2);
});
