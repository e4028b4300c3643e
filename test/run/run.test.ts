import {spawn} from 'node:child_process';
import {appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, describe, expect, onTestFinished, test, vi} from 'vitest';
import {Cancelled, describeError, StepError, UserError} from '../../source/errors.ts';
import type {Plan} from '../../source/plan/plan.ts';
import type {Expected} from '../../source/run/expected.ts';
import {nameOf} from '../../source/run/lock.ts';
import {runPlan, type StepEvent, type StepWarning} from '../../source/run/run.ts';
import type {Action, Step} from '../../source/steps/types.ts';
import {holdLock} from './hold-lock.ts';

let home: string;
let events: StepEvent[];
let forecasts: Expected[];
let warnings: StepWarning[];

beforeEach(() => {
	forecasts = [];
	warnings = [];
	home = mkdtempSync(path.join(tmpdir(), 'ramstrap-run-'));
	events = [];
	onTestFinished(() => {
		rmSync(home, {recursive: true, force: true});
	});
});

const sh = (script: string, to?: string): Action => ({do: 'command', argv: ['sh', '-c', script], ...(to ? {to} : {})});

function step(id: string, actions: Action[], more: Partial<Step> = {}): Step {
	return {id, title: `Step ${id}`, why: 'A test.', needs: [], reads: [], actions, makes: ['out'], hints: ['try another'], ...more};
}

const planOf = (...steps: Step[]): Plan => ({name: 'test', strategy: 'busybox-initramfs', steps, words: [], artifacts: [{name: 'last', path: `${steps.at(-1)!.id}/out`}]});

async function run(plan: Plan, {fresh = false, signal = new AbortController().signal, name = 'work'} = {}) {
	return runPlan(plan, {
		folder: path.join(home, name), sharedFolder: path.join(home, 'shared'), logFolder: path.join(home, 'logs'), fresh, display: 'silent', signal,
		onEvent(event) {
			events.push(event);
		},
		onExpected(said) {
			forecasts.push(said);
		},
		onWarning(warning) {
			warnings.push(warning);
		},
	});
}

const statuses = () => events.filter(({status}) => status !== 'started').map(({id, status}) => `${id} ${status}`).toSorted();
const outOf = (id: string) => readFileSync(path.join(home, 'work', id, 'out'), 'utf8');
const failureOf = async (promise: Promise<unknown>) => promise.then(() => undefined, (error: unknown) => error);

const two = planOf(step('one', [sh('echo first', 'out')]), step('two', [{do: 'command', argv: ['tr', 'a-z', 'A-Z'], from: '../one/out', to: 'out'}], {needs: ['one']}));

describe('how long it will take', () => {
	const slow = planOf(step('one', [sh('sleep 0.3; echo 1', 'out')]), step('other', [sh('echo 2', 'out')]), step('two', [sh('sleep 0.3; cat ../one/out', 'out')], {needs: ['one', 'other']}));

	test('is not known of what was never done here', async () => {
		await run(slow);
		expect(forecasts).toEqual([{seconds: 0, unknown: ['Step one', 'Step other', 'Step two']}]);
	});

	test('is what the same steps took before, one after the other where one needs the other', async () => {
		await run(slow);
		await run(slow);
		// Nothing to do, nothing to say.
		expect(forecasts).toHaveLength(1);
		await run(slow, {fresh: true});
		expect(forecasts[1]!.unknown).toEqual([]);
		expect(forecasts[1]!.seconds).toBeGreaterThan(0.6);
		expect(forecasts[1]!.seconds).toBeLessThan(3);
	});

	test('of a step that changed it is what it took before the change, of one of another recipe what it took there', async () => {
		await run(slow);
		const changed = planOf(slow.steps[0]!, slow.steps[1]!, step('two', [sh('cat ../one/out ../one/out', 'out')], {needs: ['one', 'other']}));
		await run(changed);
		expect(forecasts[1]!.unknown).toEqual([]);
		expect(forecasts[1]!.seconds).toBeGreaterThan(0.3);
		const elsewhere = planOf(step('one', [sh('echo new', 'out')]), step('third', [sh('echo 3', 'out')], {needs: ['one']}));
		await run(elsewhere, {name: 'beside'});
		expect(forecasts[2]!.unknown).toEqual(['Step third']);
		expect(forecasts[2]!.seconds).toBeGreaterThan(0.3);
	});
});

