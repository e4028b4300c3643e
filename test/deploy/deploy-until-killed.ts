import fs from 'node:fs/promises';
import {syncBuiltinESMExports} from 'node:module';
import {argv, kill, pid} from 'node:process';
import type {Deployment} from '../../source/deploy/types.ts';

// A process of its own that kills itself with the signal that nobody can catch, at the so manieth of its steps on files
// and programs.
const {root, deployment, at, job} = JSON.parse(argv[2]!) as {root: string; deployment: Deployment; at: number; job: 'apply' | 'undo'};
let count = 0;
const step = () => {
	count++;
	if (count === at) {
		kill(pid, 'SIGKILL');
	}
};

const changing = fs as unknown as Record<string, (...words: unknown[]) => Promise<unknown>>;
for (const name of ['open', 'rename', 'rm', 'rmdir', 'mkdir', 'copyFile', 'chmod', 'link', 'writeFile']) {
	const original = changing[name]!;
	changing[name] = async (...words) => {
		step();
		return original(...words);
	};
}

syncBuiltinESMExports();
const [{apply}, {readJournal}, {undo}, {machineIn}] = await Promise.all([
	import('../../source/deploy/apply.ts'), import('../../source/deploy/journal.ts'), import('../../source/deploy/undo.ts'), import('./fixture.ts'),
]);
const world = machineIn(root, {onRun: step});
const journal = await readJournal(deployment.recipe, root);
if (job === 'apply') {
	await apply(deployment, journal, world);
} else {
	await undo(journal!, world);
}

console.log(count);
