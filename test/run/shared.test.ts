import {existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import type {Plan} from '../../source/plan/plan.ts';
import {runPlan, type StepEvent} from '../../source/run/run.ts';
import type {Step} from '../../source/steps/types.ts';
import {holdLock} from './hold-lock.ts';

let home: string;

beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'ramstrap-shared-'));
	onTestFinished(() => {
		rmSync(home, {recursive: true, force: true});
	});
});

const step = (id: string, script: string, more: Partial<Step> = {}): Step => ({id, title: id, why: 'A test.', needs: [], reads: [], actions: [{do: 'command', argv: ['sh', '-c', script]}], makes: ['out'], hints: [], ...more});

/** A source, and what a recipe makes of it with the help of what was made before. */
const plan = ({source = 'one', seconds = 0, recipe = ''}: {source?: string; seconds?: number; recipe?: string} = {}): Plan => ({
	name: 'test', strategy: 'busybox-initramfs', words: [], artifacts: [], steps: [
		step('source', `echo ${source} >out; date +%N >>out; sleep ${seconds}`, {shared: true, bulky: true}),
		// Fails where two use the scratch folder at once.
		step('kernel', `mkdir ../objects/busy && echo ${recipe} >>../objects/lines && sleep ${seconds} && rmdir ../objects/busy && cat ../source/out ../objects/lines >out`, {needs: ['source'], scratch: {folder: 'objects', of: 'source'}}),
	],
});

async function run(name: string, what: Plan, {fresh = false, signal = new AbortController().signal} = {}): Promise<string[]> {
	const events: StepEvent[] = [];
	await runPlan(what, {
		folder: path.join(home, 'work', name), sharedFolder: path.join(home, 'shared'), logFolder: path.join(home, 'logs', name), fresh, display: 'silent', signal,
		onEvent(event) {
			events.push(event);
		},
	});
	return events.filter(({status}) => status !== 'started').map(({id, status}) => `${id} ${status}`);
}

const linesOf = (name: string) => readFileSync(path.join(home, 'work', name, 'kernel/out'), 'utf8').trim().split('\n');
const shared = () => readdirSync(path.join(home, 'shared'));

test('a second recipe finds the source and what was compiled of it', async () => {
	await run('first', plan({recipe: 'first'}));
	expect(await run('second', plan({recipe: 'second'}))).toEqual(['source cached', 'kernel done']);
	expect(linesOf('second').slice(0, 2)).toEqual(linesOf('first').slice(0, 2));
	expect(linesOf('second').slice(2)).toEqual(['first', 'second']);
	expect(shared()).toHaveLength(1);
	expect(lstatSync(path.join(home, 'work/second/source')).isSymbolicLink()).toBe(true);
	expect(await run('second', plan({recipe: 'second'}))).toEqual(['source cached', 'kernel cached']);
});

test('two at once: the source is made once, and one compiles after the other', async () => {
	const [first, second] = await Promise.all([run('first', plan({seconds: 0.5, recipe: 'first'})), run('second', plan({seconds: 0.5, recipe: 'second'}))]);
	expect(new Set([first[0], second[0]])).toEqual(new Set(['source cached', 'source done']));
	expect([first[1], second[1]]).toEqual(['kernel done', 'kernel done']);
	expect(linesOf('first')[1]).toBe(linesOf('second')[1]);
});

test('who waits can be told to stop', async () => {
	const first = run('first', plan({seconds: 1, recipe: 'first'}));
	await expect.poll(() => existsSync(path.join(home, 'work/first/source.partial')) || shared().length > 0).toBe(true);
	const controller = new AbortController();
	const second = run('second', plan({seconds: 1, recipe: 'second'}), {signal: controller.signal});
	setTimeout(() => {
		controller.abort(new Error('enough'));
	}, 300);
	await expect(second).rejects.toThrow('enough');
	await first;
	expect(existsSync(path.join(home, 'work/second/kernel'))).toBe(false);
});

test('another version lies beside it; the one that no recipe uses any more goes', async () => {
	await run('first', plan({recipe: 'first'}));
	await run('second', plan({source: 'two', recipe: 'second'}));
	expect(shared()).toHaveLength(2);
	await run('first', plan({source: 'two', recipe: 'first'}));
	expect(shared()).toHaveLength(1);
	expect(linesOf('first')[0]).toBe('two');
	rmSync(path.join(home, 'work/first'), {recursive: true});
	rmSync(path.join(home, 'work/second'), {recursive: true});
	await run('third', {...plan(), steps: [step('alone', 'echo x >out')]});
	expect(shared()).toEqual([]);
});

test('the folder of recipes may be a link to another disk', async () => {
	mkdirSync(path.join(home, 'elsewhere/deep'), {recursive: true});
	symlinkSync(path.join(home, 'elsewhere/deep'), path.join(home, 'work'));
	expect(await run('first', plan({recipe: 'first'}))).toEqual(['source done', 'kernel done']);
	expect(await run('second', plan({recipe: 'second'}))).toEqual(['source cached', 'kernel done']);
});

test('a recipe that needs it no longer lets go of it', async () => {
	await run('first', plan({recipe: 'first'}));
	await run('first', {...plan(), steps: [step('alone', 'echo x >out')]});
	expect(readdirSync(path.join(home, 'work/first')).toSorted()).toEqual(['alone', 'kernel']);
	expect(shared()).toEqual([]);
});

test('what no recipe uses stays while somebody works in it', async () => {
	const busy = path.join(home, 'shared/0123456789abcdef');
	const other = await holdLock(busy);
	await run('first', plan());
	expect(shared()).toContain('0123456789abcdef');
	await other.kill();
	await run('first', plan());
	expect(shared()).not.toContain('0123456789abcdef');
});

test('a folder that an earlier ramstrap made for this recipe alone gives way', async () => {
	mkdirSync(path.join(home, 'work/first/source'), {recursive: true});
	writeFileSync(path.join(home, 'work/first/source/out'), 'old\n');
	expect(await run('first', plan({recipe: 'first'}))).toEqual(['source done', 'kernel done']);
	expect(linesOf('first')[0]).toBe('one');
});

test('fresh makes the source anew and forgets what was compiled', async () => {
	await run('first', plan({recipe: 'first'}));
	expect(await run('second', plan({recipe: 'second'}), {fresh: true})).toEqual(['source done', 'kernel done']);
	expect(linesOf('second').slice(2)).toEqual(['second']);
});

test('a source that lies somewhere else has its objects by its path', async () => {
	const local = (word: string): Plan => ({...plan(), steps: [step('kernel', `echo ${word} >>../objects/lines; cp ../objects/lines out`, {scratch: {folder: 'objects', of: '/usr/src/linux'}})]});
	await run('first', local('first'));
	await run('second', local('second'));
	expect(linesOf('second')).toEqual(['first', 'second']);
});
