import {cpSync, existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {build} from 'esbuild';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {apply} from '../../source/deploy/apply.ts';
import {compare} from '../../source/deploy/compare.ts';
import {readJournal, removeJournal} from '../../source/deploy/journal.ts';
import type {Deployment} from '../../source/deploy/types.ts';
import {undo} from '../../source/deploy/undo.ts';
import {contentOf, deploymentIn, furnish, machineIn} from './fixture.ts';
import {countSteps, step, stoppedAt} from './stopped-at.ts';

let folder: string;
let before: string[];
let deployment: Deployment;
beforeAll(countSteps);
beforeAll(async () => {
	// In memory, where it costs nothing to wait until something is on the disk: it is the order that is tried here.
	folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ramstrap-killed-'));
	deployment = deploymentIn(path.join(folder, 'sources'));
	furnish(path.join(folder, 'before'));
	before = contentOf(path.join(folder, 'before'));
	cpSync(path.join(folder, 'before'), path.join(folder, 'deployed'), {recursive: true});
	await apply(deployment, undefined, machineIn(path.join(folder, 'deployed')));
});
afterAll(() => {
	rmSync(folder, {recursive: true});
});

/**
Kills the job at each of its steps, or outside `test:matrix` at every third, each time on a machine of its own, and has that
looked at. @returns how many steps it has, or up to two fewer or more
*/
async function everywhere(job: 'apply' | 'undo', check: (root: string, at: number) => Promise<void>): Promise<number> {
	for (let at = 1; ; at += process.env.RAMSTRAP_MATRIX === 'all' ? 1 : 3) {
		const root = machineFor(job, String(at));
		if (!await stoppedAt(at, root, async () => doJob(job, root))) {
			return at - 1;
		}

		await check(root, at);
		rmSync(root, {recursive: true});
	}
}

function machineFor(job: 'apply' | 'undo', name: string): string {
	const root = path.join(folder, `${job}-${name}`);
	cpSync(path.join(folder, job === 'apply' ? 'before' : 'deployed'), root, {recursive: true, verbatimSymlinks: true});
	return root;
}

async function doJob(job: 'apply' | 'undo', root: string): Promise<void> {
	const world = machineIn(root, {onRun: step});
	const journal = await readJournal(deployment.recipe, root);
	await (job === 'apply' ? apply(deployment, journal, world) : undo(journal!, world));
}

async function putBack(root: string): Promise<void> {
	const journal = await readJournal(deployment.recipe, root);
	await (journal ? undo(journal, machineIn(root)) : removeJournal(deployment.recipe, root));
}

test('wherever deploying is killed, everything can be put back, or be gone on with', async () => {
	const count = await everywhere('apply', async (root, at) => {
		const journal = await readJournal(deployment.recipe, root);
		if (at % 2 === 0) {
			await apply(deployment, journal, machineIn(root));
			const items = await compare(deployment, await readJournal(deployment.recipe, root), machineIn(root));
			expect(items.filter(({state}) => state !== 'same')).toEqual([]);
		}

		await putBack(root);
		expect(contentOf(root), `killed at ${at}`).toEqual(before);
	});
	console.log(`deploying has some ${count} places to be killed at`);
	expect(count).toBeGreaterThan(100);
});

test('wherever undeploying is killed, it can be done again', async () => {
	const count = await everywhere('undo', async (root, at) => {
		await putBack(root);
		expect(contentOf(root), `killed at ${at}`).toEqual(before);
	});
	console.log(`undeploying has some ${count} places to be killed at`);
	expect(count).toBeGreaterThan(100);
});

test.each([['apply', 401], ['undo', 195]] as const)('a process that is killed leaves what was looked at above: %s', async (job, places) => {
	const program = path.join(folder, 'deploy-until-killed.mjs');
	// As one file it starts five times as fast.
	await build({entryPoints: ['test/deploy/deploy-until-killed.ts'], outfile: program, bundle: true, format: 'esm', platform: 'node', banner: {js: 'import {createRequire} from "node:module"; const require = createRequire(import.meta.url);'}});
	for (let at = 7; at < places; at += 23) {
		const [killed, stopped] = [machineFor(job, 'killed'), machineFor(job, 'stopped')];
		const {signal} = await execa(process.execPath, [program, JSON.stringify({root: killed, deployment, at, job})], {reject: false});
		expect(signal, `killed at ${at}`).toBe('SIGKILL');
		await stoppedAt(at, stopped, async () => doJob(job, stopped));
		expect(leftIn(killed), `killed at ${at}`).toEqual(leftIn(stopped));
		rmSync(killed, {recursive: true});
		rmSync(stopped, {recursive: true});
	}
});

/** Names of what is half-written, and who holds a lock, have the process in them. */
const leftIn = (root: string): string[] => contentOf(root).map(line => line.replace(/\d{1,10}-\d{1,20}\.new/, '…').replace(/(\.lock ).*/s, '$1…')).toSorted();
