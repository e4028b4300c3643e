import process from 'node:process';
import {apply} from '../../source/deploy/apply.ts';
import {readJournal} from '../../source/deploy/journal.ts';
import type {Deployment} from '../../source/deploy/types.ts';
import {undo} from '../../source/deploy/undo.ts';
import {machineIn} from './fixture.ts';
import {countSteps, killedAt, step} from './stopped-at.ts';

// A process of its own that does a job up to one of its steps.
const {root, deployment, at, job} = JSON.parse(process.argv[2]!) as {root: string; deployment: Deployment; at: number; job: 'apply' | 'undo'};
const world = machineIn(root, {onRun: step});
countSteps();
await killedAt(at, async () => {
	const journal = await readJournal(deployment.recipe, root);
	await (job === 'apply' ? apply(deployment, journal, world) : undo(journal!, world));
});