describe('a plan that works', () => {
	test('makes its folders, and says what came of it', async () => {
		const {artifacts} = await run(two);
		expect(outOf('two')).toBe('FIRST\n');
		expect(artifacts).toEqual([{name: 'last', path: path.join(home, 'work/two/out'), bytes: 6, sha256: expect.stringMatching(/^[\da-f]{64}$/) as string}]);
		expect(statuses()).toEqual(['one done', 'two done']);
	});

	test('keeps to its owner what it makes: hashes of passwords are in it', async () => {
		mkdirSync(path.join(home, 'work'), {recursive: true, mode: 0o755});
		await run(two);
		expect(statSync(path.join(home, 'work')).mode.toString(8)).toBe('40700');
	});

	test('costs nothing the second time', async () => {
		await run(two);
		events = [];
		await run(two);
		expect(statuses()).toEqual(['one cached', 'two cached']);
	});

	test('is done anew with fresh', async () => {
		await run(two);
		events = [];
		await run(two, {fresh: true});
		expect(statuses()).toEqual(['one done', 'two done']);
	});

	test('does steps side by side that need nothing of each other', async () => {
		// Each waits for a file of the other; one after the other they would wait for ever.
		const meet = (mine: string, other: string) => sh(`touch ../../${mine}; for i in $(seq 100); do [ -e ../../${other} ] && exit 0; sleep 0.1; done; exit 1`);
		await run(planOf(step('left', [meet('l', 'r'), sh('echo', 'out')]), step('right', [meet('r', 'l'), sh('echo', 'out')])));
		expect(statuses()).toEqual(['left done', 'right done']);
	});
});

describe('what makes a step run again', () => {
	beforeEach(async () => {
		await run(two);
		events = [];
	});

	test('another definition: it, and what follows from it', async () => {
		await run(planOf(step('one', [sh('echo other', 'out')]), two.steps[1]!));
		expect(statuses()).toEqual(['one done', 'two done']);
		expect(events[0]!.because).toBe('the recipe or this machine changed');
		expect(outOf('two')).toBe('OTHER\n');
	});

	test('a file of it that was changed: it alone, since the same comes out again', async () => {
		appendFileSync(path.join(home, 'work/one/out'), 'damage');
		await run(two);
		expect(statuses()).toEqual(['one done', 'two cached']);
		expect(events.find(({status}) => status === 'started')!.because).toBe('its files have changed since');
		expect(outOf('one')).toBe('first\n');
	});

	test('a file of it that is gone, or a record that cannot be read', async () => {
		rmSync(path.join(home, 'work/one/out'));
		writeFileSync(path.join(home, 'work/two/.step.json'), '{"fing');
		await run(two);
		expect(statuses()).toEqual(['one done', 'two done']);
	});

	test('an input outside that changed', async () => {
		const input = path.join(home, 'input');
		const reading = planOf(step('reads', [{do: 'command', argv: ['cp', input, 'out']}], {reads: [input]}));
		writeFileSync(input, '1');
		await run(reading);
		events = [];
		await run(reading);
		writeFileSync(input, '2');
		await run(reading);
		expect(statuses()).toEqual(['reads cached', 'reads done']);
	});
});

