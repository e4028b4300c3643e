import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa, type Result} from 'execa';
import {onTestFinished} from 'vitest';

/** The built program, as a user has it. `npm test` builds it first. */
export const program = path.resolve('dist/ramstrap.cjs');

/** These tests run inside `npm test`; what npm tells its children must not be heard by the program under test. */
export const outsideNpm = {npm_command: undefined};

export type Run = {exitCode: number | undefined; stdout: string; stderr: string; events: Array<Record<string, unknown>>};

type Call = {home: string; env?: Record<string, string | undefined>};

/** Runs it without a terminal. */
export async function ramstrap(argv: string[], call: Call): Promise<Run> {
	return runAs([process.execPath, program, ...argv], call);
}

/** With the processor seconds that it took. Other tests beside this one change the clock's seconds, not these. */
async function timed(argv: string[], call: Call): Promise<{run: Run; seconds: number}> {
	const file = path.join(temporaryFolder(), 'times');
	const counted = `"$@"; status=$?; times > '${file}'; exit $status`;
	const run = await runAs(['sh', '-c', counted, 'sh', process.execPath, program, ...argv], call);
	// The line of the shell itself, and that of what it waited for: 0m0.312000s 0m0.064000s
	const [, ofChildren] = readFileSync(file, 'utf8').split('\n', 2);
	const [user = 0, system = 0] = ofChildren!.split(' ', 2).map(text => Number(text.replace(/^0m(.*)s$/, '$1')));
	return {run, seconds: user + system};
}

/**
The same in processor seconds of `--version`, which tell how fast this machine is now: the least of three, each beside a
`--version` of its own, as a machine that is shared gets slower and faster from one second to the next.
*/
export async function timesVersion(argv: string[], call: Call): Promise<{run: Run; times: number}> {
	const tries: Array<{run: Run; times: number}> = [];
	for (let count = 0; count < 3; count++) {
		const {run, seconds} = await timed(argv, call);
		const {seconds: unit} = await timed(['--version'], call);
		tries.push({run, times: seconds / unit});
	}

	return {run: tries[0]!.run, times: Math.min(...tries.map(({times}) => times))};
}

async function runAs([file, ...argv]: string[], {home, env = {}}: Call): Promise<Run> {
	const result: Result = await execa(file!, argv, {env: {RAMSTRAP_HOME: home, ...outsideNpm, ...env}, reject: false, stdin: 'ignore'});
	const stdout = String(result.stdout);
	return {
		exitCode: result.exitCode,
		stdout,
		stderr: String(result.stderr),
		events: stdout.split('\n').filter(line => line.startsWith('{"event"')).map(line => JSON.parse(line) as Record<string, unknown>),
	};
}

/** A folder of its own that goes when the test is over. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'ramstrap-journey-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
}
