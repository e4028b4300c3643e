import {appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeEach, expect, onTestFinished, test} from 'vitest';
import type {Plan} from '../../source/plan/plan.ts';
import {runPlan, type StepEvent} from '../../source/run/run.ts';
import type {Step} from '../../source/steps/types.ts';

let home: string;

beforeEach(() => {
	home = mkdtempSync(path.join(tmpdir(), 'ramstrap-twin-'));
	onTestFinished(() => {
		rmSync(home, {recursive: true, force: true});
	});
});

const step = (id: string, script: string, more: Partial<Step> = {}): Step => ({id, title: id, why: 'A test.', needs: [], reads: [], actions: [{do: 'command', argv: ['sh', '-c', script]}], makes: ['out'], hints: [], ...more});
const plan = (...steps: Step[]): Plan => ({name: 'test', strategy: 'busybox-initramfs', steps, words: [], artifacts: []});

/** Both recipes begin alike. */
const common = step('tree', 'date +%N >out');
const first = plan(common, step('image', 'echo first >out', {needs: ['tree']}));
const second = plan(common, step('image', 'echo second >out', {needs: ['tree']}));

async function run(name: string, what: Plan, fresh = false): Promise<Array<[string, string, string | undefined]>> {
	const events: StepEvent[] = [];
	await runPlan(what, {
		folder: path.join(home, 'work', name), sharedFolder: path.join(home, 'shared'), logFolder: path.join(home, 'logs', name), fresh, display: 'silent', signal: new AbortController().signal,
		onEvent(event) {
			events.push(event);
		},
	});
	return events.filter(({status}) => status !== 'started').map(({id, status, because}): [string, string, string | undefined] => [id, status, because]);
}

const out = (name: string, id = 'tree') => readFileSync(path.join(home, 'work', name, id, 'out'), 'utf8');

test('what another recipe has made by the same step is taken from there, and is its own from then on', async () => {
	await run('first', first);
	expect(await run('second', second)).toEqual([['tree', 'cached', 'the same as in first'], ['image', 'done', undefined]]);
	expect(out('second')).toBe(out('first'));
	expect(out('second', 'image')).toBe('second\n');
	rmSync(path.join(home, 'work/first'), {recursive: true});
	expect(await run('second', second)).toEqual([['tree', 'cached', undefined], ['image', 'cached', undefined]]);
});

test('not if it was touched since, nor when all shall be done anew', async () => {
	await run('first', first);
	appendFileSync(path.join(home, 'work/first/tree/out'), 'x');
	expect(await run('second', second)).toContainEqual(['tree', 'done', undefined]);
	await run('first', first);
	expect(await run('third', second, true)).toContainEqual(['tree', 'done', undefined]);
});

test('a copy that breaks off leaves nothing, and the step is done', async () => {
	await run('first', plan(step('tree', 'echo a >out; mkfifo pipe')));
	expect(await run('second', plan(step('tree', 'echo a >out; mkfifo pipe')))).toHaveLength(1);
	expect(existsSync(path.join(home, 'work/second/tree.partial'))).toBe(false);
});