describe('a step that fails', () => {
	test('says which, the exact command, the last lines, the log and a hint; nothing half-made stays', async () => {
		const plan = planOf(step('good', [sh('echo', 'out')]), step('bad', [sh('for i in $(seq 30); do echo line $i; done; echo oops >&2; exit 7', undefined)]), step('after', [sh('echo', 'out')], {needs: ['bad']}));
		const error = await failureOf(run(plan));
		expect(error).toBeInstanceOf(StepError);
		const {lines, exitCode} = describeError(error);
		expect(exitCode).toBe(1);
		expect(lines[0]).toBe('Step bad: sh ended with exit code 7');
		expect(lines[1]).toBe('  command: sh -c \'for i in $(seq 30); do echo line $i; done; echo oops >&2; exit 7\'');
		expect(lines.filter(line => line.includes('│'))).toHaveLength(10);
		expect(lines).toContain('  │ oops');
		expect(lines).toContain(`  log: ${home}/logs/bad.log`);
		expect(lines.at(-1)).toBe('  → try another');
		expect(statuses()).toEqual(['after skipped', 'bad failed', 'good done']);
		expect(readdirSync(path.join(home, 'work'))).toEqual(['good']);
		expect(readFileSync(path.join(home, 'logs/bad.log'), 'utf8')).toContain('line 1\n');
	});

	test('the next run does only what is left', async () => {
		const flaky = planOf(step('good', [sh('echo', 'out')]), step('flaky', [sh('test -e ../../mended'), sh('echo', 'out')]));
		await failureOf(run(flaky));
		writeFileSync(path.join(home, 'mended'), '');
		events = [];
		await run(flaky);
		expect(statuses()).toEqual(['flaky done', 'good cached']);
	});

	test('a tool that is not there: exit 3 and the way to get it', async () => {
		const {lines, exitCode} = describeError(await failureOf(run(planOf(step('bad', [{do: 'command', argv: ['no-such-tool-here']}])))));
		expect(exitCode).toBe(3);
		expect(lines[0]).toBe('Step bad: no-such-tool-here is not installed on this machine');
		expect(lines.join(',')).toContain('ramstrap doctor --install');
	});

	test('a kernel without an option: exit 2 and the reason', async () => {
		const plan = planOf(step('bad', [{do: 'write-file', path: 'config', text: ''}, {do: 'check-config', config: 'config', options: [{option: 'RD_ZSTD', as: 'y', why: 'the initramfs is compressed with zstd'}]}]));
		const {lines, exitCode} = describeError(await failureOf(run(plan)));
		expect(exitCode).toBe(2);
		expect(lines[0]).toBe('Step bad: this kernel does not meet the requirements of the recipe: CONFIG_RD_ZSTD is '
			+ 'not set but must be y (built in): the initramfs is compressed with zstd.');
	});

	test('a kernel without several: all of them are told', async () => {
		// More than the last lines of a log would hold.
		const options = Array.from({length: 14}, (_, index) => ({option: `OPTION_${index}`, as: 'y', why: 'it is needed'}) as const);
		const error = await failureOf(run(planOf(step('bad', [{do: 'write-file', path: 'config', text: ''}, {do: 'check-config', config: 'config', options}]))));
		const text = describeError(error).lines.join('\n');
		expect(options.filter(({option}) => !text.includes(`CONFIG_${option} is not set but must be y (built in): it is needed.`))).toEqual([]);
	});

	test('a disk that a program found full is not taken for ours, which has room: exit 3', async () => {
		// The file system behind /dev/full has no room for anybody.
		const {lines, exitCode} = describeError(await failureOf(run(planOf(step('bad', [{do: 'command', argv: ['dd', 'if=/dev/zero', 'of=/dev/full', 'count=1']}])))));
		expect(exitCode).toBe(3);
		expect(lines[0]).toMatch(/^Step bad: a program reported a full disk: dd: .*No space left on device$/);
		expect(lines.at(-1)).toBe(`  → df -h and df -i show which disk; ${home}/work has free space`);
	});

	test('what the system refuses us in a step is said as anywhere else: exit 3', async () => {
		const said = async (action: Action) => describeError(await failureOf(run(planOf(step('bad', [action])))));
		expect(await said({do: 'command', argv: ['cat'], from: 'none'})).toMatchObject({exitCode: 3, lines: expect.arrayContaining([`Step bad: ramstrap cannot open ${home}/work/bad.partial/none: it does not exist.`]) as string[]});
		expect(await said({do: 'command', argv: ['echo'], to: '../../work'})).toMatchObject({exitCode: 3, lines: expect.arrayContaining([`Step bad: ramstrap cannot open ${home}/work: it is a folder.`]) as string[]});
		expect(await said({do: 'command', argv: ['echo'], to: '/../../../../../../../dev/full'})).toMatchObject({exitCode: 3, lines: expect.arrayContaining([`Step bad: the disk that holds ${home}/work is full`]) as string[]});
	});

	test('how a program ended is told as it was', async () => {
		const said = async (script: string) => describeError(await failureOf(run(planOf(step('bad', [sh(script)]))))).lines[0];
		expect(await said('kill -9 $$')).toBe('Step bad: sh was ended by SIGKILL: it was killed, or the machine ran '
			+ 'out of memory (see dmesg)');
		expect(await said(String.raw`sh -c "kill -11 \$\$"; exit $?`)).toBe('Step bad: sh was ended by SIGSEGV');
		expect(await said('rm -r ../bad.partial; exit 3')).toBe('Step bad: sh ended with exit code 3');
		const gone = describeError(await failureOf(run(planOf(step('bad', [sh('rm -r ../bad.partial'), sh('echo')]))))).lines[0];
		expect(gone).toBe(`Step bad: the folder ${home}/work/bad.partial no longer exists: another program removed it`);
	});

	test('a program that may not be run is no program that is missing', async () => {
		writeFileSync(path.join(home, 'tool'), '#!/bin/sh\n', {mode: 0o644});
		const {lines} = describeError(await failureOf(run(planOf(step('bad', [{do: 'command', argv: [path.join(home, 'tool')]}])))));
		expect(lines[0]).toBe(`Step bad: ${home}/tool could not be started: Permission denied: ramstrap may not start ${home}/tool.`);
	});

	test('an input that is missing: exit 3, before anything runs', async () => {
		const error = await failureOf(run(planOf(step('reads', [], {reads: ['/no/such/file']}))));
		expect(describeError(error)).toEqual({lines: ['Step reads reads /no/such/file, which does not exist.', '  → try another'], exitCode: 3});
		expect(events).toEqual([]);
	});

	test('an input that is a folder', async () => {
		const error = await failureOf(run(planOf(step('reads', [], {reads: ['/etc']}))));
		expect(describeError(error)).toEqual({lines: ['Step reads reads /etc, which is a folder, but must be '
			+ 'a file.', '  → try another'], exitCode: 3});
	});

	test('one that makes less than it says is found out', async () => {
		const error = await failureOf(run(planOf(step('bad', []))));
		expect((error as Error).message).toBe('Step bad: it succeeded but did not create bad/out');
	});
});

