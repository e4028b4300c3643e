import {spawn} from 'node:child_process';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished} from 'vitest';

/** A process that has the lock of a folder, as another ramstrap would. @returns its number, and a way to kill it */
export async function holdLock(folder: string): Promise<{pid: number; kill(): Promise<void>}> {
	const file = path.join(folder, '.lock');
	mkdirSync(folder, {recursive: true});
	const child = spawn('flock', ['--no-fork', file, 'sleep', '60'], {stdio: 'ignore'});
	const gone = new Promise<void>(resolve => {
		child.once('exit', () => {
			resolve();
		});
	});
	const kill = async () => {
		child.kill('SIGKILL');
		await gone;
	};

	onTestFinished(kill);
	// With the lock it becomes the other program.
	await expect.poll(() => readFileSync(`/proc/${child.pid}/comm`, 'utf8').trim()).toBe('sleep');
	writeFileSync(file, `${child.pid} 1`);
	return {pid: child.pid!, kill};
}
