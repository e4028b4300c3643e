import {readdirSync, rmSync} from 'node:fs';
import process from 'node:process';
import {execa} from 'execa';
import {expect, onTestFinished, test} from 'vitest';
import {processesWith} from './surroundings.ts';

/** Runs one of the cases as `npm test` runs all tests. Where it leaves something, that is of this name. */
async function runCase(name: string, {left = '', patience = 22}: {left?: string; patience?: number} = {}) {
	const start = performance.now();
	const {stdout, stderr, exitCode} = await execa(process.execPath, ['test/run-all/run-all.ts', '--config', 'test/run-all/cases/vitest.config.ts', `${name}.case`], {
		reject: false, stdin: 'ignore', env: {RAMSTRAP_TESTS_HOME: undefined, RAMSTRAP_TESTS_GRACE: '3', RAMSTRAP_TESTS_PATIENCE: String(patience), LEFT_BEHIND: left, CASE: name},
	});
	expect(processesWith(`CASE=${name}`)).toEqual([]);
	return {lastLine: stdout.split('\n').at(-1), stderr, exitCode, seconds: (performance.now() - start) / 1000};
}

test('what is well says so; what was built for all tests is no fault of theirs, and goes', async () => {
	const folders = () => readdirSync('/tmp').filter(name => name.startsWith('ramstrap-tests-'));
	const before = folders();
	expect(await runCase('good')).toMatchObject({lastLine: '1 passed, 0 failed', stderr: '', exitCode: 0});
	expect(folders()).toEqual(before);
});

test('a failure whose process holds the runner: over a moment after the summary, and nothing of it runs on', async () => {
	const {lastLine, exitCode, seconds, stderr} = await runCase('failing-holder');
	expect(exitCode).toBe(1);
	expect(seconds).toBeLessThan(30);
	expect(stderr).toMatch(/the test runner did not end within 3 seconds|still running: process \d+, sleep 300/);
	expect(lastLine).toBe('0 passed, 2 failed');
});

test('what is left behind fails the run, and is named', async () => {
	const left = `/tmp/ramstrap-left-${process.pid}`;
	onTestFinished(() => {
		rmSync(left, {recursive: true, force: true});
	});
	const {lastLine, exitCode, stderr} = await runCase('leaves', {left});
	expect(stderr).toMatch(/still running: process \d+, sleep 301/);
	expect(stderr).toMatch(/left behind: file \S+\/forgotten/);
	expect(stderr).toContain(`left behind: file ${left}`);
	expect(lastLine).toBe('1 passed, 3 failed');
	expect(exitCode).toBe(1);
});

test('a test that hangs in such a way that nobody can stop it is named, and ended', async () => {
	const {lastLine, exitCode, stderr} = await runCase('hanging', {patience: 0.2});
	expect(stderr).toContain('no test has begun or ended for 0.2 minutes; running: test/run-all/cases/hanging.case.ts');
	expect(lastLine).toBe('0 passed, 1 failed');
	expect(exitCode).toBe(1);
});