describe('being stopped', () => {
	test('ends whole process groups, keeps what is done, leaves nothing half-made', async () => {
		const stop = new AbortController();
		const pidFile = path.join(home, 'pid');
		const plan = planOf(step('good', [sh('echo', 'out')]), step('long', [sh(`sh -c 'echo $$ >${pidFile}; exec sleep 300' & wait`)], {needs: ['good']}));
		const running = failureOf(run(plan, {signal: stop.signal}));
		await expect.poll(() => existsSync(pidFile) && readFileSync(pidFile, 'utf8').trim(), {timeout: 10_000}).toMatch(/^\d+$/);
		const grandchild = Number(readFileSync(pidFile, 'utf8'));
		stop.abort(new Cancelled('SIGTERM'));
		const error = await running;
		expect(error).toBeInstanceOf(Cancelled);
		expect(describeError(error).exitCode).toBe(143);
		await expect.poll(() => isAlive(grandchild), {timeout: 10_000}).toBe(false);
		expect(readdirSync(path.join(home, 'work'))).toEqual(['good']);
	});

	test('leftovers of a killed run are cleared away', async () => {
		mkdirSync(path.join(home, 'work/one.partial'), {recursive: true});
		mkdirSync(path.join(home, 'work/two.former'));
		await run(two);
		expect(readdirSync(path.join(home, 'work')).toSorted()).toEqual(['one', 'two']);
	});
});

