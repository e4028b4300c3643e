import {cpSync, existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {build} from 'esbuild';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {apply} from '../../source/deploy/apply.ts';
import {compare} from '../../source/deploy/compare.ts';
import {readJournal, removeJournal} from '../../source/deploy/journal.ts';
import type {Deployment} from '../../source/deploy/types.ts';
import {undo} from '../../source/deploy/undo.ts';
import {contentOf, deploymentIn, furnish, machineIn} from './fixture.ts';

let folder: string;
let before: string[];
let deployment: Deployment;
beforeAll(async () => {
	// In memory, where it costs nothing to wait until something is on the disk: it is the order that is tried here.
	folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ramstrap-killed-'));
	// As one file it starts five times as fast.
	await build({entryPoints: ['test/deploy/deploy-until-killed.ts'], outfile: path.join(folder, 'deploy-until-killed.mjs'), bundle: true, format: 'esm', platform: 'node', banner: {js: 'import {createRequire} from "node:module"; const require = createRequire(import.meta.url);'}});
	deployment = deploymentIn(path.join(folder, 'sources'));
	furnish(path.join(folder, 'before'));
	before = contentOf(path.join(folder, 'before'));
	cpSync(path.join(folder, 'before'), path.join(folder, 'deployed'), {recursive: true});
	await apply(deployment, undefined, machineIn(path.join(folder, 'deployed')));
});
afterAll(() => {
	rmSync(folder, {recursive: true});
});

/** Nothing: it came to its end before. */
async function killedAt(at: number, job: 'apply' | 'undo'): Promise<string | undefined> {
	const root = path.join(folder, `${job}-${at}`);
	cpSync(path.join(folder, job === 'apply' ? 'before' : 'deployed'), root, {recursive: true, verbatimSymlinks: true});
	const {signal} = await execa(process.execPath, [path.join(folder, 'deploy-until-killed.mjs'), JSON.stringify({root, deployment, at, job})], {reject: false});
	return signal === 'SIGKILL' ? root : undefined;
}

/** As many at once as there are processors. */
async function everywhere(job: 'apply' | 'undo', check: (root: string, at: number) => Promise<void>): Promise<number> {
	let at = 0;
	let ended = false;
	const work = async () => {
		while (!ended) {
			at++;
			const here = at;
			const root = await killedAt(here, job);
			ended ||= root === undefined;
			if (root === undefined) {
				continue;
			}

			await check(root, here);
			rmSync(root, {recursive: true});
		}
	};

	await Promise.all([work(), work()]);
	return at;
}

async function putBack(root: string): Promise<void> {
	const journal = await readJournal(deployment.recipe, root);
	await (journal ? undo(journal, machineIn(root)) : removeJournal(deployment.recipe, root));
}

test('wherever deploying is killed, everything can be put back, or be gone on with', {timeout: 240_000}, async () => {
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
	console.log(`deploying was killed at ${count} places`);
	expect(count).toBeGreaterThan(100);
});

test('wherever undeploying is killed, it can be done again', {timeout: 240_000}, async () => {
	const count = await everywhere('undo', async (root, at) => {
		await putBack(root);
		expect(contentOf(root), `killed at ${at}`).toEqual(before);
	});
	console.log(`undeploying was killed at ${count} places`);
	expect(count).toBeGreaterThan(100);
});
