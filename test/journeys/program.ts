import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa, type Result} from 'execa';
import {onTestFinished} from 'vitest';

/** The built program, as a user has it. `npm test` builds it first. */
export const program = path.resolve('dist/ramstrap.cjs');

/** These tests run inside `npm test`; what npm tells its children must not be heard by the program under test. */
export const outsideNpm = {npm_command: undefined};

export type Run = {exitCode: number | undefined; stdout: string; stderr: string; events: Array<Record<string, unknown>>};

/** Runs it without a terminal. */
export async function ramstrap(argv: string[], {home, env = {}}: {home: string; env?: Record<string, string | undefined>}): Promise<Run> {
	const result: Result = await execa(process.execPath, [program, ...argv], {env: {RAMSTRAP_HOME: home, ...outsideNpm, ...env}, reject: false, stdin: 'ignore'});
	const stdout = String(result.stdout);
	return {
		exitCode: result.exitCode,
		stdout,
		stderr: String(result.stderr),
		events: stdout.split('\n').filter(line => line.startsWith('{"event"')).map(line => JSON.parse(line) as Record<string, unknown>),
	};
}

/** The quickest of three runs, in seconds of wall time: other tests keep the machine busy meanwhile. */
export async function quickest(...call: Parameters<typeof ramstrap>): Promise<{run: Run; seconds: number}> {
	const runs = [];
	for (let count = 0; count < 3; count++) {
		const start = performance.now();
		const run = await ramstrap(...call);
		runs.push({run, seconds: (performance.now() - start) / 1000});
	}

	return runs.reduce((best, next) => next.seconds < best.seconds ? next : best);
}

/** A folder of its own that goes when the test is over. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-journey-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
}
