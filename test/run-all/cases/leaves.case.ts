import {spawn} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test} from 'vitest';

test('leaves a process, a file in its folder, one in the machine\'s', () => {
	spawn('sleep', ['301'], {stdio: 'ignore', detached: true}).unref();
	writeFileSync(path.join(tmpdir(), 'forgotten'), '');
	mkdirSync(process.env.LEFT_BEHIND!);
});