describe('the lock', () => {
	test('a second run on the same folder is refused, by process; one that is killed has it no longer', async () => {
		const other = await holdLock(path.join(home, 'work'));
		const error = await failureOf(run(two));
		expect(error).toBeInstanceOf(UserError);
		expect(describeError(error)).toMatchObject({lines: [`Another ramstrap (process ${other.pid}) is working in ${home}/work.`, expect.anything()], exitCode: 3});
		await other.kill();
		await run(two);
		expect(readdirSync(path.join(home, 'work')).toSorted()).toEqual(['one', 'two']);
	});

	test('twenty who come upon the lock of one that was killed: one at a time has it', async () => {
		const work = path.join(home, 'work');
		mkdirSync(work);
		writeFileSync(path.join(work, '.lock'), '9999999 12345');
		const script = String.raw`
			import {appendFileSync} from 'node:fs';
			import {setTimeout as sleep} from 'node:timers/promises';
			import {waitForLock} from '${path.resolve('source/run/lock.ts')}';
			const release = await waitForLock('${work}', {signal: new AbortController().signal, onWait() {}});
			appendFileSync('${home}/lines', 'in\n');
			await sleep(5);
			appendFileSync('${home}/lines', 'out\n');
			release();`;
		const codes = await Promise.all(Array.from({length: 20}, async () => new Promise(resolve => {
			spawn(process.execPath, ['--input-type=module', '-e', script], {stdio: ['ignore', 'inherit', 'inherit']}).once('exit', resolve);
		})));
		expect(codes).toEqual(codes.map(() => 0));
		expect(readFileSync(path.join(home, 'lines'), 'utf8')).toBe('in\nout\n'.repeat(20));
		expect(readdirSync(work)).toEqual([]);
	});

	test('one of an earlier ramstrap, which had no such locks, holds', async () => {
		const work = path.join(home, 'work');
		mkdirSync(work);
		const other = spawn('sleep', ['60'], {stdio: 'ignore'});
		onTestFinished(() => {
			other.kill();
		});
		writeFileSync(path.join(work, '.lock'), nameOf(other.pid!));
		expect(describeError(await failureOf(run(two))).lines[0]).toBe(`Another ramstrap (process ${other.pid}) is working in ${work}.`);
	});

	test('a link in its place is nobody\'s, and nothing is written to what it leads to', async () => {
		const [work, other] = [path.join(home, 'work'), path.join(home, 'other')];
		mkdirSync(work);
		writeFileSync(other, 'mine');
		symlinkSync(other, path.join(work, '.lock'));
		expect(describeError(await failureOf(run(two)))).toMatchObject({lines: [`${work}/.lock is a link; ramstrap does not create links there.`, `  → rm ${work}/.lock`], exitCode: 3});
		expect(readFileSync(other, 'utf8')).toBe('mine');
	});

	test('a file system that cannot lock, or no flock, is said', async () => {
		vi.stubEnv('PATH', home);
		onTestFinished(() => {
			vi.unstubAllEnvs();
		});
		expect(describeError(await failureOf(run(two)))).toMatchObject({lines: [`${home}/work/.lock cannot be locked: there is no program flock.`, expect.stringContaining('util-linux')], exitCode: 3});
	});
});

function isAlive(pid: number): boolean {
	try {
		// A zombie that nobody has waited for yet is as dead as can be.
		return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
	} catch {
		return false;
	}
}

