import {spawn} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {expect, onTestFinished, test} from 'vitest';
import {lockFolder, nameOf} from '../../source/run/lock.ts';

/**
A shell in a session of its own, with children in others, that keep writing to a file; as a killed run leaves them.
*/
async function startWriters(run: string, folder: string): Promise<number> {
	const child = spawn('sh', ['-c', `
		write() { while echo x >>"${folder}/$1"; do sleep 0.01; done; }
		write one &
		setsid sh -c 'while echo x >>"${folder}/two"; do sleep 0.01; done' &
		echo ready >"${folder}/ready"
		wait
	`], {env: {...process.env, RAMSTRAP_RUN: run}, detached: true, stdio: 'ignore'});
	onTestFinished(() => {
		try {
			process.kill(-child.pid!, 'SIGKILL');
		} catch {}
	});
	for (let waited = 0; waited < 500 && !['ready', 'one', 'two'].every(name => existsSync(path.join(folder, name))); waited++) {
		await sleep(10);
	}

	return child.pid!;
}

const isThere = (pid: number) => existsSync(`/proc/${pid}`) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');

function folders(): {locked: string; written: string} {
	const [locked, written] = ['locked', 'written'].map(name => mkdtempSync(path.join(tmpdir(), `ramstrap-${name}-`))) as [string, string];
	onTestFinished(() => {
		rmSync(locked, {recursive: true});
		rmSync(written, {recursive: true});
	});
	return {locked, written};
}

test('who takes the lock of a run that is gone first ends what that run has started, whatever session it is in', async () => {
	const {locked, written} = folders();
	// No process has this number (proc(5): pid_max is 4,194,304 at most).
	const gone = '9999999 12345';
	const writers = await startWriters(gone, written);
	writeFileSync(path.join(locked, '.lock'), gone);
	lockFolder(locked)();
	expect(isThere(writers)).toBe(false);
	rmSync(path.join(written, 'one'));
	rmSync(path.join(written, 'two'));
	await sleep(100);
	expect(existsSync(path.join(written, 'one')) || existsSync(path.join(written, 'two'))).toBe(false);
});

test('what works for another run lives on', async () => {
	const {locked, written} = folders();
	const writers = await startWriters(nameOf(process.pid), written);
	writeFileSync(path.join(locked, '.lock'), '9999999 12345');
	lockFolder(locked)();
	expect(isThere(writers)).toBe(true);
	onTestFinished(lockFolder(locked));
	expect(() => lockFolder(locked)).toThrow(`(process ${process.pid}) is working in`);
	expect(isThere(writers)).toBe(true);
	for (const pid of readFileSync(`/proc/${writers}/task/${writers}/children`, 'utf8').trim().split(' ')) {
		process.kill(Number(pid), 'SIGKILL');
	}
});