describe('a scratch folder', () => {
	// Appends to what it finds there, as make finds what it compiled before.
	const keeping = (word: string) => planOf(step('one', [sh(`echo ${word} >>../kept/lines`), sh('cat ../kept/lines', 'out')], {scratch: {folder: 'kept'}}));

	test('outlives its step, when the step is done anew and when it fails', async () => {
		await run(keeping('first'));
		await failureOf(run(planOf(step('one', [sh('echo broken >>../kept/lines; exit 1')], {scratch: {folder: 'kept'}}))));
		await run(keeping('second'));
		expect(outOf('one')).toBe('first\nbroken\nsecond\n');
	});

	test('is of no account for what is cached', async () => {
		await run(keeping('first'));
		appendFileSync(path.join(home, 'work/kept/lines'), 'other');
		events = [];
		await run(keeping('first'));
		expect(statuses()).toEqual(['one cached']);
	});

	test('is emptied by fresh', async () => {
		await run(keeping('first'));
		await run(keeping('first'), {fresh: true});
		expect(outOf('one')).toBe('first\n');
	});
});

describe('a bulky step', () => {
	const bulky = planOf(step('one', [sh('echo out', 'out'), sh('echo more', 'more')], {bulky: true}));

	test('is watched by what it makes only', async () => {
		await run(bulky);
		appendFileSync(path.join(home, 'work/one/more'), 'change');
		events = [];
		await run(bulky);
		expect(statuses()).toEqual(['one cached']);
	});

	test.each(['changed', 'gone'])('is done again when that is %s', async what => {
		await run(bulky);
		const file = path.join(home, 'work/one/out');
		if (what === 'gone') {
			rmSync(file);
		} else {
			appendFileSync(file, 'damage');
		}

		events = [];
		await run(bulky);
		expect(statuses()).toEqual(['one done']);
		expect(events[0]!.because).toBe('its files have changed since');
	});
});

test('a folder that a step reads is watched by names, sizes and times of all in it', async () => {
	const source = path.join(home, 'source');
	mkdirSync(path.join(source, 'deep'), {recursive: true});
	writeFileSync(path.join(source, 'deep/file'), 'one');
	const plan = planOf(step('one', [sh('echo out', 'out')], {reads: [`${source}/`]}));
	await run(plan);
	events = [];
	await run(plan);
	writeFileSync(path.join(source, 'deep/file'), 'three');
	await run(plan);
	expect(statuses()).toEqual(['one cached', 'one done']);
});

test('what a step says as a warning comes out of the run, also when the step is as it was, without signs for the terminal', async () => {
	const plan = planOf(step('one', [sh(String.raw`echo out >out; echo 'warning: first' >&2; echo 'no warning: x'; printf 'warning: \033[31mred\n' >&2; echo 'warning: first' >&2`, 'out')]));
	const expected = [{step: 'one', message: 'first'}, {step: 'one', message: '?[31mred'}];
	await run(plan);
	expect(warnings).toEqual(expected);
	[events, warnings] = [[], []];
	await run(plan);
	expect(warnings).toEqual(expected);
	expect(statuses()).toEqual(['one cached']);
});

test('warnings of what went well are told although a later step failed; those of a step that is not as the recipe has it now are not', async () => {
	const warns = (message: string, more = '') => [sh(`echo 'warning: ${message}'${more}`, 'out'), sh(`echo 'warning: ${message}'${more}`)];
	const plan = (message: string, more?: string) => planOf(step('one', warns('first')), step('two', warns(message, more), {needs: ['one']}));
	await run(plan('second'));
	expect(warnings.map(({message}) => message)).toEqual(['first', 'second']);
	warnings = [];
	expect(await failureOf(run(plan('third', '; exit 1')))).toBeInstanceOf(StepError);
	expect(warnings.map(({message}) => message)).toEqual(['first']);
});
